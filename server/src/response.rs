//! Responses that are made with room for all their fields.
//!
//! A response gets about a dozen fields on its way out, and a map of fields that grows sorts all of them in anew, twice.

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

/// As many fields as the response of a resource has in the end, rounded up to what the map takes anyway.
const FIELDS: usize = 24;

/// A 200 with that content.
#[must_use]
pub fn with_content(media_type: HeaderValue, content: impl Into<Body>) -> Response {
    let mut response = Response::new(content.into());
    *response.headers_mut() = HeaderMap::with_capacity(FIELDS);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}
