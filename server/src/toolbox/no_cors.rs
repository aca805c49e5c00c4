//! `GET /no-cors`: what a page of another origin may not read.

use axum::response::{Html, IntoResponse};
use http::{HeaderName, HeaderValue};

/// Answers without the fields of the CORS protocol, on an origin that is otherwise open: a browser gets the response and keeps
/// it from the page that asked.
///
/// Other origins may embed it (Fetch standard, `Cross-Origin-Resource-Policy`), so that it is CORS alone that keeps it from
/// them; a page that asks for it without reading it finds out that there is an answer.
pub async fn no_cors() -> impl IntoResponse {
    const POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    (
        [(POLICY, HeaderValue::from_static("cross-origin"))],
        Html("<p>A browser shows you this page, but keeps it from the script of another origin.</p>\n"),
    )
}
