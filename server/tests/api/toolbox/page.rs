//! The page at `/`, and the document.

use contract::{endpoint::Group, toolbox::KINDS};
use http::StatusCode;
use server::router;

use super::Echo;

#[tokio::test]
async fn the_page_lists_every_tool_without_a_script() {
    let page = Echo::new().await.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for card in KINDS.iter().flat_map(|kind| kind.cards) {
        assert!(text.contains(&format!("<article id=\"{}\"", card.id)), "{}", card.id);
    }
    assert!(text.contains("seconds: 0 to 10 s") && text.contains("n: 0 to 1,048,576 bytes"));
    assert!(!text.contains("<script"));
    // It says for how long it may be kept: caches guess otherwise.
    assert_eq!(page.field("cache-control"), "max-age=300");
}

#[tokio::test]
async fn every_tool_has_a_card_and_a_route() {
    let operations = router::operations();
    let routed: std::collections::BTreeSet<&str> = operations
        .iter()
        .filter(|operation| operation.group() == Group::Toolbox)
        .map(server::openapi::Operation::path)
        .collect();
    let cards: std::collections::BTreeSet<String> = KINDS
        .iter()
        .flat_map(|kind| kind.cards)
        .map(|card| card.path.replace("{*", "{"))
        .collect();
    assert_eq!(routed, cards.iter().map(String::as_str).collect());
}

#[test]
fn the_guide_names_every_tool() {
    let guide = include_str!("../../../../docs/toolbox.md");
    for card in KINDS.iter().flat_map(|kind| kind.cards) {
        let path = card.path.replace("{*", "{");
        assert!(guide.contains(&path), "{path}");
    }
}

#[tokio::test]
async fn every_example_works() {
    let echo = Echo::new().await;
    for card in KINDS.iter().flat_map(|kind| kind.cards) {
        let method = card.methods[0].as_str();
        let answer = echo.send(method, card.example, &[], b"").await;
        let expected = match card.id {
            "basic_auth" | "bearer" | "digest_auth" | "digest_auth_algorithm" | "digest_auth_stale" => 401..=401,
            "hidden_basic_auth" => 404..=404,
            "fail" | "mix" => 503..=503,
            "status" => 418..=418,
            "unstable" => 200..=500,
            "websocket_echo" => 426..=426,
            _ => 200..=399,
        };
        assert!(
            expected.contains(&answer.status.as_u16()),
            "{}: {}",
            card.example,
            answer.status
        );
    }
}

#[tokio::test]
async fn the_document_has_the_limits() {
    let document = Echo::new().await.0.get("/openapi.json").await.json();
    let parameter = &document["paths"]["/bytes/{n}"]["get"]["parameters"][0];
    assert_eq!(
        (&parameter["schema"]["minimum"], &parameter["schema"]["maximum"]),
        (&0.into(), &1_048_576.into())
    );
    let seconds = &document["paths"]["/drip"]["get"]["parameters"];
    let duration = seconds
        .as_array()
        .unwrap()
        .iter()
        .find(|parameter| parameter["name"] == "duration")
        .unwrap();
    assert_eq!(duration["schema"]["maximum"], 10.0, "{duration}");
    assert!(document["paths"]["/anything/{path}"]["patch"].is_object());
}
