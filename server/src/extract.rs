//! Extractors that refuse with a problem.
//!
//! axum's own answer in plain text; these say what was wrong, where, and what would be right.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts},
};
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderValue, Request, header, request::Parts};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use crate::{listen::BodyError, problem::Rejection, routes::PathParameters};

/// The fields of the request, taken out of it. axum's own extractor clones the map, which a request for a small resource notices.
#[derive(Clone, Debug)]
pub struct Fields(pub HeaderMap);

impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = Infallible;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Infallible> {
        Ok(Self(request.into_parts().0.headers))
    }
}

/// The parameters of the query.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(parameters)) => Ok(Self(parameters)),
            Err(error) => Err(Problem::new(ProblemKind::InvalidParameters)
                .with_detail(error.body_text())
                .into()),
        }
    }
}

/// The parameters of the path. A path whose parameters are not of the right kind names nothing: 404.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let none = PathParameters::default();
        let PathParameters(parameters) = parts.extensions.get().unwrap_or(&none);
        // Written as a form, because the library that reads text as numbers, ids and enums reads that.
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        serde_urlencoded::from_str(&form).map(Self).map_err(|error| {
            let named: Vec<String> = parameters
                .iter()
                .map(|(name, value)| format!("{name} `{value}`"))
                .collect();
            let detail = format!("no such resource: {} ({error})", named.join(", "));
            Problem::new(ProblemKind::NotFound).with_detail(detail).into()
        })
    }
}

/// The whole body, within the limit of the connection.
#[derive(Clone, Debug)]
pub struct Content(pub Bytes);

impl<S: Sync> FromRequest<S> for Content {
    type Rejection = Rejection;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Rejection> {
        match request.into_body().collect().await {
            Ok(body) => Ok(Self(body.to_bytes())),
            Err(error) => Err(body_problem(&error).into()),
        }
    }
}

/// What a body that could not be read means for the caller.
#[must_use]
pub fn body_problem(error: &axum::Error) -> Problem {
    let Some(cause) = BodyError::of(error) else {
        return Problem::new(ProblemKind::BadRequest).with_detail(format!("the body could not be read: {error}"));
    };
    let kind = match cause {
        BodyError::TooLarge { .. } => ProblemKind::ContentTooLarge,
        BodyError::Stalled { .. } => ProblemKind::RequestTimeout,
        BodyError::Exhausted(_) => ProblemKind::Unavailable,
        BodyError::Malformed(_) | BodyError::Incomplete { .. } | BodyError::Connection(_) => ProblemKind::BadRequest,
    };
    Problem::new(kind).with_detail(cause.to_string())
}

/// The bytes of a body that says that it is JSON; they are not parsed yet.
#[derive(Clone, Debug)]
pub struct JsonContent(pub Bytes);

impl<S: Sync> FromRequest<S> for JsonContent {
    type Rejection = Rejection;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, Rejection> {
        require_json(request.headers())?;
        Content::from_request(request, state)
            .await
            .map(|Content(bytes)| Self(bytes))
    }
}

/// What a request may say in JSON and may also leave unsaid.
#[derive(Clone, Copy, Debug)]
pub struct MaybeJson<T>(pub Option<T>);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for MaybeJson<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, Rejection> {
        let is_json = require_json(request.headers());
        let Content(content) = Content::from_request(request, state).await?;
        if content.is_empty() {
            return Ok(Self(None));
        }
        is_json?;
        serde_json::from_slice(&content).map(Self).map_err(|error| {
            if error.is_data() {
                let (line, column) = place(&error, &content);
                Problem::new(ProblemKind::ValidationFailed)
                    .with_fault("", format!("line {line}, column {column}: {}", what(&error)))
                    .into()
            } else {
                malformed_json(&error, &content).into()
            }
        })
    }
}

/// Refuses content that does not say that it is JSON.
fn require_json(fields: &HeaderMap) -> Result<(), Rejection> {
    let media_type = fields.get(header::CONTENT_TYPE);
    if media_type.is_some_and(|value| value.to_str().is_ok_and(is_json)) {
        return Ok(());
    }
    let received = media_type.map_or_else(
        || "the request has no Content-Type field".to_owned(),
        |value| format!("received `{}`", String::from_utf8_lossy(value.as_bytes())),
    );
    let problem = Problem::new(ProblemKind::UnsupportedMediaType)
        .with_detail(format!("{received}; send `Content-Type: application/json`"));
    // The response to an unsupported media type says in Accept what would be taken (RFC 9110, section 15.5.16).
    Err(Rejection::new(problem).with_field(header::ACCEPT, HeaderValue::from_static("application/json")))
}

/// The problem of a body that should be JSON and is not.
#[must_use]
pub fn malformed_json(error: &serde_json::Error, content: &[u8]) -> Problem {
    let (line, column) = place(error, content);
    Problem::new(ProblemKind::MalformedJson).with_detail(format!("line {line}, column {column}: {}", what(error)))
}

/// What is wrong. serde_json ends its messages with the place, which gets words of its own here.
fn what(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

/// Where the fault is, counted from 1. serde_json counts the bytes that it has read, so that a line break where something else
/// should be is column 0 of the line behind it; people look for it at the end of the line that it ends.
fn place(error: &serde_json::Error, content: &[u8]) -> (usize, usize) {
    let lines_before = error.line().saturating_sub(2);
    match content.split(|&byte| byte == b'\n').nth(lines_before) {
        Some(line) if error.column() == 0 && error.line() > 1 => (error.line() - 1, line.len() + 1),
        _ => (error.line(), error.column().max(1)),
    }
}

/// Whether a media type is JSON or built on it (RFC 6839, section 3.1), whatever its parameters.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let Some((type_, subtype)) = essence.split_once('/') else {
        return false;
    };
    let subtype = subtype.to_ascii_lowercase();
    !type_.is_empty()
        && ((type_.eq_ignore_ascii_case("application") && subtype == "json")
            || subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_by_its_media_type() {
        for (media_type, json) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("model/gltf+JSON", true),
            ("text/json", false),
            ("text/plain", false),
            ("application/jsonp", false),
            ("application/+json", false),
            ("json", false),
            ("", false),
        ] {
            assert_eq!(is_json(media_type), json, "{media_type}");
        }
    }

    #[test]
    fn a_fault_in_json_has_its_place() {
        for (content, detail) in [
            ("", "line 1, column 1: EOF while parsing a value"),
            ("{'a': 1}", "line 1, column 2: key must be a string"),
            ("{\n  \"a\": tru\n}", "line 2, column 11: expected ident"),
            ("{\n  \"a\": 1,\n}", "line 3, column 1: trailing comma"),
        ] {
            let error = serde_json::from_str::<serde_json::Value>(content).unwrap_err();
            assert_eq!(
                malformed_json(&error, content.as_bytes()).detail.as_deref(),
                Some(detail),
                "{content}"
            );
        }
    }
}
