//! What the server saw of a request, in httpbin's shape.

use std::collections::BTreeMap;

use axum::{body::Body, extract::FromRequest as _};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    Problem, ProblemKind,
    toolbox::{
        Echo, OneOrMany,
        limits::PARTS,
        shapes::{Asked, Pairs},
    },
};
use http::{HeaderMap, Request, header, request::Parts};
use serde_json::Value;

use crate::{clock::Clock, extract::Content, problem::Rejection, routes::RequestState};

/// The scheme and the host that the caller used, as far as they can be known: a proxy in front says which scheme in a field, and
/// the public URL of the origin is what its host is known by. It is also what a request without a host is for.
pub(super) fn base(request: &Parts, state: &RequestState) -> String {
    let host = request.uri.authority().map(ToString::to_string).or_else(|| {
        let host = request.headers.get(header::HOST)?;
        Some(String::from_utf8_lossy(host.as_bytes()).into_owned())
    });
    let public = state.app().origins.echo.to_string();
    let Some(host) = host else { return public };
    let tls = state.clock.peer().tls.is_some();
    let scheme = match forwarded_scheme(&request.headers) {
        Some(scheme) => scheme,
        None if tls || public.strip_prefix("https://") == Some(&host) => "https",
        None => "http",
    };
    format!("{scheme}://{host}")
}

/// The scheme that a proxy in front says that the caller used.
fn forwarded_scheme(fields: &HeaderMap) -> Option<&'static str> {
    let said = |name: &str| fields.get(name).and_then(|value| value.to_str().ok());
    match said("x-forwarded-proto").or_else(|| said("x-forwarded-protocol")) {
        Some("https") => Some("https"),
        Some("http") => Some("http"),
        _ => (said("x-forwarded-ssl") == Some("on")).then_some("https"),
    }
}

/// The address that a request came from, or what a proxy in front says of it. It is told and not trusted.
pub(super) fn address(request: &Parts, clock: &Clock) -> String {
    match request.headers.get("x-forwarded-for") {
        Some(forwarded) => String::from_utf8_lossy(forwarded.as_bytes()).into_owned(),
        None => clock.peer().remote.ip().to_string(),
    }
}

/// What a request's head asked for.
pub(super) fn asked(request: &Parts, state: &RequestState) -> Asked {
    let target = request.uri.path_and_query().map_or("/", |target| target.as_str());
    Asked {
        args: pairs(request.uri.query().unwrap_or_default().as_bytes()),
        headers: fields(&request.headers),
        origin: address(request, &state.clock),
        url: base(request, state) + target,
    }
}

/// Reads the whole request.
pub(super) async fn echo(request: Request<Body>, state: &RequestState) -> Result<Echo, Rejection> {
    let (head, body) = request.into_parts();
    let Asked {
        args,
        headers,
        origin,
        url,
    } = asked(&head, state);
    let mut echo = Echo {
        args,
        data: String::new(),
        files: Pairs::new(),
        form: Pairs::new(),
        headers,
        json: Value::Null,
        method: head.method.to_string(),
        origin,
        url,
    };
    let media_type = media_type(&head.headers);
    let Content(content) = Content::from_request(Request::from_parts(head, body), &()).await?;
    match essence(&media_type).as_str() {
        "application/x-www-form-urlencoded" => echo.form = pairs(&content),
        "multipart/form-data" => multipart(content, &media_type, &mut echo).await?,
        _ => {
            echo.json = serde_json::from_slice(&content).unwrap_or(Value::Null);
            echo.data = text(&content, "application/octet-stream");
        }
    }
    Ok(echo)
}

/// Reads a multipart form (RFC 7578): values into `form`, files into `files`.
async fn multipart(content: bytes::Bytes, media_type: &str, echo: &mut Echo) -> Result<(), Rejection> {
    let malformed = |error: multer::Error| {
        Problem::new(ProblemKind::BadRequest).with_detail(format!(
            "the multipart form is malformed: {error} (RFC 7578, section 4)"
        ))
    };
    let boundary = multer::parse_boundary(media_type).map_err(malformed)?;
    let whole = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(content)]);
    let mut form = multer::Multipart::new(whole, boundary);
    let mut parts = 0;
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        parts += 1;
        if parts > PARTS.most {
            return Err(Problem::new(ProblemKind::ContentTooLarge)
                .with_detail(format!("the form has more than {} parts", PARTS.most))
                .into());
        }
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let media_type = field
            .content_type()
            .map_or_else(|| "application/octet-stream".to_owned(), ToString::to_string);
        let value = text(&field.bytes().await.map_err(malformed)?, &media_type);
        add(if is_file { &mut echo.files } else { &mut echo.form }, name, value);
    }
    Ok(())
}

/// The body as text, or as a `data:` URL (RFC 2397) where it is not UTF-8.
fn text(content: &[u8], media_type: &str) -> String {
    match str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(content)),
    }
}

fn media_type(fields: &HeaderMap) -> String {
    let value = fields.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The pairs of `application/x-www-form-urlencoded` (URL standard), by name.
fn pairs(encoded: &[u8]) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, value) in form_urlencoded::parse(encoded) {
        add(&mut pairs, name.into_owned(), value.into_owned());
    }
    pairs
}

/// Adds a value to those of its name.
pub(super) fn add(pairs: &mut Pairs, name: String, value: String) {
    let values = match pairs.remove(&name) {
        None => OneOrMany::One(value),
        Some(OneOrMany::One(first)) => OneOrMany::Many(vec![first, value]),
        Some(OneOrMany::Many(mut values)) => {
            values.push(value);
            OneOrMany::Many(values)
        }
    };
    pairs.insert(name, values);
}

/// The fields by name, in the case that httpbin's callers know: `Content-Type`.
pub(super) fn fields(fields: &HeaderMap) -> BTreeMap<String, String> {
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

/// A field's name in the case that httpbin writes it in.
pub(super) fn capitalised(name: &str) -> String {
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
        assert_eq!(text(&[0xff, 0x00], "image/gif"), "data:image/gif;base64,/wA=");
    }
}
