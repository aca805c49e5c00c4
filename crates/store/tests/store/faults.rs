//! What SQLite does when the disk is full, fails, or is taken away: a commit that is acknowledged lasts, and a write that is not leaves nothing.

use std::{fs, path::Path};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
use store::{DatabaseUrl, Store, outage};

/// A database with a table of blobs.
async fn opened(folder: &Path) -> Store {
    let store = Store::open(&DatabaseUrl::sqlite(&folder.join("roundtrip.db")))
        .await
        .unwrap();
    run(
        &store,
        "CREATE TABLE blob (id INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    )
    .await
    .unwrap();
    store
}

async fn run(store: &Store, statement: &str) -> Result<(), DbErr> {
    store.writer().execute_unprepared(statement).await.map(|_| ())
}

/// How many rows a new reader of the file sees.
async fn count(file: &Path) -> i64 {
    let store = Store::open(&DatabaseUrl::sqlite(file)).await.unwrap();
    let select = Statement::from_string(
        store.reader().get_database_backend(),
        "SELECT COUNT(*) AS rows FROM blob",
    );
    let row = store.reader().query_one_raw(select).await.unwrap().unwrap();
    store.close().await;
    row.try_get("", "rows").unwrap()
}

async fn insert(transaction: &DatabaseTransaction, id: i64, bytes: usize) -> Result<(), DbErr> {
    let insert = format!("INSERT INTO blob VALUES ({id}, zeroblob({bytes}))");
    transaction.execute_unprepared(&insert).await.map(|_| ())
}

/// Leaves no room in the database beyond what it takes now.
async fn fill(store: &Store) {
    run(store, "PRAGMA max_page_count = 1").await.unwrap();
}

async fn free(store: &Store) {
    run(store, "PRAGMA max_page_count = 1000000").await.unwrap();
}

#[tokio::test]
async fn what_is_committed_after_a_full_disk_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    // However many statements have succeeded before the one that fails, and whether the transaction is dropped or rolled back.
    for (round, (before, by_drop)) in [(0, true), (0, false), (1, true), (1, false), (3, true)]
        .into_iter()
        .enumerate()
    {
        fill(&store).await;
        let transaction = store.begin().await.unwrap();
        for id in 0..before {
            insert(&transaction, 900 + id, 1).await.unwrap();
        }
        let error = insert(&transaction, 999, 1 << 20).await.unwrap_err();
        assert_eq!(outage(&error), Some("The disk of the server is full"), "{error}");
        if by_drop {
            drop(transaction);
        } else {
            let _ = transaction.rollback().await;
        }
        free(&store).await;
        // A write that is given up, as one whose condition fails.
        let given_up = store.begin().await.unwrap();
        insert(&given_up, 500, 1).await.unwrap();
        drop(given_up);
        for _ in 0..20 {
            let transaction = store.begin().await.unwrap();
            let id = i64::try_from(round * 20).unwrap();
            let next =
                format!("INSERT INTO blob SELECT {id} + COUNT(*), x'00' FROM blob WHERE id BETWEEN {id} AND {id} + 19");
            transaction.execute_unprepared(&next).await.unwrap();
            transaction.commit().await.unwrap();
        }
        // Another connection sees it, and so it would after a crash: nothing was closed in between.
        let expected = i64::try_from((round + 1) * 20).unwrap();
        assert_eq!(
            count(&folder.path().join("roundtrip.db")).await,
            expected,
            "round {round}"
        );
    }
}

#[tokio::test]
async fn a_statement_outside_of_a_transaction_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    fill(&store).await;
    let error = run(&store, "INSERT INTO blob VALUES (1, zeroblob(1000000))")
        .await
        .unwrap_err();
    assert!(outage(&error).is_some(), "{error}");
    free(&store).await;
    run(&store, "INSERT INTO blob VALUES (2, x'00')").await.unwrap();
    assert_eq!(count(&folder.path().join("roundtrip.db")).await, 1);
}

#[tokio::test]
async fn a_transaction_that_nobody_awaits_any_more_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(folder.path()).await;
    for id in 0..50 {
        let transaction = store.begin().await.unwrap();
        insert(&transaction, id, 10_000).await.unwrap();
        // The commit is under way, or has not begun, when its caller goes.
        let commit = transaction.commit();
        let _ = tokio::time::timeout(
            std::time::Duration::from_micros(u64::try_from(id).unwrap() * 20),
            commit,
        )
        .await;
        let transaction = store.begin().await.unwrap();
        transaction
            .execute_unprepared(&format!("INSERT INTO blob VALUES ({}, x'00')", 1_000 + id))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    }
    let store = Store::open(&DatabaseUrl::sqlite(&folder.path().join("roundtrip.db")))
        .await
        .unwrap();
    let select = "SELECT COUNT(*) AS rows FROM blob WHERE id >= 1000";
    let select = Statement::from_string(store.reader().get_database_backend(), select);
    let row = store.reader().query_one_raw(select).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "rows").unwrap(), 50);
}

#[tokio::test]
async fn nothing_is_acknowledged_once_the_folder_is_gone() {
    for gone in ["roundtrip.db", "roundtrip.db-wal", ""] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let store = opened(&data).await;
        let path = data.join(gone);
        if gone.is_empty() {
            fs::remove_dir_all(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        let error = store.begin().await.unwrap_err();
        assert!(outage(&error).is_some(), "{gone}: {error:?}");
        let error = run(&store, "INSERT INTO blob VALUES (1, x'00')").await.unwrap_err();
        assert!(outage(&error).is_some(), "{gone}: {error:?}");
        store.check().await.unwrap_err();
        store.sqlite().unwrap().turn().await.unwrap_err();
        assert_eq!(
            data.join("roundtrip.db").exists(),
            gone.ends_with("-wal"),
            "no empty database takes its place"
        );
    }
}
