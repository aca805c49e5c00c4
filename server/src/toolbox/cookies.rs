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
    let attributes = Attributes::of(arguments.pairs(&PAIRS)?, is_secure(&request, &state))?;
    let mut response = found("/cookies")?;
    for (name, value) in arguments.pairs(&PAIRS)? {
        if attribute(name).is_none() {
            let cookie = attributes.cookie(name, value)?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// The name of a parameter such as `attr[Path]`, in go-httpbin's form: it is for all cookies of the request.
fn attribute(parameter: &str) -> Option<&str> {
    parameter.strip_prefix("attr[")?.strip_suffix(']')
}

/// The attributes of cookies (RFC 6265, section 4.1.2).
struct Attributes {
    path: String,
    others: String,
}

impl Attributes {
    fn of(pairs: &[(String, String)], secure: bool) -> Result<Self, Problem> {
        let mut attributes = Self {
            path: "/".to_owned(),
            others: String::new(),
        };
        let mut secure = secure;
        for (parameter, value) in pairs {
            let Some(name) = attribute(parameter) else { continue };
            let refused = |right| {
                Err(refusal(
                    parameter,
                    &format!("`{value}` is not a value of {name}"),
                    right,
                ))
            };
            let is_text = value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b';');
            match name.to_ascii_lowercase().as_str() {
                "path" if is_text && value.starts_with('/') => attributes.path.clone_from(value),
                "path" => return refused("a path that begins with a slash"),
                "domain" if is_text && !value.is_empty() => attributes.others += &format!("; Domain={value}"),
                "domain" => return refused("a domain"),
                "samesite" => match value.to_ascii_lowercase().as_str() {
                    "lax" | "strict" | "none" => attributes.others += &format!("; SameSite={value}"),
                    _ => return refused("Lax, Strict or None"),
                },
                "secure" => match value.parse() {
                    Ok(wanted) => secure = wanted,
                    Err(_) => return refused("true or false"),
                },
                "httponly" => match value.parse() {
                    Ok(true) => attributes.others += "; HttpOnly",
                    Ok(false) => {}
                    Err(_) => return refused("true or false"),
                },
                _ => {
                    return Err(refusal(
                        parameter,
                        "there is no such attribute",
                        "Path, Domain, SameSite, Secure or HttpOnly",
                    ));
                }
            }
        }
        if secure {
            attributes.others += "; Secure";
        }
        Ok(attributes)
    }

    fn cookie(&self, name: &str, value: &str) -> Result<HeaderValue, Problem> {
        cookie_at(&self.path, name, value, &self.others)
    }
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
    cookie_at("/", name, value, attributes)
}

fn cookie_at(path: &str, name: &str, value: &str, attributes: &str) -> Result<HeaderValue, Problem> {
    cookie_of(path, name, value, attributes).map_err(|wrong| {
        refusal(
            name,
            &wrong,
            "a name that is a token, and a value without spaces, commas, semicolons and backslashes, in double quotes or without any",
        )
    })
}

/// The same, or what is wrong with it (RFC 6265, section 4.1.1).
pub(super) fn cookie_of(path: &str, name: &str, value: &str, attributes: &str) -> Result<HeaderValue, String> {
    if HeaderName::try_from(name).is_err() {
        return Err(format!("`{name}` is no name for a cookie"));
    }
    own_cookie(name)?;
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    let unquoted = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value);
    if !unquoted.bytes().all(is_octet) {
        return Err(format!("`{}` is no value for a cookie", value.escape_debug()));
    }
    HeaderValue::try_from(format!("{name}={value}; Path={path}{attributes}"))
        .map_err(|_| "it is no field value".to_owned())
}
