//! Redirects: so many of them, or one to wherever the caller wants.

use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};
use contract::{
    Problem,
    toolbox::limits::{REDIRECT_CODE, REDIRECTS},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    arguments::{Arguments, beyond, refusal},
    echo::base,
};
use crate::{problem::Rejection, routes::RequestState};

/// What cannot stand in a URI reference at all (RFC 3986, section 2).
const NEVER: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// `GET /redirect/{n}`
pub async fn redirect(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let is_absolute = arguments
        .text("absolute")
        .is_some_and(|absolute| absolute.eq_ignore_ascii_case("true"));
    let location = if is_absolute {
        base(&request, &state) + &next(&arguments, "absolute-redirect")?
    } else {
        next(&arguments, "relative-redirect")?
    };
    Ok(found(&location)?)
}

/// `GET /relative-redirect/{n}`
pub async fn relative_redirect(arguments: Arguments) -> Result<Response, Rejection> {
    Ok(found(&next(&arguments, "relative-redirect")?)?)
}

/// `GET /absolute-redirect/{n}`
pub async fn absolute_redirect(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let location = base(&request, &state) + &next(&arguments, "absolute-redirect")?;
    Ok(found(&location)?)
}

/// `/redirect-to`
pub async fn redirect_to(arguments: Arguments) -> Result<Response, Rejection> {
    let Some(url) = arguments.text("url").filter(|url| !url.is_empty()) else {
        return Err(refusal(
            "url",
            "the query does not say where to redirect to",
            "a URL, or a path of this origin",
        )
        .into());
    };
    let code = arguments.number(&REDIRECT_CODE)?.unwrap_or(302);
    let code = u16::try_from(code)
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok());
    let mut response = code.unwrap_or(StatusCode::FOUND).into_response();
    response.headers_mut().insert(header::LOCATION, location(url)?);
    Ok(response)
}

/// Where the next of several redirects is.
fn next(arguments: &Arguments, kind: &str) -> Result<String, Problem> {
    match arguments.number(&REDIRECTS)? {
        Some(1) => Ok("/get".to_owned()),
        Some(n) => Ok(format!("/{kind}/{}", n - 1)),
        None => Err(beyond("", &REDIRECTS)),
    }
}

/// 302 to there, with a link for whoever reads it.
pub(super) fn found(target: &str) -> Result<Response, Problem> {
    let location = location(target)?;
    // As it is written there, it has neither quotes nor angle brackets.
    let there = location.to_str().unwrap_or_default().replace('&', "&amp;");
    let page = format!("<!DOCTYPE html>\n<title>Found</title>\n<p>It is at <a href=\"{there}\">{there}</a>.</p>\n");
    Ok((StatusCode::FOUND, [(header::LOCATION, location)], Html(page)).into_response())
}

/// A value of Location. What cannot stand in a URI reference is encoded, and what breaks a field is refused.
pub(super) fn location(url: &str) -> Result<HeaderValue, Problem> {
    if url.contains(|letter: char| letter.is_control()) {
        let detail = format!("`{}` has control characters in it", url.escape_debug());
        return Err(refusal("url", &detail, "a URI reference (RFC 3986, section 4.1)"));
    }
    let encoded = utf8_percent_encode(url, NEVER).to_string();
    HeaderValue::try_from(encoded).map_err(|_| refusal("url", "it cannot be a field value", "a URI reference"))
}
