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
    in_map(HeaderMap::with_capacity(FIELDS), media_type, content)
}

/// The same, whose fields are kept where those of the request were, of which nothing stays. hyper keeps the fields of the next
/// request where those of this response were, so that a connection gets by with one map.
#[must_use]
pub fn in_place_of(mut request: HeaderMap, media_type: HeaderValue, content: impl Into<Body>) -> Response {
    request.clear();
    request.reserve(FIELDS);
    in_map(request, media_type, content)
}

fn in_map(mut fields: HeaderMap, media_type: HeaderValue, content: impl Into<Body>) -> Response {
    let mut response = Response::new(content.into());
    fields.insert(CONTENT_TYPE, media_type);
    *response.headers_mut() = fields;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_request_is_in_its_response() {
        let mut request = HeaderMap::new();
        request.append("cookie", HeaderValue::from_static("a=1"));
        request.append("cookie", HeaderValue::from_static("b=2"));
        request.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let response = in_place_of(request, HeaderValue::from_static("text/html"), "");
        let fields: Vec<_> = response.headers().iter().collect();
        assert_eq!(fields, [(&CONTENT_TYPE, &HeaderValue::from_static("text/html"))]);
    }
}
