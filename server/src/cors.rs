//! Who may read what from another origin (Fetch standard, CORS protocol).
//!
//! The practice API and the toolbox are open to any page, without credentials; everything else of the app origin is closed, which
//! takes no field of the protocol, and one that keeps other pages from embedding it.

use http::{HeaderMap, HeaderValue, header};

/// Whether pages of other origins may read a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cors {
    /// Any page may, without credentials.
    Open,
    /// Only ours may.
    Closed,
}

/// The response fields that a page of another origin may read besides the safelisted ones.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Allow, Cache-Status, Content-Disposition, ETag, Exchange-Id, Link, Location, Retry-After, Sandbox, Server-Timing",
);
const ANY: HeaderValue = HeaderValue::from_static("*");
/// How many seconds a browser may remember the answer to a preflight.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
const TIMING_ALLOW_ORIGIN: header::HeaderName = header::HeaderName::from_static("timing-allow-origin");
const CROSS_ORIGIN_RESOURCE_POLICY: header::HeaderName =
    header::HeaderName::from_static("cross-origin-resource-policy");

impl Cors {
    /// Adds what says to any browser who may read a response, unless it says so itself.
    pub fn write(self, fields: &mut HeaderMap) {
        let policy = match self {
            Self::Closed => HeaderValue::from_static("same-origin"),
            Self::Open => {
                fields.entry(header::ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(ANY);
                fields.entry(header::ACCESS_CONTROL_EXPOSE_HEADERS).or_insert(EXPOSED);
                fields.entry(TIMING_ALLOW_ORIGIN).or_insert(ANY);
                HeaderValue::from_static("cross-origin")
            }
        };
        fields.entry(CROSS_ORIGIN_RESOURCE_POLICY).or_insert(policy);
    }

    /// Adds what the answer to a preflight needs, if the request is one.
    pub fn write_preflight(self, request: &HeaderMap, allow: &HeaderValue, fields: &mut HeaderMap) {
        if self == Self::Closed || !request.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return;
        }
        fields.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allow.clone());
        fields.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        // `*` would not cover Authorization, so the answer repeats what was asked for, and says that it depends on it.
        if let Some(requested) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            fields.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, requested.clone());
        }
        fields.append(header::VARY, HeaderValue::from_static("Access-Control-Request-Headers"));
    }
}
