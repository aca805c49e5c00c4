//! The pages, as the server renders them.

use contract::ProblemKind;
use http::StatusCode;

use crate::client::Client;

const HTML: (&str, &str) = ("accept", "text/html");

#[tokio::test]
async fn a_document_runs_only_what_carries_its_nonce() {
    let client = Client::new().await;
    let (one, other) = (client.get_with("/", &[HTML]).await, client.get_with("/", &[HTML]).await);
    let policy = one.field("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(one.text().contains(&format!("nonce=\"{nonce}\"")));
    assert_ne!(policy, other.field("content-security-policy"));
    let scripts = policy
        .split("; ")
        .find(|directive| directive.starts_with("script-src"))
        .unwrap();
    assert!(
        !scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"),
        "{scripts}"
    );
    for script in one.text().split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(nonce), "a script without the nonce: {tag}");
    }
}

#[tokio::test]
async fn a_document_has_frames_of_the_echo_origin_only() {
    let page = Client::new().await.get_with("/", &[HTML]).await;
    let policy = page.field("content-security-policy");
    assert!(policy.contains("; frame-src http://echo.example;"), "{policy}");
}

#[tokio::test]
async fn a_document_is_never_kept_and_names_its_echo_origin() {
    let page = Client::new().await.get_with("/", &[HTML]).await;
    assert_eq!(page.field("cache-control"), "no-store");
    assert!(page.text().contains("http://echo.example"));
    assert!(page.text().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn every_problem_type_has_a_page_that_explains_it() {
    let client = Client::new().await;
    for kind in ProblemKind::ALL {
        let page = client.get_with(&kind.path(), &[HTML]).await;
        assert_eq!(page.status, StatusCode::OK, "{kind:?}");
        assert!(page.text().contains(kind.section()), "{kind:?}");
    }
    assert_eq!(
        client.get_with("/problems/none", &[HTML]).await.status,
        StatusCode::NOT_FOUND
    );
}
