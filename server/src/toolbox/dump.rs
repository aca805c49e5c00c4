//! `/dump/request`: the request as it was sent.

use axum::{
    body::Body,
    extract::FromRequest as _,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Request};

use crate::{clock::Clock, extract::Content, problem::Rejection, response::with_content};

/// Answers with the bytes of the request as the tap saw them. Where there is no tap, as in HTTP/2, they are written anew from what
/// was decoded.
pub async fn dump_request(clock: Clock, request: Request<Body>) -> Result<Response, Rejection> {
    let claim = clock.arrival().claim.clone();
    // Whoever asks for the recording has the rest of the request kept as well.
    if let Some(claim) = &claim {
        claim.record(|_| ());
    }
    let head = head(&request);
    let Content(content) = match Content::from_request(request, &()).await {
        Ok(content) => content,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let sent = claim.and_then(|claim| claim.request());
    let dump = sent.unwrap_or_else(|| [&head[..], &content].concat());
    Ok(with_content(
        HeaderValue::from_static("text/plain; charset=utf-8"),
        dump,
    ))
}

/// The head of a request in the form of HTTP/1.1.
fn head(request: &Request<Body>) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut head = format!("{} {target} {:?}\r\n", request.method(), request.version()).into_bytes();
    if let Some(authority) = request.uri().authority() {
        head.extend_from_slice(format!("host: {authority}\r\n").as_bytes());
    }
    for (name, value) in request.headers() {
        head.extend_from_slice(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    head.extend_from_slice(b"\r\n");
    head
}
