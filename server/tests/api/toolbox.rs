//! The echo origin.

use http::{Method, StatusCode};
use serde_json::json;

use crate::client::Client;

const ECHO: (&str, &str) = ("host", "echo.example");

#[tokio::test]
async fn a_delayed_answer_says_what_was_seen() {
    let client = Client::new().await;
    let fields = [
        ECHO,
        ("x-odd", "1"),
        ("x-odd", "2"),
        ("content-type", "application/json"),
    ];
    let answer = client
        .send(Method::POST, "/delay/0.01?a=1&a=2&b=3", &fields, br#"{"n":1}"#)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let seen = answer.json();
    assert_eq!(seen["args"], json!({"a": ["1", "2"], "b": "3"}));
    assert_eq!((&seen["data"], &seen["json"]), (&json!(r#"{"n":1}"#), &json!({"n": 1})));
    assert_eq!(
        (&seen["headers"]["X-Odd"], &seen["method"]),
        (&json!("1,2"), &json!("POST"))
    );
    assert_eq!(seen["url"], "http://echo.example/delay/0.01?a=1&a=2&b=3");

    let form = [ECHO, ("content-type", "application/x-www-form-urlencoded")];
    let seen = client
        .send(Method::PUT, "/delay/0", &form, b"name=Ada+L.&x=")
        .await
        .json();
    assert_eq!(
        (&seen["form"], &seen["data"]),
        (&json!({"name": "Ada L.", "x": ""}), &json!(""))
    );
}

#[tokio::test]
async fn a_delay_is_bounded() {
    let client = Client::new().await;
    for seconds in ["11", "-1", "NaN", "inf", "soon", "1e9"] {
        let answer = client.get_with(&format!("/delay/{seconds}"), &[ECHO]).await;
        assert_eq!(answer.pointers(StatusCode::BAD_REQUEST), ["/seconds"], "{seconds}");
    }
}

#[tokio::test]
async fn the_origin_is_open_and_nothing_on_it_can_run() {
    let client = Client::new().await;
    for target in ["/delay/0", "/no/such"] {
        let answer = client.get_with(target, &[ECHO]).await;
        assert_eq!(answer.field("access-control-allow-origin"), "*", "{target}");
        assert_eq!(answer.field("timing-allow-origin"), "*", "{target}");
    }
    for target in ["/", "/delay/0", "/no-cors", "/no/such"] {
        let answer = client.get_with(target, &[ECHO]).await;
        assert!(
            answer.field("content-security-policy").starts_with("sandbox"),
            "{target}"
        );
        assert_eq!(answer.field("set-cookie"), "", "{target}");
    }
    let closed = client.get_with("/no-cors", &[ECHO]).await;
    assert_eq!(
        (closed.status, closed.field("access-control-allow-origin")),
        (StatusCode::OK, "")
    );
}

#[tokio::test]
async fn the_index_lists_the_tools_without_a_script() {
    let page = Client::new().await.get_with("/", &[ECHO]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("/delay/{seconds}") && page.text().contains("/no-cors"));
    assert!(!page.text().contains("<script"));
}

#[tokio::test]
async fn a_problem_type_is_shown_the_way_to_its_page() {
    let answer = Client::new().await.get_with("/problems/not-found", &[ECHO]).await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.field("location"), "http://app.example/problems/not-found");
}

#[tokio::test]
async fn the_practice_api_is_not_on_this_origin() {
    let client = Client::new().await;
    client
        .get_with("/api/products", &[ECHO])
        .await
        .pointers(StatusCode::NOT_FOUND);
    client.get("/delay/0").await.pointers(StatusCode::NOT_FOUND);
}
