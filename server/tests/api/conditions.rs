//! Conditional requests (RFC 9110, section 13) to everything that is read.

use http::{Method, StatusCode};

use crate::client::{Client, Fields};

const TARGETS: [&str; 3] = ["/api/products/1", "/api/products?per_page=5", "/api/categories"];
const LATER: &str = "Tue, 01 Apr 2025 00:00:00 GMT";
const EARLIER: &str = "Wed, 01 Mar 2023 00:00:00 GMT";

#[tokio::test]
async fn a_known_state_is_not_sent_again() {
    let client = Client::new().await;
    for target in TARGETS {
        let whole = client.get(target).await;
        let etag = whole.field("etag").to_owned();
        let matches = [
            etag.clone(),
            format!("W/{etag}"),
            format!("\"other\", {etag}"),
            "*".to_owned(),
        ];
        for known in &matches {
            for method in [Method::GET, Method::HEAD] {
                let answer = client.send(method, target, &[("if-none-match", known)], b"").await;
                assert_eq!(
                    (answer.status, answer.content.len()),
                    (StatusCode::NOT_MODIFIED, 0),
                    "{target} {known}"
                );
                for field in ["etag", "cache-control"] {
                    assert_eq!(answer.field(field), whole.field(field), "{target} {field}");
                }
                for field in ["content-type", "content-length", "last-modified", "link"] {
                    assert_eq!(answer.field(field), "", "{target} {field}");
                }
                assert!(!answer.field("exchange-id").is_empty());
            }
        }
        for other in ["\"other\"", "", &etag.replace('"', "")] {
            let answer = client.get_with(target, &[("if-none-match", other)]).await;
            assert_eq!(
                (answer.status, answer.content),
                (StatusCode::OK, whole.content.clone()),
                "{target} {other}"
            );
        }
    }
}

#[tokio::test]
async fn an_entity_tag_goes_before_a_date() {
    let client = Client::new().await;
    let etag = client.get("/api/products/1").await.field("etag").to_owned();
    let rows: [(Fields, StatusCode); 8] = [
        (&[("if-modified-since", LATER)], StatusCode::NOT_MODIFIED),
        (
            &[("if-modified-since", "Fri, 03 Mar 2023 08:43:23 GMT")],
            StatusCode::NOT_MODIFIED,
        ),
        (&[("if-modified-since", EARLIER)], StatusCode::OK),
        (&[("if-modified-since", "last week")], StatusCode::OK),
        (
            &[("if-modified-since", LATER), ("if-none-match", "\"other\"")],
            StatusCode::OK,
        ),
        (
            &[("if-modified-since", EARLIER), ("if-none-match", &etag)],
            StatusCode::NOT_MODIFIED,
        ),
        (&[("if-unmodified-since", EARLIER)], StatusCode::PRECONDITION_FAILED),
        (&[("if-unmodified-since", EARLIER), ("if-match", &etag)], StatusCode::OK),
    ];
    for (fields, status) in rows {
        assert_eq!(
            client.get_with("/api/products/1", fields).await.status,
            status,
            "{fields:?}"
        );
    }
}

#[tokio::test]
async fn a_state_that_is_gone_is_refused() {
    let client = Client::new().await;
    for target in TARGETS {
        let etag = client.get(target).await.field("etag").to_owned();
        for (wanted, holds) in [
            (etag.clone(), true),
            ("*".to_owned(), true),
            (format!("W/{etag}"), false),
            ("\"old\"".to_owned(), false),
        ] {
            // A condition that holds leaves the next one to decide.
            let answer = client
                .get_with(target, &[("if-match", &wanted), ("if-none-match", &etag)])
                .await;
            if holds {
                assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{target} {wanted}");
            } else {
                answer.pointers(StatusCode::PRECONDITION_FAILED);
            }
        }
    }
}

#[tokio::test]
async fn each_coding_has_a_state_of_its_own() {
    let client = Client::new().await;
    let target = "/api/products?per_page=50";
    let plain = client.get(target).await;
    let coded = client.get_with(target, &[("accept-encoding", "gzip")]).await;
    assert_eq!(coded.field("content-encoding"), "gzip");
    assert!(coded.content.len() < plain.content.len() / 2);
    assert_ne!(coded.field("etag"), plain.field("etag"));
    for answer in [&plain, &coded] {
        let varies = answer
            .fields
            .get_all("vary")
            .iter()
            .map(|value| value.to_str().unwrap());
        let varies = varies.collect::<Vec<_>>().join(", ").to_lowercase();
        for field in ["accept-encoding", "sandbox"] {
            assert!(varies.contains(field), "{varies}");
        }
    }
    let known = [("accept-encoding", "gzip"), ("if-none-match", coded.field("etag"))];
    let answer = client.get_with(target, &known).await;
    assert_eq!(
        (answer.status, answer.field("etag")),
        (StatusCode::NOT_MODIFIED, coded.field("etag"))
    );
}
