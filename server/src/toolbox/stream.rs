//! `GET /stream/{n}`: lines of JSON.

use axum::{extract::State, response::Response};
use contract::toolbox::{
    limits::LINES,
    shapes::{Asked, Line},
};
use http::{HeaderMap, HeaderValue, request::Parts};

use super::{
    arguments::{Arguments, beyond},
    echo::asked,
    plan::{End, Piece, pieces},
};
use crate::{compress::Uncoded, problem::Rejection, response::with_content, routes::RequestState};

/// Answers with the lines, each a piece of its own.
pub async fn stream(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let count = arguments.number(&LINES)?.ok_or_else(|| beyond("", &LINES))?;
    let Asked {
        args,
        headers,
        origin,
        url,
    } = asked(&request, &state);
    let mut line = Line {
        args,
        headers,
        id: 0,
        origin,
        url,
    };
    let mut lines = Vec::new();
    for id in 0..count {
        line.id = id;
        let mut text = serde_json::to_vec(&line).map_err(Rejection::internal)?;
        text.push(b'\n');
        lines.push(Piece::Data(text.into()));
    }
    let body = pieces(lines, HeaderMap::new(), End::Whole);
    let mut response = with_content(HeaderValue::from_static("application/json"), body);
    response.extensions_mut().insert(Uncoded);
    Ok(response)
}
