//! `GET /trailers`: fields behind the body (RFC 9110, section 6.5).

use axum::{extract::State, response::Response};
use contract::toolbox::limits::PAIRS;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::json;

use super::{
    arguments::{Arguments, refusal},
    fields::{field, told},
    plan::{Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// Sends what the query names as trailer fields. Over HTTP/1.1 they come even to a client that has not asked for them with
/// `TE: trailers`, which may drop them: none of them is needed to read the body (section 10.1.4).
pub async fn trailers(
    State(state): State<AppState>,
    arguments: Arguments,
    manner: Manner,
) -> Result<Response, Rejection> {
    let pairs = arguments.pairs(&PAIRS)?;
    let mut trailers = HeaderMap::new();
    for (name, value) in pairs {
        let (name, value) = trailer(name, value).map_err(|wrong| refusal(name, &wrong, "another field"))?;
        trailers.append(name, value);
    }
    if trailers.is_empty() {
        trailers.insert("x-roundtrip", HeaderValue::from_static("this came behind the body"));
    }
    let mut content =
        serde_json::to_vec_pretty(&json!({"trailers": told(&trailers, pairs)})).map_err(Rejection::internal)?;
    content.push(b'\n');
    let plan = Plan {
        fields: HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]),
        pieces: vec![Piece::Data(content.into())],
        trailers,
        ..Plan::default()
    };
    plan.perform(manner, &state.shutdown).await
}

/// Fields that a trailer must not have, because they would come too late (section 6.5.1).
const TOO_LATE: [&str; 16] = [
    "authorization",
    "cache-control",
    "content-encoding",
    "content-range",
    "content-type",
    "cookie",
    "expect",
    "host",
    "location",
    "max-forwards",
    "pragma",
    "range",
    "retry-after",
    "set-cookie",
    "vary",
    "www-authenticate",
];

/// A trailer field of the caller's, or what is wrong with it.
pub(super) fn trailer(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (parsed, value) = field(name, value)?;
    if TOO_LATE.contains(&parsed.as_str()) {
        return Err(format!(
            "`{name}` would come too late in a trailer (RFC 9110, section 6.5.1)"
        ));
    }
    Ok((parsed, value))
}
