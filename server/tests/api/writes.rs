//! Writing products: what is taken, what is refused, and what many writers at once leave behind.

use futures_util::future::join_all;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Answer, Client, Fields};

const JSON: (&str, &str) = ("content-type", "application/json");
const PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

fn good() -> Value {
    json!({"name": "Own", "description": "Of one's own.", "price": "12.5", "category": "kitchen", "stock": 5})
}

async fn post(client: &Client, fields: Fields<'_>, content: &Value) -> Answer {
    let fields = [fields, &[JSON]].concat();
    client
        .send(Method::POST, "/api/products", &fields, content.to_string().as_bytes())
        .await
}

#[tokio::test]
async fn a_product_is_written_and_read_as_it_is() {
    for client in Client::on_both().await {
        let made = post(&client, &[], &good()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let mut product = made.json();
        assert_eq!(
            (&product["price"], &product["price_minor"]),
            (&json!("12.50"), &json!(1250))
        );
        let id = made.field("sandbox").to_owned();
        let target = made.field("location").to_owned();
        let named: Fields = &[("sandbox", &id), JSON];

        // As it was read, with a change.
        product["name"] = json!("Other");
        let put = client
            .send(Method::PUT, &target, named, product.to_string().as_bytes())
            .await;
        assert_eq!(
            (put.status, put.json()),
            (StatusCode::OK, product.clone()),
            "{}",
            client.database
        );
        assert_ne!(put.field("etag"), made.field("etag"));

        let patch = br#"{"price": "0.10", "description": null, "stock": 0}"#;
        let patched = client
            .send(Method::PATCH, &target, &[("sandbox", &id), PATCH], patch)
            .await;
        (product["price"], product["price_minor"]) = (json!("0.10"), json!(10));
        (product["description"], product["stock"]) = (json!(""), json!(0));
        assert_eq!((patched.status, patched.json()), (StatusCode::OK, product));
    }
}

#[tokio::test]
async fn each_fault_has_its_pointer() {
    let client = Client::new().await;
    let with = |name: &str, value: Value| {
        let mut product = good();
        product[name] = value;
        product
    };
    for (content, pointers) in [
        (json!({}), &["/name", "/category", "/price"][..]),
        (json!([]), &[""]),
        (with("name", json!(" ")), &["/name"]),
        (with("name", json!("x".repeat(201))), &["/name"]),
        (with("name", json!("a\0b")), &["/name"]),
        (with("price", json!("-1.00")), &["/price"]),
        (with("price", json!(12.5)), &["/price"]),
        (with("price", json!("1.005")), &["/price"]),
        (with("price_minor", json!(1)), &["/price_minor"]),
        (with("currency", json!("USD")), &["/currency"]),
        (with("category", json!("none")), &["/category"]),
        (with("stock", json!(-1)), &["/stock"]),
        (with("stock", json!(1.5)), &["/stock"]),
        (with("id", json!(7)), &["/id"]),
        (with("colour", json!("red")), &["/colour"]),
    ] {
        let answer = post(&client, &[], &content).await;
        assert_eq!(answer.pointers(StatusCode::UNPROCESSABLE_ENTITY), pointers, "{content}");
    }
    let malformed = client.send(Method::POST, "/api/products", &[JSON], b"{").await;
    malformed.pointers(StatusCode::BAD_REQUEST);
    let plain = client.send(Method::POST, "/api/products", &[], b"{}").await;
    plain.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let json_patch = [("content-type", "application/json-patch+json")];
    let other = client.send(Method::PATCH, "/api/products/1", &json_patch, b"[]").await;
    other.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(other.field("accept-patch").contains("application/merge-patch+json"));
}

#[tokio::test]
async fn a_state_that_is_gone_is_not_written_over() {
    let client = Client::new().await;
    let etag = client.get("/api/products/1").await.field("etag").to_owned();
    for (condition, value, status) in [
        ("if-match", "\"old\"", StatusCode::PRECONDITION_FAILED),
        ("if-none-match", "*", StatusCode::PRECONDITION_FAILED),
        (
            "if-unmodified-since",
            "Wed, 01 Mar 2023 00:00:00 GMT",
            StatusCode::PRECONDITION_FAILED,
        ),
        ("if-match", "*", StatusCode::OK),
        ("if-match", &etag, StatusCode::OK),
    ] {
        let fields = [(condition, value), PATCH];
        let answer = client
            .send(Method::PATCH, "/api/products/1", &fields, br#"{"stock": 1}"#)
            .await;
        assert_eq!(answer.status, status, "{condition}: {value}");
    }
}

#[tokio::test]
async fn of_many_writers_none_is_lost() {
    for client in Client::on_both().await {
        let made = post(
            &client,
            &[],
            &json!({"name": "n", "price": "1", "category": "kitchen", "stock": 0}),
        )
        .await;
        let (id, target) = (made.field("sandbox").to_owned(), made.field("location").to_owned());
        let named = ("sandbox", id.as_str());
        // Each adds one to the stock, on condition that it is as it was read, until that was so.
        let writer = async || loop {
            let read = client.get_with(&target, &[named]).await;
            let stock = read.json()["stock"].as_i64().unwrap() + 1;
            let condition = [named, PATCH, ("if-match", read.field("etag"))];
            let content = json!({"stock": stock}).to_string();
            let answer = client
                .send(Method::PATCH, &target, &condition, content.as_bytes())
                .await;
            match answer.status {
                StatusCode::OK => return,
                StatusCode::PRECONDITION_FAILED => {}
                other => panic!("{other} {}", answer.text()),
            }
        };
        join_all((0..20).map(|_| writer())).await;
        assert_eq!(
            client.get_with(&target, &[named]).await.json()["stock"],
            20,
            "{}",
            client.database
        );
        // As many as add to the collection at once have a number each.
        let products =
            join_all((0..20).map(|_| async { post(&client, &[named], &good()).await.json()["id"].as_i64() })).await;
        let ids: std::collections::BTreeSet<_> = products.into_iter().flatten().collect();
        assert_eq!(ids.len(), 20, "{}", client.database);
    }
}

#[tokio::test]
async fn a_request_that_is_sent_again_does_nothing_again() {
    for client in Client::on_both().await {
        let first = post(&client, &[("idempotency-key", "a")], &good()).await;
        let id = first.field("sandbox").to_owned();
        let keyed: Fields = &[("sandbox", &id), ("idempotency-key", "a")];
        let content = good();
        let again = join_all((0..5).map(|_| post(&client, keyed, &content))).await;
        for again in again {
            assert_eq!(
                (again.status, &again.content),
                (first.status, &first.content),
                "{}",
                client.database
            );
            for field in ["location", "etag", "last-modified"] {
                assert_eq!(again.field(field), first.field(field), "{field}");
            }
        }
        let key: Fields = &[("sandbox", &id), ("idempotency-key", "b")];
        let at_once = join_all((0..5).map(|_| post(&client, key, &content))).await;
        assert!(at_once.iter().all(|answer| answer.content == at_once[0].content));
        let total = client.get_with("/api/products", &[("sandbox", &id)]).await.json()["total"].clone();
        assert_eq!(total, 246, "{}", client.database);
        let mut other = good();
        other["stock"] = json!(6);
        post(&client, keyed, &other)
            .await
            .pointers(StatusCode::UNPROCESSABLE_ENTITY);
        post(&client, &[("idempotency-key", "")], &good())
            .await
            .pointers(StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_merge_patch_that_does_nothing_is_told_what_is_wrong_with_it() {
    let client = Client::new().await;
    for (patch, pointer) in [
        (&br#"{"id": null}"#[..], "/id"),
        (br#"{"colour": null}"#, "/colour"),
        (b"null", ""),
        (b"[]", ""),
    ] {
        let answer = client.send(Method::PATCH, "/api/products/1", &[PATCH], patch).await;
        assert_eq!(
            answer.pointers(StatusCode::UNPROCESSABLE_ENTITY),
            [pointer],
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_weakened_entity_tag_is_called_that() {
    let client = Client::new().await;
    let etag = client.get("/api/products/1").await.field("etag").to_owned();
    let weak = format!("W/{etag}");
    let answer = client
        .send(
            Method::PATCH,
            "/api/products/1",
            &[PATCH, ("if-match", &weak)],
            br#"{"stock": 1}"#,
        )
        .await;
    answer.pointers(StatusCode::PRECONDITION_FAILED);
    assert!(
        answer
            .text()
            .contains("A proxy that compresses responses makes tags weak"),
        "{answer:?}"
    );
}
