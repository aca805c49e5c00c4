//! What every response carries, and what is refused before any handler sees it.

use http::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::client::Client;

/// On the wire, because whoever writes the response may add the field.
#[tokio::test]
async fn a_response_that_has_no_content_says_no_length() {
    let client = Client::new().await;
    let address = client.listen().await;
    let etag = client.get("/api/categories").await.field("etag").to_owned();
    let conditional = format!("/api/categories HTTP/1.1\r\nIf-None-Match: {etag}");
    for (method, target, status, has_length) in [
        ("OPTIONS", "/hello HTTP/1.1", "204", false),
        ("GET", &conditional, "304", false),
        ("HEAD", &conditional, "304", false),
        ("HEAD", "/api/categories HTTP/1.1", "200", true),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{method} {target}\r\nHost: app.example\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
        assert_eq!(
            response.contains("Content-Length: "),
            has_length,
            "{method}: {response}"
        );
        assert!(response.ends_with("\r\n\r\n"), "{method}: {response}");
    }
}

#[tokio::test]
async fn every_response_names_its_exchange_and_its_phases() {
    let client = Client::new().await;
    for target in ["/hello", "/api/products/1", "/api/categories", "/no/such", "/healthz"] {
        let answer = client.get(target).await;
        let id: uuid::Uuid = answer.field("exchange-id").parse().unwrap();
        assert_eq!(id.get_version_num(), 7, "{target}");
        let timing = answer.field("server-timing");
        for entry in timing.split(", ") {
            let (name, duration) = entry.split_once(";dur=").unwrap();
            assert!(
                ["read", "route", "handle", "store", "encode"].contains(&name),
                "{target}: {timing}"
            );
            let (_, decimals) = duration.split_once('.').unwrap();
            assert_eq!(decimals.len(), 3, "{target}: {timing}");
        }
        assert_eq!(answer.field("x-content-type-options"), "nosniff", "{target}");
        assert!(
            answer
                .field("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{target}"
        );
    }
}

#[tokio::test]
async fn a_database_is_told_apart_from_its_handler() {
    let answer = Client::new().await.get("/api/products/7").await;
    assert!(answer.field("server-timing").contains("store;dur="), "{answer:?}");
}

#[tokio::test]
async fn a_name_that_is_not_ours_is_misdirected() {
    let client = Client::new().await;
    for (host, status) in [
        ("app.example", StatusCode::OK),
        ("127.0.0.1:3000", StatusCode::OK),
        ("rebound.example", StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(
            client.get_with("/hello", &[("host", host)]).await.status,
            status,
            "{host}"
        );
    }
    client
        .get_with("/hello", &[("host", "rebound.example")])
        .await
        .pointers(StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn what_cannot_be_accepted_or_expected_is_said() {
    let client = Client::new().await;
    for (target, accept, status) in [
        ("/api/categories", "application/json", StatusCode::OK),
        ("/api/categories", "text/html, application/*;q=0.5", StatusCode::OK),
        ("/api/categories", "text/html", StatusCode::NOT_ACCEPTABLE),
        ("/hello", "application/json", StatusCode::NOT_ACCEPTABLE),
        ("/hello", "text/*", StatusCode::OK),
    ] {
        let answer = client.get_with(target, &[("accept", accept)]).await;
        assert_eq!(answer.status, status, "{target} {accept}");
    }
    client
        .get_with("/hello", &[("accept", "image/png")])
        .await
        .pointers(StatusCode::NOT_ACCEPTABLE);
    client
        .get_with("/hello", &[("expect", "a-miracle")])
        .await
        .pointers(StatusCode::EXPECTATION_FAILED);
    assert_eq!(
        client.get_with("/hello", &[("expect", "100-Continue")]).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_for_programs_and_a_page_for_people() {
    let client = Client::new().await;
    for (target, accept) in [
        ("/no/such", "*/*"),
        ("/api/no/such", "text/html"),
        ("/v1/no/such", "text/html"),
    ] {
        client
            .get_with(target, &[("accept", accept)])
            .await
            .pointers(StatusCode::NOT_FOUND);
    }
    let page = client
        .get_with("/no/such", &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")])
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.field("content-type").starts_with("text/html"), "{page:?}");
    client
        .send(Method::POST, "/no/such", &[("accept", "text/html")], b"")
        .await
        .pointers(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn options_says_what_a_resource_takes() {
    let client = Client::new().await;
    for (target, allow) in [
        ("/hello", "GET, HEAD, OPTIONS"),
        ("/api/data", "POST, OPTIONS"),
        ("/api/products", "GET, HEAD, POST, OPTIONS"),
        ("/api/products/1", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        ("/", "GET, HEAD, OPTIONS"),
    ] {
        let answer = client.send(Method::OPTIONS, target, &[], b"").await;
        assert_eq!(
            (answer.status, answer.field("allow")),
            (StatusCode::NO_CONTENT, allow),
            "{target}"
        );
        assert_eq!(answer.field("content-length"), "", "{target}");
    }
}

#[tokio::test]
async fn the_practice_api_is_open_to_other_origins_and_the_rest_is_not() {
    let client = Client::new().await;
    let preflight = [
        ("origin", "https://learner.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer = client.send(Method::OPTIONS, "/api/data", &preflight, b"").await;
    for (field, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "POST, OPTIONS"),
        ("access-control-allow-headers", "content-type"),
    ] {
        assert_eq!(answer.field(field), value, "{field}");
    }
    for target in ["/hello", "/api/products", "/api/no/such"] {
        let answer = client.get(target).await;
        assert_eq!(answer.field("access-control-allow-origin"), "*", "{target}");
        assert_eq!(answer.field("access-control-allow-credentials"), "", "{target}");
        assert_eq!(answer.field("timing-allow-origin"), "*", "{target}");
        assert!(
            answer.field("access-control-expose-headers").contains("Exchange-Id"),
            "{target}"
        );
    }
    for target in ["/healthz", "/openapi.json", "/", "/v1/no/such"] {
        assert_eq!(
            client.get(target).await.field("access-control-allow-origin"),
            "",
            "{target}"
        );
    }
}
