//! Compression on the fly, negotiated (RFC 9110, section 12.5.3).
//!
//! tower-http compresses; this module adds what a correct cache needs: `Vary` on every representation that might have been
//! compressed, and an entity tag of its own for each coding, because a strong validator must differ where the bytes differ
//! (section 8.8.3.3). `"abc"` becomes `"abc-gzip"`, and a condition is evaluated for both.
//!
//! A request with `Cache-Control: no-transform` is answered as the handler made the representation: it asks whoever stands between
//! to leave the content as it is (RFC 9111, section 5.2.1.6, and RFC 9110, section 7.7), and between the handler and the caller
//! that is this module. No coding is always allowed where a caller takes others too, and so a page, which browsers do not let
//! change `Accept-Encoding`, can have one.

use std::{convert::Infallible, future::ready};

use axum::{body::Body, response::Response};
use futures_util::FutureExt as _;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Version, header};
use smallvec::SmallVec;
use tower::{Service as _, service_fn};
use tower_http::compression::{
    Compression,
    predicate::{Predicate as _, SizeAbove},
};

use crate::{clock::Clock, conditional::tags, routes::Table};

/// Below this many bytes, coding and fields cost more than they save.
pub(crate) const MIN_BYTES: u16 = 1_024;

/// A table of routes whose representations are compressed where the caller takes that.
#[derive(Clone)]
pub struct Compress {
    table: Table,
    /// Whether a condition may name a representation together with its coding.
    tags_codings: bool,
}

impl Compress {
    /// Compresses what the table answers.
    #[must_use]
    pub fn new(table: Table) -> Self {
        Self {
            table,
            tags_codings: true,
        }
    }

    /// The same without a change to the request's conditions, for a table that tells callers what they sent. What has an entity
    /// tag there is [`Uncoded`].
    #[must_use]
    pub fn leaving_conditions(table: Table) -> Self {
        Self {
            tags_codings: false,
            ..Self::new(table)
        }
    }

    /// Answers a request.
    pub fn answer(
        &self,
        mut request: Request<Body>,
        clock: Clock,
    ) -> impl Future<Output = Response> + Send + 'static + use<> {
        let fields = request.headers_mut();
        let mut known = Vec::new();
        if self.tags_codings {
            known = add_plain(fields, header::IF_NONE_MATCH);
            add_plain(fields, header::IF_MATCH);
        }
        let taken = Taken::of(fields);
        self.table.answer(request, clock).map(move |mut response| {
            if is_worth_coding(&response) {
                vary(response.headers_mut());
                if let Some(taken) = taken {
                    response = taken.code(response);
                }
            }
            restore(&mut response, &known);
            response
        })
    }
}

/// The codings that a caller takes, in the values of Accept-Encoding.
struct Taken(SmallVec<[HeaderValue; 1]>);

impl Taken {
    /// What the request says, if it says something and lets anybody code the content.
    fn of(request: &HeaderMap) -> Option<Self> {
        if !request.contains_key(header::ACCEPT_ENCODING) || forbids_transformation(request) {
            return None;
        }
        Some(Self(request.get_all(header::ACCEPT_ENCODING).iter().cloned().collect()))
    }

    /// Puts on the coding that the caller likes best. Only what is worth it comes here, because a coder is six kilobytes of state,
    /// which would be carried along with each small response.
    fn code(self, response: Response) -> Response {
        let mut request = Request::new(());
        for value in self.0 {
            request.headers_mut().append(header::ACCEPT_ENCODING, value);
        }
        let mut response = Some(response);
        let answered = service_fn(move |_: Request<()>| {
            ready(Ok::<_, Infallible>(response.take().expect("it is asked once, below")))
        });
        let always = |_: StatusCode, _: Version, _: &HeaderMap, _: &Extensions| true;
        let mut coder = Compression::new(answered).compress_when(always);
        let Ok(coded) = coder
            .call(request)
            .now_or_never()
            .expect("a response that is there is not waited for");
        let mut response = coded.map(Body::new);
        if let Some(coding) = response.headers().get(header::CONTENT_ENCODING).cloned() {
            tag(response.headers_mut(), coding.as_bytes());
        }
        response
    }
}

/// Whether a response has content that a coding makes smaller, and nobody has said otherwise.
fn is_worth_coding(response: &Response) -> bool {
    let fields = response.headers();
    SizeAbove::new(MIN_BYTES).should_compress(response)
        && !fields.contains_key(header::CONTENT_ENCODING)
        && !fields.contains_key(header::CONTENT_RANGE)
        && response.extensions().get::<Uncoded>().is_none()
        && fields.get(header::CONTENT_TYPE).is_none_or(gets_smaller)
}

/// Whether content of a media type gets smaller. An image is compressed already, but for SVG, and nobody knows what an octet
/// stream is. A coder would hold the events of a stream back.
fn gets_smaller(media_type: &HeaderValue) -> bool {
    let media_type = media_type.as_bytes();
    let is =
        |prefix: &[u8]| media_type.len() >= prefix.len() && media_type[..prefix.len()].eq_ignore_ascii_case(prefix);
    let never = is(b"image/") || is(b"application/octet-stream") || is(b"text/event-stream");
    !never || is(b"image/svg+xml")
}

/// Whether a request asks that nobody transforms the content of its answer.
pub(crate) fn forbids_transformation(fields: &HeaderMap) -> bool {
    let directives = fields
        .get_all(header::CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','));
    directives
        .map(str::trim)
        .any(|directive| directive.eq_ignore_ascii_case("no-transform"))
}

/// A marker in the extensions of a response that must go out as it is: its entity tag or its pieces are what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Uncoded;

/// A marker in the extensions of a response whose coding, and entity tag for it, were chosen by the handler.
#[derive(Clone, Copy, Debug)]
pub struct StoredCoding;

fn is_stored(response: &Response) -> bool {
    response.extensions().get::<StoredCoding>().is_some()
}

/// Says that the representation depends on the codings that the caller takes, unless the handler said so.
pub(crate) fn vary(fields: &mut HeaderMap) {
    let is_accept_encoding = |name: &str| name.trim().eq_ignore_ascii_case("accept-encoding");
    let mut named = fields
        .get_all(header::VARY)
        .iter()
        .filter_map(|value| value.to_str().ok());
    if named.any(|names| names.split(',').any(is_accept_encoding)) {
        return;
    }
    fields.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
}

/// `"abc"` becomes `"abc-gzip"`.
pub(crate) fn tag(fields: &mut HeaderMap, coding: &[u8]) {
    if let Some(etag) = fields.get_mut(header::ETAG)
        && let Some(opaque) = etag.as_bytes().strip_suffix(b"\"")
        && let Ok(tagged) = HeaderValue::from_bytes(&[opaque, b"-", coding, b"\""].concat())
    {
        *etag = tagged;
    }
}

/// A 304 carries the fields that the 200 would have had (section 15.4.5): `Vary`, and the tag of the coding that the caller
/// has.
fn restore(response: &mut Response, known: &[Coded]) {
    let is_uncoded = response.extensions().get::<Uncoded>().is_some();
    if response.status() != StatusCode::NOT_MODIFIED || is_stored(response) || is_uncoded {
        return;
    }
    vary(response.headers_mut());
    let etag = response.headers().get(header::ETAG).map(HeaderValue::as_bytes);
    let of_state = known.iter().find(|known| Some(known.plain.as_bytes()) == etag);
    if let Some(Coded { coding, .. }) = of_state {
        tag(response.headers_mut(), coding.as_bytes());
    }
}

/// An entity tag that a condition names, of a representation with a coding.
#[derive(Debug, PartialEq, Eq)]
struct Coded {
    /// The tag without the coding in it.
    plain: String,
    coding: &'static str,
}

/// Adds to a condition the tags in it once more without the coding in them, and returns those. Those with it stay, because a handler that
/// chooses the coding itself knows its representations by them.
fn add_plain(fields: &mut HeaderMap, name: HeaderName) -> Vec<Coded> {
    let mut known = Vec::new();
    let mut added = Vec::new();
    for line in fields.get_all(&name) {
        for (is_weak, tag) in tags(line.as_bytes()) {
            let Some(coded) = Coded::of(tag) else { continue };
            added.push(format!("{}{}", if is_weak { "W/" } else { "" }, coded.plain));
            known.push(coded);
        }
    }
    if let Ok(line) = HeaderValue::try_from(added.join(", "))
        && !added.is_empty()
    {
        fields.append(name, line);
    }
    known
}

impl Coded {
    /// An entity tag with its quotes, if it names a coding.
    fn of(tag: &[u8]) -> Option<Self> {
        let tag = str::from_utf8(tag).ok()?;
        ["br", "gzip", "zstd"].into_iter().find_map(|coding| {
            let opaque = tag.strip_suffix(&format!("-{coding}\""))?;
            Some(Self {
                plain: format!("{opaque}\""),
                coding,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_already_stays_as_it_is() {
        for (media_type, smaller) in [
            ("application/json", true),
            ("image/svg+xml", true),
            ("Image/PNG", false),
            ("text/event-stream; charset=utf-8", false),
            ("application/octet-stream", false),
            ("text", true),
        ] {
            assert_eq!(
                gets_smaller(&HeaderValue::from_static(media_type)),
                smaller,
                "{media_type}"
            );
        }
    }

    #[test]
    fn the_directive_is_found_wherever_it_stands() {
        for (values, forbidden) in [
            (&[][..], false),
            (&["no-cache"], false),
            (&["no-transform"], true),
            (&["max-age=0 , No-Transform"], true),
            (&["no-cache", "no-transform"], true),
            (&["no-transformation"], false),
        ] {
            let mut fields = HeaderMap::new();
            for value in values {
                fields.append(header::CACHE_CONTROL, HeaderValue::from_static(value));
            }
            assert_eq!(forbids_transformation(&fields), forbidden, "{values:?}");
        }
    }

    #[test]
    fn that_it_depends_on_the_coding_is_said_once() {
        for (said, names) in [
            (None, "Accept-Encoding"),
            (Some("Cookie"), "Cookie, Accept-Encoding"),
            (Some("Cookie, accept-encoding"), "Cookie, accept-encoding"),
        ] {
            let mut fields: HeaderMap = said
                .map(|said| (header::VARY, HeaderValue::from_static(said)))
                .into_iter()
                .collect();
            vary(&mut fields);
            let all: Vec<_> = fields
                .get_all(header::VARY)
                .iter()
                .map(|value| value.to_str().unwrap())
                .collect();
            assert_eq!(all.join(", "), names);
        }
    }

    #[test]
    fn a_condition_names_a_representation_with_its_coding_and_without() {
        for (lines, added, codings) in [
            (&["\"abc\""][..], None, &[][..]),
            (&["*"], None, &[]),
            (&["\"abc-gzip\""], Some("\"abc\""), &["gzip"]),
            (&["W/\"a-br\", \"b\""], Some("W/\"a\""), &["br"]),
            (
                &["\"a-br\", \"b-gzip\"", "\"c,d-zstd\""],
                Some("\"a\", \"b\", \"c,d\""),
                &["br", "gzip", "zstd"],
            ),
        ] {
            let lines_of = |lines: &[&'static str]| {
                lines
                    .iter()
                    .map(|line| (header::IF_MATCH, HeaderValue::from_static(line)))
                    .collect()
            };
            let mut fields: HeaderMap = lines_of(lines);
            let known = add_plain(&mut fields, header::IF_MATCH);
            assert_eq!(
                known.iter().map(|known| known.coding).collect::<Vec<_>>(),
                codings,
                "{lines:?}"
            );
            let all: Vec<_> = fields
                .get_all(header::IF_MATCH)
                .iter()
                .map(|line| line.to_str().unwrap())
                .collect();
            let expected: Vec<_> = lines.iter().copied().chain(added).collect();
            assert_eq!(all, expected, "{lines:?}");
        }
    }

    #[test]
    fn a_304_carries_the_tag_of_the_coding_that_the_caller_has() {
        let mut fields = HeaderMap::from_iter([(
            header::IF_NONE_MATCH,
            HeaderValue::from_static("\"old-br\", \"now-gzip\""),
        )]);
        let known = add_plain(&mut fields, header::IF_NONE_MATCH);
        for (etag, expected) in [("\"now\"", "\"now-gzip\""), ("\"other\"", "\"other\"")] {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
                .headers_mut()
                .insert(header::ETAG, HeaderValue::from_static(etag));
            restore(&mut response, &known);
            assert_eq!(response.headers()[header::ETAG], expected);
        }
    }
}
