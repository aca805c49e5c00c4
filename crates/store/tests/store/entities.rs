//! What is written is what is read: the seeds, instants, constraints.

use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, Set};
use store::{Store, Time, category, product, search, share};

use crate::databases::{Database, on_both};

async fn products(store: &Store) -> Vec<product::Model> {
    product::Entity::find()
        .order_by_asc(product::Column::Id)
        .all(store.reader())
        .await
        .unwrap()
}

async fn categories(store: &Store) -> Vec<category::Model> {
    category::Entity::find()
        .order_by_asc(category::Column::Slug)
        .all(store.reader())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_pristine_rows_are_the_same_on_both() {
    let (sqlite, postgres) = (Database::sqlite(), Database::postgres());
    let (sqlite, postgres) = (sqlite.open().await, postgres.open().await);
    assert_eq!(products(&sqlite).await, products(&postgres).await);
    assert_eq!(categories(&sqlite).await, categories(&postgres).await);
    assert_eq!(categories(&sqlite).await.len(), 12);
}

#[tokio::test]
async fn the_pristine_rows_are_what_they_always_were() {
    on_both(async |database| {
        let products = products(&database.open().await).await;
        let ids: Vec<_> = products.iter().map(|product| product.id).collect();
        assert_eq!(ids, (1..=244).collect::<Vec<_>>(), "{}", database.kind);

        let first = &products[0];
        assert_eq!(first.name, "Hill Farm Espresso Beans, 1 kg");
        assert_eq!(
            (first.price_minor, first.currency.as_str(), first.stock),
            (2690, "EUR", 51)
        );
        assert_eq!(Timestamp::from(first.created_at).to_string(), "2023-03-03T08:43:23Z");
        assert_eq!(first.search, search::folded(&first.name, &first.description));
    })
    .await;
}

#[tokio::test]
async fn an_instant_is_read_as_it_was_written() {
    on_both(async |database| {
        let store = database.open().await;
        let template = products(&store).await.remove(0);
        let instants = [
            "1969-12-31T23:59:59.000001Z",
            "2024-02-29T12:00:00Z",
            "2024-02-29T12:00:00.000001Z",
        ];
        for (id, instant) in (1_000..).zip(instants) {
            let instant: Timestamp = instant.parse().unwrap();
            let mut row = template.clone().into_active_model();
            row.id = Set(id);
            row.created_at = Set(instant.into());
            // An insert takes only what is set, and every other value is `Unchanged`.
            row.reset_all().insert(store.writer()).await.unwrap();

            let read = product::Entity::find_by_id(id)
                .one(store.reader())
                .await
                .unwrap()
                .unwrap();
            assert_eq!(Timestamp::from(read.created_at), instant, "{}", database.kind);
            assert_eq!(read.created_at, Time::from(instant), "{}", database.kind);
        }
    })
    .await;
}

#[tokio::test]
async fn rules_of_the_tables_hold() {
    on_both(async |database| {
        let store = database.open().await;
        for statement in [
            "UPDATE product SET category = 'no-such-category' WHERE id = 1",
            "UPDATE product SET stock = -1 WHERE id = 1",
            "UPDATE product SET price_minor = -1 WHERE id = 1",
            "UPDATE product SET id = 2 WHERE id = 1",
            "UPDATE product SET name = NULL WHERE id = 1",
            "DELETE FROM category WHERE slug = 'garden'",
        ] {
            let answer = store.writer().execute_unprepared(statement).await;
            assert!(answer.is_err(), "{} allows `{statement}`", database.kind);
        }
    })
    .await;
}

#[tokio::test]
async fn a_share_is_read_as_it_was_written_and_listed_without_its_content() {
    on_both(async |database| {
        let store = database.open().await;
        let row = |token: &str, status| share::Model {
            token: token.to_owned(),
            workspace: vec![0, 0xff, 7],
            exchange: "01a2061d-ebc3-746b-8c41-182795c6b98c".to_owned(),
            method: "GET".to_owned(),
            target: "/naïve?a='b'".to_owned(),
            status,
            shared_at: Timestamp::UNIX_EPOCH.into(),
            kept_until: "2026-12-24T00:00:00.000001Z".parse::<Timestamp>().unwrap().into(),
            size: 4,
            content: vec![0x28, 0xb5, 0, 0xff],
        };
        let rows = [row("a", Some(304)), row("b", None)];
        for row in rows.clone() {
            row.into_active_model()
                .reset_all()
                .insert(store.writer())
                .await
                .unwrap();
        }
        let query = share::Entity::find().order_by_asc(share::Column::Token);
        assert_eq!(
            query.clone().all(store.reader()).await.unwrap(),
            rows,
            "{}",
            database.kind
        );
        let listed = query
            .into_partial_model::<share::Listed>()
            .all(store.reader())
            .await
            .unwrap();
        assert_eq!(listed, rows.map(share::Listed::from), "{}", database.kind);
    })
    .await;
}
