//! What is acknowledged is stored, and what is not acknowledged is not, whatever fails in between.

use http::{Method, StatusCode};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use store::{DatabaseUrl, Store};

use crate::client::{Answer, Client, Fields};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn send(client: &Client, method: Method, path: &str, fields: Fields<'_>, content: &Value) -> Answer {
    let fields = [fields, &[JSON]].concat();
    client.send(method, path, &fields, content.to_string().as_bytes()).await
}

fn product(name: &str) -> Value {
    json!({"name": name, "price": "4.20", "category": "coffee-and-tea", "stock": 9})
}

/// How many rows a new connection to the file sees, as the server would after a crash.
async fn count(client: &Client, condition: &str) -> i64 {
    let path = client.store.sqlite().unwrap().path().to_owned();
    let store = Store::open(&DatabaseUrl::sqlite(&path)).await.unwrap();
    let select = format!("SELECT COUNT(*) AS row_count FROM {condition}");
    let select = Statement::from_string(store.reader().get_database_backend(), select);
    let row = store.reader().query_one_raw(select).await.unwrap().unwrap();
    row.try_get("", "row_count").unwrap()
}

async fn run(client: &Client, statement: &str) {
    client.store.writer().execute_unprepared(statement).await.unwrap();
}

#[tokio::test]
async fn what_is_acknowledged_after_a_full_disk_lasts() {
    let client = Client::new().await;
    let created = send(&client, Method::POST, "/api/products", &[], &product("first")).await;
    let named: Fields = &[("sandbox", created.field("sandbox"))];

    run(&client, "PRAGMA max_page_count = 1").await;
    let mut refused = 0;
    for number in 0..200 {
        let title = json!({"title": format!("{number}"), "message": "x".repeat(900)});
        let answer = send(&client, Method::POST, "/api/notifications", named, &title).await;
        if answer.status == StatusCode::SERVICE_UNAVAILABLE {
            assert_eq!(answer.field("retry-after"), "10");
            assert!(answer.text().contains("The disk of the server is full."), "{answer:?}");
            refused += 1;
        }
    }
    assert!(refused > 0, "the disk was never full");
    let ready = client.get("/readyz").await;
    assert!(matches!(ready.status, StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE));
    run(&client, "PRAGMA max_page_count = 1000000").await;

    let stale = [named[0], ("if-match", "\"stale\"")];
    let answer = send(
        &client,
        Method::PUT,
        created.field("location"),
        &stale,
        &product("other"),
    )
    .await;
    assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED, "{answer:?}");
    for number in 0..20 {
        let answer = send(
            &client,
            Method::POST,
            "/api/products",
            named,
            &product(&number.to_string()),
        )
        .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        let read = client.get_with(answer.field("location"), named).await;
        assert_eq!(read.status, StatusCode::OK, "{read:?}");
    }
    assert_eq!(count(&client, "product_overlay").await, 21);
    assert_eq!(client.get("/readyz").await.status, StatusCode::OK);
}

/// The tables that a request writes.
const TABLES: [&str; 12] = [
    "sandbox",
    "product_overlay",
    "shop_user_overlay",
    "cart_item",
    "shop_order",
    "order_line",
    "notification",
    "report",
    "idempotent_answer",
    "session",
    "feed_topic",
    "feed_event",
];

#[tokio::test]
async fn a_write_is_stored_as_a_whole_whichever_statement_fails() {
    for table in TABLES {
        for change in ["INSERT", "UPDATE", "DELETE"] {
            let client = Client::new().await;
            let first = send(&client, Method::POST, "/api/products", &[], &product("first")).await;
            let sandbox = first.field("sandbox").to_owned();
            let login = json!({"username": "johndoe", "password": "secret123"});
            let session = send(&client, Method::POST, "/login", &[], &login).await.json();
            let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
            let named: Fields = &[("sandbox", &sandbox), ("authorization", &bearer)];
            let own = first.field("location");

            // SQLite ends the transaction by itself, as it does when the disk is full or fails.
            run(
                &client,
                &format!(
                    "CREATE TRIGGER failure BEFORE {change} ON {table} BEGIN SELECT RAISE(ROLLBACK, 'failure'); END"
                ),
            )
            .await;
            let key = [named, &[("idempotency-key", "1")]].concat();
            let mut acknowledged = Acknowledged {
                products: 1,
                ..Acknowledged::default()
            };
            let add = json!({"product_id": 1, "quantity": 1});
            let user =
                json!({"username": "ada", "name": "Ada", "email": "ada@example.com", "password": "correct horse"});
            let note = json!({"title": "Note", "message": "Text"});
            let said = json!({"room": "lobby", "text": "Hi"});
            let created = send(&client, Method::POST, "/api/products", &key, &product("second")).await;
            acknowledged.products += i64::from(created.status == StatusCode::CREATED);
            let _ = send(&client, Method::PUT, own, named, &product("replaced")).await;
            let _ = send(&client, Method::PATCH, own, named, &json!({"stock": 8})).await;
            let users = send(&client, Method::POST, "/api/users", named, &user).await;
            acknowledged.users += i64::from(users.status == StatusCode::CREATED);
            let _ = send(&client, Method::POST, "/api/cart/items", named, &add).await;
            let order = send(&client, Method::POST, "/api/orders", named, &json!({})).await;
            acknowledged.orders += i64::from(order.status == StatusCode::CREATED);
            let noted = send(&client, Method::POST, "/api/notifications", named, &note).await;
            acknowledged.messages += i64::from(
                send(&client, Method::POST, "/api/messages", named, &said).await.status == StatusCode::CREATED,
            );
            if noted.status == StatusCode::CREATED {
                let path = format!("/api/notifications/{}/read", noted.json()["id"].as_str().unwrap());
                let _ = send(&client, Method::POST, &path, named, &json!({})).await;
            }
            let _ = send(
                &client,
                Method::POST,
                "/api/reports/generate",
                named,
                &json!({"kind": "orders"}),
            )
            .await;
            let _ = client.send(Method::POST, "/logout", named, b"").await;

            run(&client, "DROP TRIGGER failure").await;
            for number in 0..3 {
                let answer = send(
                    &client,
                    Method::POST,
                    "/api/products",
                    &named[..1],
                    &product(&number.to_string()),
                )
                .await;
                assert_eq!(answer.status, StatusCode::CREATED, "{change} {table}: {answer:?}");
                acknowledged.products += 1;
            }
            let stored = Acknowledged {
                products: count(&client, "product_overlay WHERE id > 1000").await,
                users: count(&client, "shop_user_overlay").await,
                orders: count(&client, "shop_order").await,
                messages: count(&client, "feed_event WHERE kind = 'message'").await,
            };
            assert_eq!(stored, acknowledged, "{change} {table}");
        }
    }
}

/// How many of each kind were answered 201, or are stored.
#[derive(Debug, Default, PartialEq, Eq)]
struct Acknowledged {
    products: i64,
    users: i64,
    orders: i64,
    messages: i64,
}
