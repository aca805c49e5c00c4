//! `/api/data`

use http::{Method, StatusCode};

use crate::client::{Answer, Client, Fields};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

async fn post(client: &Client, fields: Fields<'_>, content: &[u8]) -> Answer {
    client.send(Method::POST, "/api/data", fields, content).await
}

#[tokio::test]
async fn a_value_comes_back_as_it_was_sent() {
    let client = Client::new().await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    for value in [
        r#"{"name":"Ada","tags":["a","b"],"nested":{"deep":true}}"#,
        r#"{ "b": 1,  "a": 2, "a": 3 }"#,
        "null",
        "true",
        r#""Zo\u00eb, \"quoted\" \/""#,
        "1e400",
        "-0.0",
        "12345678901234567890123456789.10",
        r#""\ud800""#,
        deep.as_str(),
    ] {
        let answer = post(&client, &JSON, value.as_bytes()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{value}");
        assert_eq!(answer.field("content-type"), "application/json");
        assert_eq!(answer.text(), format!(r#"{{"status":"success","received":{value}}}"#));
    }
    let padded = post(&client, &JSON, b" \n[1, 2]\t\n").await;
    assert_eq!(
        padded.text(),
        r#"{"status":"success","received":[1, 2]}"#,
        "white space around a value is not part of it"
    );
}

#[tokio::test]
async fn only_json_is_taken() {
    let client = Client::new().await;
    let rows: [(Fields, bool); 8] = [
        (&[("content-type", "application/json; charset=utf-8")], true),
        (&[("content-type", "Application/JSON")], true),
        (&[("content-type", "application/ld+json")], true),
        (&[("content-type", "application/merge-patch+json;x=y")], true),
        (&[("content-type", "text/plain")], false),
        (&[("content-type", "application/x-www-form-urlencoded")], false),
        (&[("content-type", "application/jsonlines")], false),
        (&[], false),
    ];
    for (fields, taken) in rows {
        let answer = post(&client, fields, b"{}").await;
        if taken {
            assert_eq!(answer.status, StatusCode::CREATED, "{fields:?}");
        } else {
            answer.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            assert_eq!(answer.field("accept"), "application/json", "{fields:?}");
        }
    }
}

#[tokio::test]
async fn a_fault_in_json_has_its_line_and_column() {
    let client = Client::new().await;
    let rows: [(&[u8], &str); 9] = [
        (b"", "line 1, column 1"),
        (b"{\"a\": 1,}", "line 1, column 9"),
        (b"{\n  \"a\": tru\n}", "line 2, column 11"),
        (b"{'a': 1}", "line 1, column 2"),
        (b"[1, 2", "line 1, column 5"),
        (b"{} {}", "line 1, column 4"),
        (b"01", "line 1, column 2"),
        (b"\"tab\there\"", "line 1, column "),
        (b"\"\xff\"", "line 1"),
    ];
    for (content, place) in rows {
        let answer = post(&client, &JSON, content).await;
        answer.pointers(StatusCode::BAD_REQUEST);
        let problem = answer.json();
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.starts_with(place),
            "{}: {detail}",
            String::from_utf8_lossy(content)
        );
        assert_eq!(problem["type"], "/problems/malformed-json");
    }
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let client = Client::new().await;
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = client.send(method.clone(), "/api/data", &JSON, b"{}").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.field("allow"), "POST, OPTIONS", "{method}");
    }
    let options = client.send(Method::OPTIONS, "/api/data", &[], b"").await;
    assert_eq!(
        (options.status, options.field("allow")),
        (StatusCode::NO_CONTENT, "POST, OPTIONS")
    );
}
