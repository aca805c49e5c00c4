//! Basic (RFC 7617), open and hidden, and Bearer (RFC 6750).

use axum::response::Response;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    Problem, ProblemKind,
    toolbox::shapes::{Authenticated, Borne},
};
use http::{HeaderMap, HeaderValue, header};

use super::{arguments::Arguments, json::json};
use crate::problem::Rejection;

/// `GET /basic-auth/{user}/{password}`
pub async fn basic_auth(arguments: Arguments, request: HeaderMap) -> Result<Response, Rejection> {
    let challenge = HeaderValue::from_static("Basic realm=\"Roundtrip\", charset=\"UTF-8\"");
    let unauthorized = |why| unauthorized(why, challenge);
    check(&arguments, &request).map_err(unauthorized)
}

/// `GET /hidden-basic-auth/{user}/{password}`
pub async fn hidden_basic_auth(arguments: Arguments, request: HeaderMap) -> Result<Response, Rejection> {
    check(&arguments, &request).map_err(|why| Problem::new(ProblemKind::NotFound).with_detail(why).into())
}

/// `GET /bearer`
pub async fn bearer(request: HeaderMap) -> Result<Response, Rejection> {
    let token = credentials(&request, "Bearer").filter(|token| !token.is_empty());
    let Some(token) = token else {
        let challenge = HeaderValue::from_static("Bearer realm=\"Roundtrip\"");
        return Err(unauthorized(
            "the request has no Authorization field with a Bearer token".to_owned(),
            challenge,
        ));
    };
    Ok(json(&Borne {
        authenticated: true,
        token,
    }))
}

/// A 401 with a challenge.
pub(super) fn unauthorized(why: String, challenge: HeaderValue) -> Rejection {
    Rejection::new(Problem::new(ProblemKind::Unauthorized).with_detail(why))
        .with_field(header::WWW_AUTHENTICATE, challenge)
}

fn check(arguments: &Arguments, request: &HeaderMap) -> Result<Response, String> {
    let given = credentials(request, "Basic").ok_or("the request has no Authorization field of the scheme Basic")?;
    let decoded = BASE64_STANDARD
        .decode(given)
        .map_err(|error| format!("the credentials are not Base64: {error}"))?;
    let text = String::from_utf8(decoded).map_err(|_| "the credentials are not UTF-8")?;
    let (user, password) = text
        .split_once(':')
        .ok_or("the credentials have no colon between user and password")?;
    if (user, password) != (arguments.part("user"), arguments.part("password")) {
        return Err("user or password are not those of the path".to_owned());
    }
    Ok(json(&Authenticated {
        authenticated: true,
        user: user.to_owned(),
    }))
}

/// The credentials in Authorization, if they are of that scheme; its case does not matter (RFC 9110, section 11.1). Bytes beyond ASCII are
/// UTF-8, or ISO-8859-1 where they are not.
pub(super) fn credentials(request: &HeaderMap, scheme: &str) -> Option<String> {
    let value = request.get(header::AUTHORIZATION)?.as_bytes();
    let (given, credentials) = value.split_at_checked(scheme.len())?;
    let of_scheme = given.eq_ignore_ascii_case(scheme.as_bytes()) && credentials.starts_with(b" ");
    let credentials = credentials.trim_ascii();
    of_scheme.then(|| match str::from_utf8(credentials) {
        Ok(text) => text.to_owned(),
        Err(_) => credentials.iter().copied().map(char::from).collect(),
    })
}
