//! What outlives the server, and what expires.

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use server::shop::sweep::sweep;
use store::{DatabaseUrl, Store};

use crate::client::Client;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
    let login = br#"{"username": "johndoe", "password": "secret123"}"#;
    let (sandbox, bearer, cart) = {
        let client = Client::of("SQLite", url.clone()).await;
        let made = client
            .send(Method::POST, "/api/cart/items", &[JSON], br#"{"product_id": 1}"#)
            .await;
        let session = client.send(Method::POST, "/login", &[JSON], login).await.json();
        let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
        (made.field("sandbox").to_owned(), bearer, made.content)
    };
    let client = Client::of("SQLite", url).await;
    let named = [("sandbox", sandbox.as_str()), ("authorization", bearer.as_str())];
    assert_eq!(client.get_with("/api/cart", &named).await.content, cart);
    assert_eq!(client.get_with("/api/me", &named).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_nobody_uses_expires() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
    let client = Client::of("SQLite", url.clone()).await;
    let made = client
        .send(Method::POST, "/api/cart/items", &[JSON], br#"{"product_id": 1}"#)
        .await;
    let named = [("sandbox", made.field("sandbox"))];
    let store = Store::open(&url).await.unwrap();
    let (now, expiry) = (Timestamp::now(), SignedDuration::from_hours(24 * 30));
    assert_eq!(sweep(&store, now, expiry).await.unwrap(), 0);
    assert_eq!(client.get_with("/api/cart", &named).await.status, StatusCode::OK);
    assert_eq!(
        sweep(&store, now + SignedDuration::from_hours(24 * 31), expiry)
            .await
            .unwrap(),
        1
    );
    client
        .get_with("/api/cart", &named)
        .await
        .pointers(StatusCode::NOT_FOUND);
}
