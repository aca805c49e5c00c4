//! What the server saw of a request, in httpbin's shape.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    extract::FromRequest as _,
    response::{IntoResponse as _, Response},
};
use contract::toolbox::{
    Echo, OneOrMany,
    shapes::{Asked, Pairs},
};
use http::{HeaderMap, Request, header, request::Parts};
use serde::Serialize;
use tokio::{runtime::Handle, task::spawn_blocking};

use super::{form::Content as FormContent, json::json};
use crate::{clock::Clock, extract::Content, listen::field_name::title_case, problem::Rejection, routes::RequestState};

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

/// The scheme that a proxy in front says that the caller used. Of several proxies the first is the one that the caller spoke to (RFC 7239,
/// section 4).
fn forwarded_scheme(fields: &HeaderMap) -> Option<&'static str> {
    let first = |name: &str| {
        let value = fields.get(name)?.to_str().ok()?;
        value.split(',').next().map(str::trim)
    };
    let by_standard = || {
        first("forwarded")?.split(';').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("proto")
                .then(|| value.trim().trim_matches('"'))
        })
    };
    let scheme = first("x-forwarded-proto")
        .or_else(|| first("x-forwarded-protocol"))
        .or_else(by_standard);
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        Some("https") => Some("https"),
        Some("http") => Some("http"),
        _ => (first("x-forwarded-ssl") == Some("on")).then_some("https"),
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
        args: args(request.uri.query().unwrap_or_default()),
        headers: fields(&request.headers),
        origin: address(request, &state.clock),
        url: base(request, state) + target,
    }
}

/// Content from this size on is read and written on a thread of its own, because that takes milliseconds.
const LARGE: usize = 64 * 1024;

/// What was seen of a whole request.
pub(super) struct Echoed {
    echo: Echo,
    /// The size of its content in bytes.
    size: usize,
}

/// Reads the whole request.
pub(super) async fn echo(request: Request<Body>, state: &RequestState) -> Result<Echoed, Rejection> {
    let (head, body) = request.into_parts();
    let asked = asked(&head, state);
    let method = head.method.to_string();
    let fields = head.headers.clone();
    let Content(content) = Content::from_request(Request::from_parts(head, body), &()).await?;
    let size = content.len();
    let content = if size < LARGE {
        FormContent::read(content, &fields).await?
    } else {
        let runtime = Handle::current();
        let read = spawn_blocking(move || runtime.block_on(FormContent::read(content, &fields)));
        read.await.map_err(Rejection::internal)??
    };
    let Asked {
        args,
        headers,
        origin,
        url,
    } = asked;
    let echo = Echo {
        args,
        data: content.data,
        files: content.files,
        form: content.form,
        headers,
        json: content.json,
        method,
        origin,
        url,
    };
    Ok(Echoed { echo, size })
}

impl Echoed {
    /// A 200 with it, in that shape.
    pub(super) async fn respond<T: Serialize + 'static>(self, shape: fn(Echo) -> T) -> Response {
        let Self { echo, size } = self;
        let write = move || json(&shape(echo));
        if size < LARGE {
            return write();
        }
        let written = spawn_blocking(write).await;
        written.unwrap_or_else(|error| Rejection::internal(error).into_response())
    }
}

/// The pairs of a query, by name. The limit on the target keeps them few.
fn args(query: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
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

/// The headers by name, in the case that httpbin's callers know: `Content-Type`. The values of several lines are joined by commas, and those
/// of Cookie, which HTTP/2 sends in pieces, by semicolons (RFC 9113, section 8.2.3).
pub(super) fn fields(fields: &HeaderMap) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in fields {
        let value = String::from_utf8_lossy(value.as_bytes());
        let separator = if name == header::COOKIE { "; " } else { "," };
        joined
            .entry(title_case(name.as_str()))
            .and_modify(|values| {
                values.push_str(separator);
                values.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_the_one_that_the_caller_used() {
        for (name, value, scheme) in [
            ("x-forwarded-proto", "https", Some("https")),
            ("x-forwarded-proto", "https, http", Some("https")),
            ("x-forwarded-proto", " HTTPS ,http", Some("https")),
            ("x-forwarded-proto", "gopher", None),
            ("x-forwarded-ssl", "on", Some("https")),
            ("forwarded", "for=192.0.2.60;proto=https;by=203.0.113.43", Some("https")),
            (
                "forwarded",
                "for=192.0.2.43; Proto=\"https\", for=198.51.100.17;proto=http",
                Some("https"),
            ),
            ("forwarded", "for=192.0.2.43", None),
        ] {
            let fields = HeaderMap::from_iter([(header::HeaderName::from_static(name), value.parse().unwrap())]);
            assert_eq!(forwarded_scheme(&fields), scheme, "{name}: {value}");
        }
    }

    #[test]
    fn the_values_of_several_lines_are_joined() {
        let lines = [
            ("cookie", "a=1"),
            ("accept", "text/html"),
            ("cookie", "b=2"),
            ("accept", "*/*"),
        ];
        let lines = lines.map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()));
        let fields = fields(&HeaderMap::from_iter(lines));
        assert_eq!((&*fields["Cookie"], &*fields["Accept"]), ("a=1; b=2", "text/html,*/*"));
    }
}
