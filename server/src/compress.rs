//! Compression on the fly, negotiated (RFC 9110, section 12.5.3).
//!
//! tower-http compresses; this module adds what a correct cache needs: `Vary` on every representation that might have been
//! compressed, and an entity tag of its own for each coding, because a strong validator must differ where the bytes differ
//! (section 8.8.3.3). `"abc"` becomes `"abc-gzip"`, and a condition is evaluated for both.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{Router, body::Body, response::Response};
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use tower::Service;
use tower_http::compression::{
    Compression,
    predicate::{And, NotForContentType, Predicate, SizeAbove},
};

/// Below this many bytes, coding and fields cost more than they save.
const MIN_BYTES: u16 = 1_024;

type Compressible = And<And<SizeAbove, NotForContentType>, And<NotForContentType, NotForContentType>>;

/// What is worth compressing. An event stream is not: a coder would hold events back.
fn compressible() -> Compressible {
    SizeAbove::new(MIN_BYTES)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE.and(NotForContentType::const_new("application/octet-stream")))
}

/// A router whose representations are compressed where the caller takes that.
#[derive(Clone)]
pub struct Compress {
    plain: Router,
    compressed: Compression<Router, Compressible>,
}

impl Compress {
    /// Compresses what `router` answers.
    #[must_use]
    pub fn new(router: Router) -> Self {
        let compressed = Compression::new(router.clone()).compress_when(compressible());
        Self {
            plain: router,
            compressed,
        }
    }
}

impl Service<Request<Body>> for Compress {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let known = request.headers_mut().get_mut(header::IF_NONE_MATCH).and_then(add_plain);
        if let Some(condition) = request.headers_mut().get_mut(header::IF_MATCH) {
            add_plain(condition);
        }
        let takes_coding = request.headers().contains_key(header::ACCEPT_ENCODING);
        if !takes_coding {
            let answer = self.plain.call(request);
            return Box::pin(async move {
                let mut response = answer.await?;
                if compressible().should_compress(&response)
                    && !response.headers().contains_key(header::CONTENT_ENCODING)
                {
                    vary(response.headers_mut());
                }
                restore(&mut response, known);
                Ok(response)
            });
        }
        let answer = self.compressed.call(request);
        Box::pin(async move {
            let mut response = answer.await?.map(Body::new);
            if let Some(coding) = response.headers().get(header::CONTENT_ENCODING).cloned()
                && !is_stored(&response)
            {
                tag(response.headers_mut(), coding.as_bytes());
            }
            restore(&mut response, known);
            Ok(response)
        })
    }
}

/// A marker in the extensions of a response whose coding, and entity tag for it, were chosen by the handler.
#[derive(Clone, Copy, Debug)]
pub struct StoredCoding;

fn is_stored(response: &Response) -> bool {
    response.extensions().get::<StoredCoding>().is_some()
}

fn vary(fields: &mut HeaderMap) {
    fields.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
}

/// `"abc"` becomes `"abc-gzip"`.
fn tag(fields: &mut HeaderMap, coding: &[u8]) {
    if let Some(etag) = fields.get_mut(header::ETAG)
        && let Some(opaque) = etag.as_bytes().strip_suffix(b"\"")
        && let Ok(tagged) = HeaderValue::from_bytes(&[opaque, b"-", coding, b"\""].concat())
    {
        *etag = tagged;
    }
}

/// A 304 carries the fields that the 200 would have had (section 15.4.5): `Vary`, and the tag of the coding that the caller
/// has.
fn restore(response: &mut Response, known: Option<&'static str>) {
    if response.status() != StatusCode::NOT_MODIFIED || is_stored(response) {
        return;
    }
    vary(response.headers_mut());
    if let Some(coding) = known {
        tag(response.headers_mut(), coding.as_bytes());
    }
}

/// Adds the tags of a condition once more without the coding in them, and says which coding that was. Those with it stay,
/// because a handler that chooses the coding itself knows its representations by them.
fn add_plain(condition: &mut HeaderValue) -> Option<&'static str> {
    let text = condition.to_str().ok()?;
    let coding = ["br", "gzip", "zstd"]
        .into_iter()
        .find(|coding| text.contains(&format!("-{coding}\"")))?;
    let plain = text.replace(&format!("-{coding}\""), "\"");
    *condition = HeaderValue::try_from(format!("{text}, {plain}")).ok()?;
    Some(coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_names_a_representation_with_its_coding_and_without() {
        for (condition, expected, coding) in [
            ("\"abc\"", "\"abc\"", None),
            ("*", "*", None),
            ("\"abc-gzip\"", "\"abc-gzip\", \"abc\"", Some("gzip")),
            ("W/\"a-br\", \"b\"", "W/\"a-br\", \"b\", W/\"a\", \"b\"", Some("br")),
        ] {
            let mut value = HeaderValue::from_static(condition);
            assert_eq!(add_plain(&mut value), coding, "{condition}");
            assert_eq!(value, expected, "{condition}");
        }
    }
}
