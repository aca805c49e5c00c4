//! `GET /early-hints`: 103 (RFC 8297), then the answer.

use std::time::Duration;

use axum::{extract::State, response::Response};
use contract::toolbox::limits::{HINT_WAIT, PAIRS};
use http::{HeaderMap, HeaderValue, header};
use serde_json::json;

use super::{
    arguments::{Arguments, refusal},
    fields::value_of,
    plan::{Early, Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// What it does unless told.
const WAIT: Duration = Duration::from_millis(500);
const LINK: &str = "</image/svg>; rel=preload; as=image";

/// Sends the links twice: early, and again in the answer, which counts (RFC 8297, section 2).
pub async fn early_hints(
    State(state): State<AppState>,
    arguments: Arguments,
    manner: Manner,
) -> Result<Response, Rejection> {
    let wait = arguments.time(&HINT_WAIT)?.unwrap_or(WAIT);
    arguments.pairs(&PAIRS)?;
    let mut links = Vec::new();
    for link in arguments.all("link") {
        links.push(value_of(link).map_err(|wrong| refusal("link", &wrong, "a value of Link (RFC 8288)"))?);
    }
    if links.is_empty() {
        links.push(HeaderValue::from_static(LINK));
    }
    let mut fields = HeaderMap::new();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for link in &links {
        fields.append(header::LINK, link.clone());
    }
    let told: Vec<_> = links
        .iter()
        .map(|link| String::from_utf8_lossy(link.as_bytes()))
        .collect();
    let content = if manner.takes_interim() {
        json!({"early_hints": true, "link": told})
    } else {
        let why = format!(
            "no interim response was sent, because the request came over {:?}",
            manner.version()
        );
        json!({"early_hints": false, "link": told, "why": why})
    };
    let mut content = serde_json::to_vec_pretty(&content).map_err(Rejection::internal)?;
    content.push(b'\n');
    let plan = Plan {
        fields,
        before: vec![Early::Hints(links), Early::Wait(wait)],
        pieces: vec![Piece::Data(content.into())],
        ..Plan::default()
    };
    plan.perform(manner, &state.shutdown).await
}
