//! `/api/data`: takes any JSON value and gives it back.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    extract::{JsonContent, malformed_json},
    problem::Rejection,
};

/// `contract::shop::Received`, but with the value as the text that it was received as. To parse and write it anew would
/// change it: numbers beyond 64 bits, the order of members and their duplicates, escapes, and white space.
#[derive(Serialize)]
struct Received<'a> {
    status: &'static str,
    received: &'a RawValue,
}

/// Gives the value back.
pub async fn submit(JsonContent(content): JsonContent) -> Result<Response, Rejection> {
    let received = serde_json::from_slice(&content).map_err(|error| malformed_json(&error, &content))?;
    Ok((
        StatusCode::CREATED,
        Json(Received {
            status: "success",
            received,
        }),
    )
        .into_response())
}
