//! `/hello`: the smallest dynamic page there is.

use std::borrow::Cow;

use axum::response::Response;
use contract::shop::HelloQuery;
use http::{
    HeaderValue,
    header::{USER_AGENT, VARY},
};

use super::html::escape;
use crate::{
    extract::{Fields, Query},
    response::in_place_of,
};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Greets by name, and says which browser asked.
pub async fn hello(Query(HelloQuery { name }): Query<HelloQuery>, Fields(request): Fields) -> Response {
    let name = name.as_deref().unwrap_or("World");
    let browser = request.get(USER_AGENT).map_or(Cow::Borrowed("unknown"), |agent| {
        // A field value is bytes; what is not UTF-8 in it is shown as that.
        String::from_utf8_lossy(agent.as_bytes())
    });
    let mut page = String::with_capacity(38 + name.len() + browser.len());
    page.push_str("<h1>Hello, ");
    escape(name, &mut page);
    page.push_str("!</h1><p>Your browser: ");
    escape(&browser, &mut page);
    page.push_str("</p>");

    let mut response = in_place_of(request, HTML, page);
    // Another browser gets another page, and a cache has to know.
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("User-Agent"));
    response
}
