//! `GET /slow-headers`: a head that comes byte by byte.

use std::time::Duration;

use axum::{extract::State, response::Response};
use contract::toolbox::limits::HEAD_SECONDS;
use http::{HeaderMap, HeaderValue, header};

use super::{
    arguments::Arguments,
    plan::{Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// Over so long unless told.
const TIME: Duration = Duration::from_secs(2);

/// Spreads the head over the time.
pub async fn slow_headers(
    State(state): State<AppState>,
    arguments: Arguments,
    manner: Manner,
) -> Result<Response, Rejection> {
    let time = arguments.time(&HEAD_SECONDS)?.unwrap_or(TIME);
    let how = if manner.is_http2() {
        "waited"
    } else {
        "came byte by byte"
    };
    let content = format!("The head of this {how} for {} seconds.\n", time.as_secs_f64());
    let plan = Plan {
        fields: HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        )]),
        head_time: time,
        pieces: vec![Piece::Data(content.into())],
        ..Plan::default()
    };
    plan.perform(manner, &state.shutdown).await
}
