//! Status codes and failures.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::Value;

use super::Echo;

#[tokio::test]
async fn a_status_code_comes_with_the_fields_that_it_asks_for() {
    let echo = Echo::new().await;
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
        let answer = echo.send(method, "/status/418", &[], b"").await;
        assert_eq!(answer.status, StatusCode::IM_A_TEAPOT, "{method}");
    }
    for (code, field) in [
        (200, ""),
        (204, ""),
        (304, ""),
        (301, "location"),
        (302, "location"),
        (303, "location"),
        (307, "location"),
        (308, "location"),
        (401, "www-authenticate"),
        (405, "allow"),
        (407, "proxy-authenticate"),
        (416, "content-range"),
        (418, "x-more-info"),
        (429, "retry-after"),
        (426, "upgrade"),
        (503, "retry-after"),
        (599, ""),
    ] {
        let answer = echo.get(&format!("/status/{code}")).await;
        assert_eq!(answer.status.as_u16(), code);
        assert!(
            field.is_empty() || answer.fields.contains_key(field),
            "{code} needs {field}"
        );
        assert_eq!(answer.content.is_empty(), code != 418, "{code}");
    }
    let accepted = echo.get("/status/406").await.json();
    assert!(
        accepted["accept"]
            .as_array()
            .unwrap()
            .contains(&Value::from("image/png"))
    );
}

#[tokio::test]
async fn one_of_several_codes_is_chosen_by_its_weight() {
    let echo = Echo::new().await;
    let mut seen = BTreeSet::new();
    for _ in 0..64 {
        seen.insert(echo.get("/status/200,404,500:0").await.status.as_u16());
    }
    assert_eq!(seen, BTreeSet::from([200, 404]));
}

#[tokio::test]
async fn a_code_that_is_none_is_refused() {
    let many = format!("/status/{}200", "200,".repeat(64));
    Echo::new()
        .await
        .refuses(&[
            ("/status/4!9", "/codes"),
            ("/status/200,402,foo", "/codes"),
            ("/status/100", "/codes"),
            ("/status/600", "/codes"),
            ("/status/200:x", "/codes"),
            ("/status/200:-1", "/codes"),
            ("/status/,", "/codes"),
            (&many, "/codes"),
        ])
        .await;
}

#[tokio::test]
async fn what_fails_by_chance_fails_as_often_as_it_is_told() {
    let echo = Echo::new().await;
    for (rate, status) in [("0", StatusCode::OK), ("1", StatusCode::INTERNAL_SERVER_ERROR)] {
        assert_eq!(echo.get(&format!("/unstable?failure_rate={rate}")).await.status, status);
    }
    let first = echo.get("/unstable?seed=7").await.status;
    assert_eq!(echo.get("/unstable?seed=7").await.status, first);
    echo.refuses(&[
        ("/unstable?failure_rate=2", "/failure_rate"),
        ("/unstable?failure_rate=often", "/failure_rate"),
        ("/unstable?seed=x", "/seed"),
    ])
    .await;
}

#[tokio::test]
async fn the_first_requests_of_a_key_fail() {
    let echo = Echo::new().await;
    for expected in [503, 503, 200, 200] {
        let answer = echo.get("/fail/2/a-key").await;
        assert_eq!(answer.status.as_u16(), expected);
        assert_eq!(answer.field("retry-after"), if expected == 503 { "1" } else { "" });
    }
    assert_eq!(
        echo.get("/fail/1/another").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(echo.get("/fail/0/third").await.status, StatusCode::OK);
    echo.refuses(&[
        ("/fail/101/key", "/n"),
        (&format!("/fail/1/{}", "k".repeat(65)), "/key"),
    ])
    .await;
}
