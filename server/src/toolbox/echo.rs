//! What the server saw of a request, in httpbin's shape.

use std::collections::BTreeMap;

use axum::{body::Body, extract::FromRequest};
use base64::{Engine, prelude::BASE64_STANDARD};
use contract::toolbox::{Echo, OneOrMany};
use http::{HeaderMap, Request, header};
use serde_json::Value;

use crate::{clock::Clock, extract::Content, origin::Origin, problem::Rejection};

/// Reads the whole request. `origin` is used where the request has no Host of its own.
pub(super) async fn echo(request: Request<Body>, origin: &Origin) -> Result<Echo, Rejection> {
    let method = request.method().to_string();
    let args = pairs(request.uri().query().unwrap_or_default().as_bytes());
    let peer = request.extensions().get::<Clock>().map(Clock::peer);
    let address = peer.map(|peer| peer.remote.ip().to_string()).unwrap_or_default();
    let scheme = if peer.is_some_and(|peer| peer.tls.is_some()) {
        "https"
    } else {
        "http"
    };
    let fields = request.headers().clone();
    let host = request.uri().authority().map(ToString::to_string).or_else(|| {
        fields
            .get(header::HOST)
            .map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned())
    });
    let base = host.map_or_else(|| origin.to_string(), |host| format!("{scheme}://{host}"));
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let url = format!("{base}{target}");
    let Content(content) = Content::from_request(request, &()).await?;
    let media_type = essence(&fields);
    let is_form = media_type == "application/x-www-form-urlencoded";
    Ok(Echo {
        args,
        form: if is_form { pairs(&content) } else { BTreeMap::new() },
        files: BTreeMap::new(),
        json: serde_json::from_slice(&content).unwrap_or(Value::Null),
        data: if is_form { String::new() } else { text(&content) },
        headers: joined(&fields),
        method,
        origin: address,
        url,
    })
}

/// The body as text, or as a `data:` URL (RFC 2397) where it is not UTF-8.
fn text(content: &[u8]) -> String {
    match str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => format!(
            "data:application/octet-stream;base64,{}",
            BASE64_STANDARD.encode(content)
        ),
    }
}

fn essence(fields: &HeaderMap) -> String {
    let value = fields
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The pairs of `application/x-www-form-urlencoded` (URL standard), by name.
fn pairs(encoded: &[u8]) -> BTreeMap<String, OneOrMany> {
    let mut pairs = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(encoded) {
        let value = value.into_owned();
        match pairs.remove(&*name) {
            None => pairs.insert(name.into_owned(), OneOrMany::One(value)),
            Some(OneOrMany::One(first)) => pairs.insert(name.into_owned(), OneOrMany::Many(vec![first, value])),
            Some(OneOrMany::Many(mut values)) => {
                values.push(value);
                pairs.insert(name.into_owned(), OneOrMany::Many(values))
            }
        };
    }
    pairs
}

/// The fields by name, in the case that httpbin's callers know: `Content-Type`.
fn joined(fields: &HeaderMap) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in fields {
        let value = String::from_utf8_lossy(value.as_bytes());
        joined
            .entry(capitalised(name.as_str()))
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    joined
}

fn capitalised(name: &str) -> String {
    let mut at_start = true;
    let capitalise = |letter: char| {
        let letter = if at_start { letter.to_ascii_uppercase() } else { letter };
        at_start = letter == '-';
        letter
    };
    name.chars().map(capitalise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_again_become_lists() {
        let pairs = pairs(b"a=1&b=%C3%BC&a=2&a=3&c");
        assert_eq!(
            serde_json::to_value(pairs).unwrap(),
            serde_json::json!({"a": ["1", "2", "3"], "b": "ü", "c": ""})
        );
    }

    #[test]
    fn field_names_are_written_as_httpbin_does() {
        for (name, written) in [
            ("content-type", "Content-Type"),
            ("x-b3-traceid", "X-B3-Traceid"),
            ("te", "Te"),
        ] {
            assert_eq!(capitalised(name), written);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_kept() {
        assert_eq!(text(&[0xff, 0x00]), "data:application/octet-stream;base64,/wA=");
    }
}
