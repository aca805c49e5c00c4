//! The client's logic, compiled to WebAssembly and run there: numbers, text and JSON behave as they do in the browser.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not know functions with #[wasm_bindgen_test] as tests"
)]

use app::{
    client::{
        draft::Draft,
        failure::{EndedBy, Evidence, conclude},
        timing::{Own, ResourceTiming, timeline},
    },
    inspector::figures::{duration, size},
};
use exchange::{Exchange, FailureKind, Phase, message::is_forbidden_to_pages};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_draft_knows_what_a_browser_will_not_send() {
    assert_eq!(Draft::new("GET", "/hello").obstacle(), None);
    assert!(Draft::new("TRACE", "/").obstacle().is_some());
    assert!(Draft::new("GET", "/").with_body("x").obstacle().is_some());
    assert!(is_forbidden_to_pages("Sec-Fetch-Site") && !is_forbidden_to_pages("X-Mine"));
}

#[wasm_bindgen_test]
fn moments_of_the_browser_become_microseconds() {
    let resource = ResourceTiming {
        request_start: 10.1,
        response_start: 12.35,
        response_end: 12.4,
        protocol: "h2".into(),
        server: vec![("handle".into(), 0.25)],
        ..ResourceTiming::default()
    };
    let timeline = timeline(
        Own {
            called: 10.0,
            head: Some(12.4),
            end: 12.5,
            ..Own::default()
        },
        Some(&resource),
    );
    let us = |phase| {
        timeline
            .span(phase)
            .and_then(|span| span.reading.value().map(|interval| interval.duration_us()))
    };
    assert_eq!(us(Phase::Wait), Some(2_250));
    assert_eq!(us(Phase::Receive), Some(50));
    assert_eq!(us(Phase::Handle), Some(250));
    assert_eq!(us(Phase::Dns), None);
}

#[wasm_bindgen_test]
fn an_exchange_survives_its_json_form() {
    let json = r#"{"id":"01a2061d-ebc3-746b-8c41-182795c6b98c","origin":"browser","started_at":"2026-11-23T01:55:53.123456Z",
        "request":{"method":"GET","target":"/","version":"HTTP/1.1","fields":[["X-Odd",{"base64":"/w=="}]]},
        "outcome":{"failure":{"kind":"cors","detail":"kept"}},
        "timeline":[{"phase":"wait","start_us":0,"end_us":9007199254740993,"provenance":"measured"}]}"#;
    let exchange: Exchange = serde_json::from_str(json).unwrap();
    // Beyond 2^53 a number of JavaScript would have lost its last digit.
    assert_eq!(exchange.timeline.end_us(), 9_007_199_254_740_993);
    let again: Exchange = serde_json::from_str(&serde_json::to_string(&exchange).unwrap()).unwrap();
    assert_eq!(again, exchange);
}

#[wasm_bindgen_test]
fn what_went_wrong_is_concluded_from_evidence() {
    let evidence = Evidence {
        ended_by: Some(EndedBy::Timeout(1_000)),
        offline: false,
        cross_origin: true,
        reachable: None,
        words: "signal is aborted without reason".into(),
        head_came: false,
    };
    assert_eq!(conclude(&evidence).kind, FailureKind::Timeout);
}

#[wasm_bindgen_test]
fn figures_read_the_same_as_on_the_server() {
    assert_eq!(
        (duration(12_449), size(1_550)),
        ("12.4 ms".to_owned(), "1.5 kB".to_owned())
    );
}
