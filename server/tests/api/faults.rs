//! `Practice-Fault`: the practice API fails when it is asked to.

use std::time::Instant;

use http::{Method, StatusCode};

use crate::client::Client;

#[tokio::test]
async fn an_error_that_is_asked_for_does_nothing() {
    let client = Client::new().await;
    let fault = [("practice-fault", "error"), ("content-type", "application/json")];
    let body = br#"{"title":"Hello","message":"There"}"#;
    let answer = client.send(Method::POST, "/api/notifications", &fault, body).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.json()["type"], "/problems/internal");
    assert!(answer.json()["detail"].as_str().unwrap().contains("practice-fault"));
    assert_eq!(answer.field("access-control-allow-origin"), "*");
    assert_eq!(answer.field("sandbox"), "");
    assert_eq!(
        client.get("/api/notifications").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn broken_json_breaks_off_and_is_kept_by_nobody() {
    let client = Client::new().await;
    let whole = client.get("/api/products/1").await;
    let broken = client
        .get_with("/api/products/1", &[("practice-fault", "broken-json")])
        .await;
    assert_eq!(broken.status, StatusCode::OK);
    assert_eq!(broken.field("content-type"), whole.field("content-type"));
    assert!(whole.text().starts_with(broken.text()) && !broken.text().is_empty());
    assert!(serde_json::from_str::<serde_json::Value>(broken.text()).is_err());
    assert_eq!(broken.field("cache-control"), "no-store");
    assert_eq!(broken.field("etag"), "");
    // What is no JSON stays whole.
    let page = client.get_with("/hello", &[("practice-fault", "broken-json")]).await;
    assert!(page.text().ends_with("</p>"));
}

#[tokio::test]
async fn an_answer_is_held_back_for_as_long_as_was_asked() {
    let client = Client::new().await;
    let began = Instant::now();
    let answer = client
        .get_with("/api/products/1", &[("practice-fault", "slow=0.05")])
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(began.elapsed().as_millis() >= 50);
}

#[tokio::test]
async fn another_fault_is_told_what_there_is() {
    let client = Client::new().await;
    for fault in ["", "fast", "slow=11", "slow=-1", "slow=x", "error=1"] {
        let answer = client.get_with("/api/products/1", &[("practice-fault", fault)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fault}");
        assert!(
            answer.json()["detail"].as_str().unwrap().contains("broken-json"),
            "{fault}"
        );
    }
    // Nothing else looks at the field.
    let other = client.get_with("/healthz", &[("practice-fault", "error")]).await;
    assert_eq!(other.status, StatusCode::OK);
}
