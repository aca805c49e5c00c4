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
            "author": "Yours Truly",
            "date": "date of publication",
            "title": "Sample Slide Show",
            "slides": [
                {"type": "all", "title": "Wake up to WonderWidgets!"},
                {
                    "type": "all",
                    "title": "Overview",
                    "items": ["Why <em>WonderWidgets</em> are great", "Who <em>buys</em> WonderWidgets"]
                }
            ]
        }
    })
}
