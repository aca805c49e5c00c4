//! Opening, migrating, answering and closing.

use std::{fs, pin::pin, time::Duration};

use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement,
    sqlx::{ConnectOptions as _, Connection as _, Executor as _, sqlite::SqliteConnectOptions},
};
use store::{DatabaseUrl, Store, StoreError, product};
use test_postgres::Cluster;
use tokio::{task::JoinSet, time::timeout};

use crate::databases::{Database, on_both};

async fn count(store: &Store) -> u64 {
    product::Entity::find().count(store.reader()).await.unwrap()
}

#[tokio::test]
async fn opening_again_changes_nothing() {
    on_both(async |database| {
        let store = database.open().await;
        let before = count(&store).await;
        store
            .writer()
            .execute_unprepared("UPDATE product SET stock = 77 WHERE id = 1")
            .await
            .unwrap();
        store.close().await;

        let store = database.open().await;
        assert_eq!(count(&store).await, before, "{}", database.kind);
        let first = product::Entity::find_by_id(1)
            .one(store.reader())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(first.stock, 77, "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    on_both(async |database| {
        let mut starting = JoinSet::new();
        for _ in 0..6 {
            let url = database.url.clone();
            starting.spawn(async move { Store::open(&url).await });
        }
        let opened = starting.join_all().await;
        let expected = count(&Database::sqlite().open().await).await;
        for store in opened {
            let store = store.unwrap_or_else(|error| panic!("{}: {error}", database.kind));
            assert_eq!(count(&store).await, expected, "{}", database.kind);
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_file_in_which_somebody_writes_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roundtrip.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut somebody = options.connect().await.unwrap();
    somebody.execute("BEGIN IMMEDIATE").await.unwrap();

    let url = DatabaseUrl::sqlite(&file);
    let mut opening = pin!(Store::open(&url));
    let early = timeout(Duration::from_millis(200), &mut opening).await;
    assert!(early.is_err(), "{early:?}");
    somebody.execute("COMMIT").await.unwrap();
    somebody.close().await.unwrap();
    opening.await.unwrap();
}

#[tokio::test]
async fn a_schema_from_the_future_is_refused() {
    on_both(async |database| {
        let store = database.open().await;
        let insert = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m999_future', 0)";
        store.writer().execute_unprepared(insert).await.unwrap();
        store.close().await;

        let error = Store::open(&database.url).await.unwrap_err();
        assert!(matches!(error, StoreError::Migration { .. }), "{error:?}");
        assert!(error.to_string().contains("m999_future"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_store_answers_until_it_is_closed() {
    on_both(async |database| {
        let store = database.open().await;
        store.check().await.unwrap();
        let clone = store.clone();
        clone.close().await;
        assert!(
            matches!(
                store.check().await,
                Err(StoreError::Gone { .. } | StoreError::FileGone { .. })
            ),
            "{}",
            database.kind
        );
    })
    .await;
}

#[tokio::test]
async fn a_check_notices_that_the_server_has_gone() {
    let cluster = Cluster::start().unwrap();
    let store = Store::open(&cluster.database().unwrap().parse().unwrap())
        .await
        .unwrap();
    store.check().await.unwrap();
    cluster.stop().unwrap();
    let error = store.check().await.unwrap_err();
    assert!(
        matches!(error, StoreError::Gone { .. } | StoreError::Slow { .. }),
        "{error:?}"
    );
    assert!(!error.to_string().contains('\n'), "{error}");
}

#[tokio::test]
async fn a_check_notices_that_the_file_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roundtrip.db");
    let store = Store::open(&DatabaseUrl::sqlite(&file)).await.unwrap();
    store.check().await.unwrap();

    let moved = folder.path().join("moved.db");
    fs::rename(&file, &moved).unwrap();
    let error = store.check().await.unwrap_err();
    assert!(matches!(error, StoreError::FileGone { .. }), "{error:?}");
    fs::write(&file, "").unwrap();
    let error = store.check().await.unwrap_err();
    assert!(
        matches!(error, StoreError::FileGone { .. }),
        "another file of that name is not ours: {error:?}"
    );
    fs::rename(&moved, &file).unwrap();
    store.check().await.unwrap();
}

#[tokio::test]
async fn sqlite_is_durable_and_has_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roundtrip.db");
    let store = Store::open(&DatabaseUrl::sqlite(&file)).await.unwrap();

    // WAL; FULL is 2.
    for (pragma, value) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let query = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
        let row = store
            .writer()
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, query))
            .await
            .unwrap();
        assert_eq!(row.unwrap().try_get_by_index::<String>(0).unwrap(), value, "{pragma}");
    }
    let write = "UPDATE product SET stock = 1 WHERE id = 1";
    assert!(
        store.reader().execute_unprepared(write).await.is_err(),
        "a reader writes"
    );
    store.writer().execute_unprepared(write).await.unwrap();

    store.close().await;
    assert!(
        !folder.path().join("roundtrip.db-wal").exists(),
        "the file alone is the whole database"
    );
}

#[tokio::test]
async fn what_cannot_be_opened_says_why_in_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.db");
    fs::write(
        &garbage,
        "This is a text, and long enough not to be taken for an empty database. ".repeat(20),
    )
    .unwrap();
    let missing = folder.path().join("no/such/folder/roundtrip.db");
    let nobody_listens = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let absent = Cluster::shared().database().unwrap() + "_not";

    let rows = [
        (format!("sqlite:{}", garbage.display()), "not a database"),
        (format!("sqlite:{}", missing.display()), "unable to open"),
        (format!("postgres://ada:hunter2@{nobody_listens}/shop"), "refused"),
        (absent, "does not exist"),
    ];
    for (url, reason) in rows {
        let error = Store::open(&url.parse().unwrap()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{url}: {error:?}");
        let line = error.to_string();
        assert!(
            line.contains(reason) && !line.contains('\n') && !line.contains("hunter2"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_file_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roundtrip.db");
    fs::write(&file, "").unwrap();
    let url = format!("sqlite:{}?mode=ro", file.display());
    let error = Store::open(&url.parse().unwrap()).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::NotWritable { file: named } if *named == file),
        "{error:?}"
    );
}
