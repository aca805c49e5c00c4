//! The OpenAPI document against what the server does: whoever generates requests or a client from it must not be surprised.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::Client;

const DOCUMENT: &str = "/openapi.json";

/// The schema of a parameter.
fn parameter<'a>(document: &'a Value, method: &str, path: &str, name: &str) -> &'a Value {
    let parameters = document["paths"][path][method]["parameters"].as_array().unwrap();
    let named = parameters.iter().find(|parameter| parameter["name"] == name);
    &named.unwrap_or_else(|| panic!("{method} {path} has no parameter {name}"))["schema"]
}

/// The schema of the content of a request.
fn content<'a>(document: &'a Value, method: &str, path: &str) -> &'a Value {
    let media_types = document["paths"][path][method]["requestBody"]["content"].as_object();
    &media_types.unwrap().values().next().unwrap()["schema"]
}

#[tokio::test]
async fn a_number_has_the_bounds_that_the_server_holds_it_to() {
    let client = Client::new().await;
    let document = client.get(DOCUMENT).await.json();
    assert_eq!(parameter(&document, "get", "/v1/exchanges", "limit")["minimum"], 1);
    let last_page = parameter(&document, "get", "/api/products", "page")["maximum"].to_string();
    for (page, status) in [
        (last_page.clone(), StatusCode::OK),
        (format!("{last_page}0"), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(
            client.get(&format!("/api/products?page={page}")).await.status,
            status,
            "{page}"
        );
    }
    for (method, path) in [("post", "/api/cart/items"), ("patch", "/api/cart/items/{product_id}")] {
        assert_eq!(
            content(&document, method, path)["properties"]["quantity"]["maximum"],
            1_000_000,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_text_has_the_pattern_and_the_length_that_the_server_holds_it_to() {
    let document = Client::new().await.get(DOCUMENT).await.json();
    for (path, name, rule) in [
        ("/api/users", "sort", "pattern"),
        ("/api/users", "fields", "pattern"),
        ("/api/products", "sort", "pattern"),
        ("/api/products", "q", "maxLength"),
        ("/etag/{etag}", "etag", "pattern"),
        ("/cookies/set/{name}/{value}", "value", "pattern"),
        ("/image/{kind}", "kind", "pattern"),
    ] {
        assert!(
            parameter(&document, "get", path, name).get(rule).is_some(),
            "{path}: {name} has no {rule}"
        );
    }
    let key = parameter(&document, "post", "/api/users", "Idempotency-Key");
    assert_eq!(key["pattern"], r"^[!-~]([\t -~]{0,253}[!-~])?$");
    for (path, name, rule) in [
        ("/api/notifications", "title", "maxLength"),
        ("/api/notifications", "message", "pattern"),
        ("/api/users", "username", "pattern"),
        ("/api/users", "password", "minLength"),
        ("/api/users", "email", "maxLength"),
        ("/api/products", "name", "pattern"),
        ("/api/products", "price_minor", "maximum"),
    ] {
        let schema = &content(&document, "post", path)["properties"][name];
        assert!(schema.get(rule).is_some(), "{path}: {name} has no {rule}");
    }
}

#[tokio::test]
async fn members_that_the_server_refuses_are_ruled_out() {
    let client = Client::new().await;
    let document = client.get(DOCUMENT).await.json();
    for (path, sent) in [
        ("/api/users", json!({"name": "Ada", "email": "ada@example.com", "x": 1})),
        ("/api/notifications", json!({"title": "a", "message": "b", "x": 1})),
        ("/api/cart/items", json!({"product_id": 1, "x": 1})),
    ] {
        assert_eq!(
            content(&document, "post", path)["additionalProperties"],
            false,
            "{path}"
        );
        let answer = client
            .send(
                Method::POST,
                path,
                &[("content-type", "application/json")],
                sent.to_string().as_bytes(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test]
async fn an_answer_is_of_the_status_and_the_media_type_that_are_listed() {
    let client = Client::new().await;
    let document = client.get(DOCUMENT).await.json();
    let response =
        |path: &str, status: &str| document["paths"][path]["get"]["responses"][status]["description"].is_string();
    assert!(response("/unstable", "500"));
    assert!(response("/status/{codes}", "default"));
    assert!(response("/redirect-to", "3XX"));
    let failed = client
        .get_with("/unstable?failure_rate=1", &[("host", "echo.example")])
        .await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    // The caller names the media type of these.
    for path in ["/base64/{value}", "/base64/decode/{value}", "/mix/{effects}"] {
        let media_types = &document["paths"][path]["get"]["responses"]["200"]["content"];
        assert!(media_types.get("*/*").is_some(), "{path}: {media_types}");
    }
}

/// For JSON Schema a number with nothing but noughts behind its point is whole.
#[tokio::test]
async fn a_whole_number_may_have_a_point() {
    let json = [("content-type", "application/json")];
    let sent = br#"{"product_id": 1.0, "quantity": 2.0}"#;
    let answer = Client::new()
        .await
        .send(Method::POST, "/api/cart/items", &json, sent)
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_eq!(answer.json()["quantity"], 2);
}

/// Its descriptions are the comments of the program, whose names lead nowhere here.
#[tokio::test]
async fn no_description_links_into_the_program() {
    let answer = Client::new().await.get(DOCUMENT).await;
    let link = answer
        .text()
        .split_once("[`")
        .and_then(|(_, link)| link.split('`').next());
    assert_eq!(link, None);
}

#[tokio::test]
async fn what_is_needed_is_said_to_be() {
    let document = Client::new().await.get(DOCUMENT).await.json();
    let parameters = document["paths"]["/redirect-to"]["get"]["parameters"]
        .as_array()
        .unwrap();
    let url = parameters.iter().find(|parameter| parameter["name"] == "url").unwrap();
    assert_eq!(
        (&url["required"], &url["schema"]["type"]),
        (&json!(true), &json!("string"))
    );
    // A seed may be below zero.
    for path in ["/bytes/{n}", "/stream-bytes/{n}", "/unstable"] {
        let seed = parameter(&document, "get", path, "seed");
        assert_eq!(seed.get("minimum"), None, "{path}");
    }
}

/// Whoever reads the document sends an example first.
#[tokio::test]
async fn an_example_is_answered_as_it_says() {
    let client = Client::new().await;
    let document = client.get(DOCUMENT).await.json();
    let json = ("content-type", "application/json");
    let login = br#"{"username": "johndoe", "password": "secret123"}"#;
    let session = client.send(Method::POST, "/login", &[json], login).await.json();
    let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
    let mut sent = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for (media_type, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                let is_optional = operation["requestBody"]["required"] != true;
                assert!(
                    is_optional || content.get("example").is_some(),
                    "{method} {path} has no example of its content"
                );
                if let (Some(example), false) = (content.get("example"), media_type.ends_with("urlencoded")) {
                    let needs_login = operation["security"].is_array();
                    let fields = [("content-type", &**media_type), ("authorization", &*bearer)];
                    let target = path.replace("{id}", "1").replace("{product_id}", "1");
                    let answer = client
                        .send(
                            Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(),
                            &target,
                            &fields[..if needs_login { 2 } else { 1 }],
                            example.to_string().as_bytes(),
                        )
                        .await;
                    let is_usual =
                        operation["responses"][answer.status.as_str()].is_object() && answer.status.is_success();
                    // Nothing is in the cart of a new sandbox.
                    let is_of_an_empty_cart =
                        path == "/api/cart/items/{product_id}" && answer.status == StatusCode::NOT_FOUND;
                    assert!(is_usual || is_of_an_empty_cart, "{method} {path}: {answer:?}");
                    sent += 1;
                }
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let is_required = parameter["required"] == true;
                // What is the caller's own cannot be an example.
                let is_own = path.starts_with("/v1/exchanges")
                    || path.starts_with("/v1/shares")
                    || path.starts_with("/api/orders/")
                    || path.starts_with("/api/reports/")
                    || path.starts_with("/v1/feeds")
                    || path.contains("/notifications/");
                assert!(
                    !is_required || is_own || parameter.get("example").is_some(),
                    "{method} {path} has no example of {}",
                    parameter["name"]
                );
            }
        }
    }
    assert!(sent >= 10, "{sent}");
}
