//! How the server is, and what it says that it offers.

use std::collections::BTreeSet;

use contract::toolbox::KINDS;
use http::StatusCode;
use server::router;

use crate::client::Client;

#[tokio::test]
async fn a_server_whose_database_answers_is_well() {
    for client in Client::on_both().await {
        for target in ["/healthz", "/readyz"] {
            let answer = client.get(target).await;
            assert_eq!(
                (answer.status, answer.text()),
                (StatusCode::OK, r#"{"status":"ok"}"#),
                "{}",
                client.database
            );
        }
    }
}

#[tokio::test]
async fn the_openapi_document_is_served_with_a_validator() {
    let client = Client::new().await;
    let answer = client.get("/openapi.json").await;
    assert_eq!(answer.field("content-type"), "application/json");
    let etag = answer.field("etag").to_owned();
    let again = client.get_with("/openapi.json", &[("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.content.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn the_openapi_document_lists_every_endpoint_and_only_what_it_defines() {
    let document = Client::new().await.get("/openapi.json").await.json();
    let paths: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "/api/cart",
        "/api/cart/items",
        "/api/cart/items/{product_id}",
        "/api/categories",
        "/api/data",
        "/api/events",
        "/api/large-data",
        "/api/me",
        "/api/messages",
        "/api/messages/poll",
        "/api/notifications",
        "/api/notifications/{id}/read",
        "/api/orders",
        "/api/orders/{id}",
        "/api/products",
        "/api/products/{id}",
        "/api/reports/generate",
        "/api/reports/{id}",
        "/api/reports/{id}/result",
        "/api/sandbox/disconnect",
        "/api/sandbox/reset",
        "/api/socket",
        "/api/users",
        "/api/users/{id}",
        "/healthz",
        "/hello",
        "/login",
        "/logout",
        "/openapi.json",
        "/readyz",
        "/v1/exchanges",
        "/v1/exchanges/{id}",
        "/v1/exchanges/{id}/curl",
        "/v1/exchanges/{id}/fetch",
        "/v1/exchanges/{id}/har",
        "/v1/exchanges/{id}/share",
        "/v1/exchanges/{id}/wire",
        "/v1/feeds/{topic}",
        "/v1/shares",
        "/v1/shares/{token}",
        "/v1/shares/{token}/curl",
        "/v1/shares/{token}/fetch",
        "/v1/shares/{token}/har",
        "/v1/shares/{token}/wire",
        "/v1/reference/fields",
        "/v1/reference/fields/{name}",
        "/v1/reference/methods",
        "/v1/reference/methods/{name}",
        "/v1/reference/statuses",
        "/v1/reference/statuses/{code}",
        "/v1/workspace",
    ];
    let tools = KINDS
        .iter()
        .flat_map(|kind| kind.cards)
        .map(|card| card.path.replace("{*", "{"));
    let tools: Vec<String> = tools.collect();
    let expected: BTreeSet<&str> = expected.into_iter().chain(tools.iter().map(String::as_str)).collect();
    assert_eq!(paths, expected);
    assert!(!router::operations().is_empty());

    // What a request goes by beside its content is said as well.
    let parameters = document["paths"]["/api/products"]["post"]["parameters"].to_string();
    for name in ["Idempotency-Key", "Sandbox", "\"sandbox\""] {
        assert!(parameters.contains(name), "{name}");
    }
    let parameters = document["paths"]["/api/products/{id}"]["patch"]["parameters"].to_string();
    assert!(parameters.contains("If-Match"));

    // Whatever is referred to is there.
    let text = document.to_string();
    for reference in text
        .split("\"$ref\":\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            document.pointer(reference).is_some(),
            "{reference} is not in the document"
        );
    }
}
