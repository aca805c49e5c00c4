//! What is written is what is read: the seeds, instants, constraints.

use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, Set};
use store::{Store, Time, category, order_line, product, report, report_part, sandbox, search, share, shop_order};

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

#[tokio::test]
async fn what_a_sandbox_holds_goes_with_it() {
    on_both(async |database| {
        let store = database.open().await;
        let at = Time::from(Timestamp::UNIX_EPOCH);
        let sandbox = sandbox::Model {
            id: "s".to_owned(),
            created_at: at,
            used_at: at,
            epoch: "e".to_owned(),
            version: 1,
            products_version: 0,
            users_version: 0,
            next_product: sandbox::FIRST_OWN_ID,
            next_user: sandbox::FIRST_OWN_ID,
            next_notification: 1,
        };
        let order = shop_order::Model {
            sandbox: "s".to_owned(),
            number: 1,
            id: "o".to_owned(),
            placed_at: at,
            quantity: 2,
            total_minor: 5380,
            currency: "EUR".to_owned(),
        };
        let line = order_line::Model {
            sandbox: "s".to_owned(),
            order_number: 1,
            position: 1,
            product_id: 1,
            name: "naïve".to_owned(),
            price_minor: 2690,
            quantity: 2,
        };
        let report = report::Model {
            id: "r".to_owned(),
            sandbox: "s".to_owned(),
            kind: "orders".to_owned(),
            generated: false,
            total: 1,
            done: 1,
            parts: 1,
            size: 3,
            status: "processing".to_owned(),
            error: None,
            created_at: at,
            started_at: Some(at),
            finished_at: None,
            claim: Some("c".to_owned()),
            claimed_until: at,
            attempts: 1,
        };
        let part = report_part::Model {
            report: "r".to_owned(),
            part: 0,
            content: vec![0x28, 0, 0xff],
        };
        macro_rules! insert {
            ($($row:ident),+) => {
                $($row.clone().into_active_model().reset_all().insert(store.writer()).await.unwrap();)+
            };
        }
        insert!(sandbox, order, line, report, part);
        macro_rules! read {
            ($($entity:ident),+) => {
                ($($entity::Entity::find().all(store.reader()).await.unwrap()),+)
            };
        }
        let read = read!(shop_order, order_line, report, report_part);
        assert_eq!(
            read,
            (vec![order], vec![line], vec![report], vec![part]),
            "{}",
            database.kind
        );
        sandbox::Entity::delete_by_id("s").exec(store.writer()).await.unwrap();
        let read = read!(shop_order, order_line, report, report_part);
        assert_eq!(read, (vec![], vec![], vec![], vec![]), "{}", database.kind);
    })
    .await;
}
