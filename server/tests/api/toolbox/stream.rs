//! Answers that take their time, and answers in pieces.

use http::StatusCode;
use serde_json::{Value, json};

use super::Echo;

#[tokio::test]
async fn a_delayed_answer_says_what_was_seen() {
    let echo = Echo::new().await;
    let fields = [("x-odd", "1"), ("content-type", "application/json")];
    let seen = echo
        .send("POST", "/delay/0.01?a=1", &fields, br#"{"n":1}"#)
        .await
        .json();
    assert_eq!((&seen["args"], &seen["json"]), (&json!({"a": "1"}), &json!({"n": 1})));
    assert_eq!(
        (&seen["method"], &seen["url"]),
        (&json!("POST"), &json!("http://echo.example/delay/0.01?a=1"))
    );
    let targets = ["11", "-1", "NaN", "inf", "soon", "1e9"].map(|seconds| format!("/delay/{seconds}"));
    echo.refuses(&targets.each_ref().map(|target| (&**target, "/seconds")))
        .await;
}

#[tokio::test]
async fn bytes_drip_with_a_length() {
    let echo = Echo::new().await;
    let answer = echo.get("/drip?numbytes=400&duration=0.05&delay=0.01&code=500").await;
    assert_eq!((answer.status.as_u16(), answer.field("content-length")), (500, "400"));
    assert_eq!(answer.text(), "*".repeat(400));
    echo.refuses(&[
        ("/drip?numbytes=0", "/numbytes"),
        ("/drip?numbytes=-1", "/numbytes"),
        ("/drip?numbytes=10485761", "/numbytes"),
        ("/drip?duration=11", "/duration"),
        ("/drip?delay=x", "/delay"),
        ("/drip?code=100", "/code"),
    ])
    .await;
}

#[tokio::test]
async fn bytes_of_a_seed_are_those_of_httpbin() {
    let echo = Echo::new().await;
    for target in [
        "/bytes/10?seed=0",
        "/stream-bytes/10?seed=0",
        "/stream-bytes/10?seed=0&chunk_size=3",
    ] {
        let answer = echo.get(target).await;
        assert_eq!(
            &answer.content[..],
            b"\xc5\xd7\x14\x84\xf8\xcf\x9b\xf4\xb7o",
            "{target}"
        );
        assert_eq!(answer.field("content-type"), "application/octet-stream");
    }
    for size in [0, 1024, 1024 * 1024] {
        assert_eq!(echo.get(&format!("/bytes/{size}")).await.content.len(), size);
    }
    assert_ne!(echo.get("/bytes/16").await.content, echo.get("/bytes/16").await.content);
    echo.refuses(&[
        ("/bytes/1048577", "/n"),
        ("/bytes/x", "/n"),
        ("/bytes/1?seed=x", "/seed"),
        ("/stream-bytes/1?chunk_size=0", "/chunk_size"),
    ])
    .await;
}

#[tokio::test]
async fn lines_are_numbered() {
    let echo = Echo::new().await;
    let answer = echo.get_with("/stream/3?a=1", &[("accept-encoding", "gzip")]).await;
    assert_eq!(
        (answer.field("content-type"), answer.field("content-encoding")),
        ("application/json", "")
    );
    let lines: Vec<Value> = answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: Vec<u64> = lines.iter().filter_map(|line| line["id"].as_u64()).collect();
    assert_eq!(ids, [0, 1, 2]);
    let keys: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["args", "headers", "id", "origin", "url"]);
    assert_eq!(echo.get("/stream/0").await.content.len(), 0);
    echo.refuses(&[("/stream/101", "/n"), ("/stream/x", "/n")]).await;
}

#[tokio::test]
async fn events_have_ids_and_go_on_behind_the_last() {
    let echo = Echo::new().await;
    let ids = |text: &str| -> Vec<u64> {
        text.lines()
            .filter_map(|line| line.strip_prefix("id: ")?.parse().ok())
            .collect()
    };
    let all = echo.get("/sse?count=4&duration=0.03&jitter=0.5&delay=0.01").await;
    assert_eq!(all.field("content-type"), "text/event-stream");
    assert_eq!(ids(all.text()), [0, 1, 2, 3]);
    assert!(
        all.text()
            .starts_with("retry: 1000\nevent: ping\nid: 0\ndata: {\"id\":0,\"timestamp\":")
    );
    let rest = echo
        .get_with("/sse?count=4&duration=0", &[("last-event-id", "1")])
        .await;
    assert_eq!(ids(rest.text()), [2, 3]);
    let none = echo.get_with("/sse?count=4", &[("last-event-id", "3")]).await;
    assert_eq!(none.status, StatusCode::NO_CONTENT);
    let lines = echo.get("/jsonl?count=3&duration=0.01").await;
    let first: Value = serde_json::from_str(lines.text().lines().next().unwrap()).unwrap();
    assert_eq!((lines.text().lines().count(), &first["id"]), (3, &json!(0)));
    assert!(first["timestamp"].as_u64().unwrap() > 1_700_000_000_000);
    assert_eq!(lines.field("content-type"), "application/x-ndjson");
    for path in ["/sse", "/jsonl"] {
        let none = echo.get(&format!("{path}?count=0&duration=100ms")).await;
        assert_eq!((none.status, none.text()), (StatusCode::OK, ""));
        for (query, pointer) in [
            ("count=-1", "/count"),
            ("count=1001", "/count"),
            ("duration=11", "/duration"),
            ("delay=-1", "/delay"),
            ("jitter=2", "/jitter"),
        ] {
            echo.refuses(&[(&format!("{path}?{query}"), pointer)]).await;
        }
    }
}
