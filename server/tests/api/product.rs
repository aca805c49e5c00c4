//! `/api/products/{id}`

use http::{Method, StatusCode};
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn a_product_has_every_field_of_the_contract() {
    for client in Client::on_both().await {
        let answer = client.get("/api/products/1").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", client.database);
        assert_eq!(
            answer.json(),
            json!({
                "id": 1,
                "name": "Hill Farm Espresso Beans, 1 kg",
                "description": "A dark roast with hazelnut and cocoa, steady in any machine. Roasted on Tuesdays.",
                "price": "26.90",
                "price_minor": 2690,
                "currency": "EUR",
                "category": "coffee-and-tea",
                "stock": 51,
                "created_at": "2023-03-03T08:43:23Z",
            })
        );
        assert_eq!(answer.field("content-type"), "application/json");
        assert_eq!(answer.field("cache-control"), "private, max-age=0, must-revalidate");
        assert_eq!(answer.field("last-modified"), "Fri, 03 Mar 2023 08:43:23 GMT");
        let etag = answer.field("etag");
        assert!(
            etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"'),
            "{etag} is a strong entity tag"
        );
    }
}

#[tokio::test]
async fn the_second_answer_is_out_of_the_cache() {
    let client = Client::new().await;
    let first = client.get("/api/products/7").await;
    let second = client.get("/api/products/7").await;
    assert_eq!(
        (first.field("cache-status"), second.field("cache-status")),
        ("Roundtrip; fwd=miss", "Roundtrip; hit")
    );
    assert_eq!(first.content, second.content);
    assert_eq!(first.field("etag"), second.field("etag"));
    assert_eq!(
        client.get("/api/products/8").await.field("cache-status"),
        "Roundtrip; fwd=miss"
    );
}

#[tokio::test]
async fn head_is_get_without_the_content() {
    let client = Client::new().await;
    let head = client.send(Method::HEAD, "/api/products/1", &[], b"").await;
    let get = client.get("/api/products/1").await;
    assert_eq!((head.status, head.content.len()), (StatusCode::OK, 0));
    assert_eq!(head.field("content-length"), get.content.len().to_string());
    assert_eq!(head.field("etag"), get.field("etag"));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let client = Client::new().await;
    for id in [
        "0",
        "-1",
        "245",
        "9223372036854775807",
        "9223372036854775808",
        "abc",
        "1.5",
        "%00",
        "1/2",
    ] {
        let answer = client.get(&format!("/api/products/{id}")).await;
        answer.pointers(StatusCode::NOT_FOUND);
        assert_eq!(answer.field("cache-status"), "", "{id}");
    }
}
