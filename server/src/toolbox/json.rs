//! `GET /json`, and how every tool writes its JSON: for people, sorted, with a line's end behind it, as httpbin does.

use axum::response::{IntoResponse as _, Response};
use http::HeaderValue;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{problem::Rejection, response::with_content};

/// A 200 with that value.
pub(super) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec_pretty(value) {
        Ok(mut text) => {
            text.push(b'\n');
            with_content(HeaderValue::from_static("application/json"), text)
        }
        Err(error) => Rejection::internal(error).into_response(),
    }
}

/// `GET /json`
pub async fn json_document() -> Response {
    json(&document())
}

fn document() -> Value {
    json!({
        "slideshow": {
            "author": "Roundtrip",
            "date": "2026-01-01",
            "title": "What a request goes through",
            "slides": [
                {"type": "all", "title": "A name becomes an address"},
                {"type": "all", "title": "An address becomes a connection", "items": ["<em>SYN</em>", "SYN, ACK", "ACK"]},
                {"type": "all", "title": "A connection carries a message, and brings one back"}
            ]
        }
    })
}
