//! `GET /html`, `/encoding/utf8`, `/forms/post`, `/deny`, `/robots.txt` and `/xml`: the fixed documents. The facts that clients assert are those of httpbin.

use axum::{
    body::Body,
    response::{Html, IntoResponse as _, Response},
};
use http::{HeaderValue, header};

use crate::response::with_content;

/// `GET /html`
pub async fn html() -> Html<&'static str> {
    Html(include_str!("content/page.html"))
}

/// `GET /encoding/utf8`
pub async fn utf8() -> Html<&'static str> {
    Html(include_str!("content/scripts.html"))
}

/// `GET /forms/post`
///
/// It may send its form, which the sandbox of the origin does not allow.
pub async fn form() -> Response {
    own_page(include_str!("content/form.html"))
}

/// A page that is ours, without a byte of what the caller sent. It needs no sandbox, because it has no script and may have none.
pub(super) fn own_page(page: impl Into<Body>) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    // It is the same for everybody until another version is installed.
    let control = (header::CACHE_CONTROL, HeaderValue::from_static("max-age=300"));
    ([policy, control], Html(page.into())).into_response()
}

/// `GET /xml`
pub async fn xml() -> Response {
    with_content(
        HeaderValue::from_static("application/xml"),
        include_str!("content/document.xml"),
    )
}

/// `GET /robots.txt`
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /deny\n"
}

/// `GET /deny`
pub async fn deny() -> &'static str {
    "
      .---------------.
      |   NO ENTRY    |
      |  for crawlers |
      '-------. .-----'
              | |
              | |
     ---------' '---------
     YOU SHOULDN'T BE HERE
"
}
