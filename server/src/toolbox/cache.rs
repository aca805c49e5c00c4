//! `GET /cache`, `/cache/{seconds}` and `/etag/{etag}`: what caches and conditions are about.

use axum::{extract::State, response::Response};
use contract::{Problem, ProblemKind, toolbox::limits::CACHE};
use http::{HeaderValue, header, request::Parts};

use super::{
    arguments::{Arguments, beyond, refusal},
    echo::asked,
    json::json,
};
use crate::{
    compress::Uncoded,
    conditional::{Validators, not_modified},
    problem::Rejection,
    routes::RequestState,
};

/// `GET /cache`
///
/// What it answers with differs in what it tells of the request and in nothing else, so its tag is a weak one (RFC 9110,
/// section 8.8.1), and it has not changed since the server started.
pub async fn cache(State(state): State<RequestState>, request: Parts) -> Result<Response, Rejection> {
    let started = state.app().started;
    let seconds = started
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let etag = HeaderValue::try_from(format!("W/\"{seconds:x}\"")).map_err(Rejection::internal)?;
    let validators = Validators {
        etag,
        last_modified: Some(started),
    };
    conditional(&request, &state, &validators)
}

/// `GET /cache/{seconds}`
pub async fn cache_for(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let seconds = arguments.number(&CACHE)?.ok_or_else(|| beyond("", &CACHE))?;
    let mut response = json(&asked(&request, &state));
    let control = HeaderValue::try_from(format!("public, max-age={seconds}")).map_err(Rejection::internal)?;
    response.headers_mut().insert(header::CACHE_CONTROL, control);
    Ok(response)
}

/// `GET /etag/{etag}`
pub async fn etag(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let validators = Validators {
        etag: quoted(arguments.part("etag"))?,
        last_modified: None,
    };
    conditional(&request, &state, &validators)
}

/// An entity tag with its quotes, if it has none (RFC 9110, section 8.8.3).
fn quoted(etag: &str) -> Result<HeaderValue, Problem> {
    let opaque = etag.strip_prefix("W/").unwrap_or(etag);
    let opaque = opaque.strip_prefix('"').and_then(|opaque| opaque.strip_suffix('"'));
    let value = match opaque {
        Some(_) => etag.to_owned(),
        None => format!("\"{etag}\""),
    };
    let inside = opaque.unwrap_or(etag);
    let is_sound = inside.bytes().all(|byte| byte > b' ' && byte != b'"' && byte != 0x7f);
    HeaderValue::from_bytes(value.as_bytes())
        .ok()
        .filter(|_| is_sound)
        .ok_or_else(|| {
            let detail = format!("`{}` cannot be an entity tag", etag.escape_debug());
            refusal(
                "etag",
                &detail,
                "visible characters without quotes (RFC 9110, section 8.8.3)",
            )
        })
}

/// What was seen of the request, unless a condition speaks against it.
fn conditional(request: &Parts, state: &RequestState, validators: &Validators) -> Result<Response, Rejection> {
    if validators.refused_by(&request.headers) {
        return Err(precondition_failed(validators));
    }
    let mut response = if validators.known_to(&request.headers) {
        not_modified()
    } else {
        json(&asked(request, state))
    };
    validators.write(response.headers_mut());
    response.extensions_mut().insert(Uncoded);
    Ok(response)
}

/// 412, which says what the state is.
pub(super) fn precondition_failed(validators: &Validators) -> Rejection {
    let etag = String::from_utf8_lossy(validators.etag.as_bytes()).into_owned();
    Problem::new(ProblemKind::PreconditionFailed)
        .with_detail(format!(
            "the entity tag is {etag}, which If-Match does not list, or the date is later (RFC 9110, section 13.1)"
        ))
        .into()
}
