//! `GET /headers`, `/ip` and `/user-agent`: a part of what was seen.

use axum::response::{IntoResponse as _, Response};
use contract::toolbox::shapes::{SeenAddress, SeenFields, SeenProgram};
use http::{HeaderMap, header, request::Parts};

use super::{
    arguments::Arguments,
    echo::{address, fields},
    json::json,
};
use crate::clock::Clock;

/// `GET /headers`
pub async fn headers(request: HeaderMap) -> Response {
    json(&SeenFields {
        headers: fields(&request),
    })
}

/// `GET /ip`
pub async fn ip(clock: Clock, arguments: Arguments, request: Parts) -> Response {
    let origin = address(&request, &clock);
    if arguments.text("format") == Some("text") {
        return origin.into_response();
    }
    json(&SeenAddress { origin })
}

/// `GET /user-agent`
pub async fn user_agent(request: HeaderMap) -> Response {
    let program = request.get(header::USER_AGENT);
    json(&SeenProgram {
        user_agent: program.map(|program| String::from_utf8_lossy(program.as_bytes()).into_owned()),
    })
}
