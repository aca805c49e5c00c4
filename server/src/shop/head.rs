//! What a handler that writes needs of the request beside its content.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts},
};
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header, request::Parts};

use crate::{extract::Content, problem::Rejection};

/// The head of a request.
#[derive(Clone, Debug)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// The target.
    pub uri: Uri,
    /// The fields.
    pub fields: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Head {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            fields: parts.headers.clone(),
        })
    }
}

/// The bytes of a body that says that it is a JSON merge patch, or plain JSON; they are not parsed yet. A patch of another kind is
/// JSON as well, and would be understood as something that it does not say.
#[derive(Clone, Debug)]
pub struct PatchContent(pub Bytes);

const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");
const PATCHES: HeaderValue = HeaderValue::from_static("application/merge-patch+json, application/json");

impl<S: Sync> FromRequest<S> for PatchContent {
    type Rejection = Rejection;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, Rejection> {
        let media_type = essence(request.headers());
        if !matches!(&*media_type, "application/merge-patch+json" | "application/json") {
            let problem = Problem::new(ProblemKind::UnsupportedMediaType).with_detail(format!(
                "received `{media_type}`; send `Content-Type: application/merge-patch+json`"
            ));
            return Err(Rejection::new(problem).with_field(ACCEPT_PATCH, PATCHES));
        }
        Content::from_request(request, state)
            .await
            .map(|Content(bytes)| Self(bytes))
    }
}

/// The media type of the content, without its parameters and in lower case; empty where there is none.
pub(super) fn essence(fields: &HeaderMap) -> String {
    let value = fields
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
