//! Cookies (RFC 6265) of the caller's own: shown, set and deleted.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use contract::{
    Problem,
    toolbox::{limits::PAIRS, shapes::SeenCookies},
};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};

use super::{
    arguments::{Arguments, refusal},
    echo::base,
    fields::own_cookie,
    json::json,
    redirect::found,
};
use crate::{problem::Rejection, routes::RequestState};

/// `GET /cookies`
pub async fn cookies(request: HeaderMap) -> Response {
    json(&SeenCookies { cookies: all(&request) })
}

/// `GET /cookies/set`
pub async fn set_cookies(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let secure = is_secure(&request, &state);
    let mut response = found("/cookies")?;
    for (name, value) in arguments.pairs(&PAIRS)? {
        let cookie = cookie(name, value, if secure { "; Secure" } else { "" })?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /cookies/set/{name}/{value}`
pub async fn set_cookie(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let secure = if is_secure(&request, &state) { "; Secure" } else { "" };
    let cookie = cookie(arguments.part("name"), arguments.part("value"), secure)?;
    let mut response = found("/cookies")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `GET /cookies/delete`
pub async fn delete_cookies(arguments: Arguments) -> Result<Response, Rejection> {
    let mut response = found("/cookies")?;
    for (name, _) in arguments.pairs(&PAIRS)? {
        // Two ways to say it: Max-Age is the newer one.
        let cookie = cookie(name, "", "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The cookies of a request; of several of one name the first, which is the one with the longest path (RFC 6265, section 5.4).
pub(super) fn all(request: &HeaderMap) -> BTreeMap<String, String> {
    let mut cookies = BTreeMap::new();
    for value in request.get_all(header::COOKIE) {
        let text = String::from_utf8_lossy(value.as_bytes());
        for pair in text.split(';').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            cookies.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    cookies
}

fn is_secure(request: &Parts, state: &RequestState) -> bool {
    base(request, state).starts_with("https:")
}

/// A value of Set-Cookie.
pub(super) fn cookie(name: &str, value: &str, attributes: &str) -> Result<HeaderValue, Problem> {
    cookie_of(name, value, attributes).map_err(|wrong| {
        refusal(
            name,
            &wrong,
            "a name that is a token, and a value without spaces, quotes, commas, semicolons and backslashes",
        )
    })
}

/// The same, or what is wrong with it (RFC 6265, section 4.1.1).
pub(super) fn cookie_of(name: &str, value: &str, attributes: &str) -> Result<HeaderValue, String> {
    if HeaderName::try_from(name).is_err() {
        return Err(format!("`{name}` is no name for a cookie"));
    }
    own_cookie(name)?;
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if !value.bytes().all(is_octet) {
        return Err(format!("`{}` is no value for a cookie", value.escape_debug()));
    }
    HeaderValue::try_from(format!("{name}={value}; Path=/{attributes}")).map_err(|_| "it is no field value".to_owned())
}
