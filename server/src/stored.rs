//! Content that is kept to be answered with many times: each content coding is put on once, when somebody first takes it.

use std::{io::Write as _, sync::OnceLock};

use async_compression::{Level, tokio::write::BrotliEncoder};
use axum::response::Response;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderValue, header};
use tokio::io::AsyncWriteExt as _;

use crate::{
    compress::{MIN_BYTES, StoredCoding, forbids_transformation, tag, vary},
    conditional::Validators,
    encoding::{Coding, accepted},
    response::with_content,
};

/// How hard Brotli tries, of 11: more makes it slower than the work that it is to save.
const BROTLI_QUALITY: Level = Level::Precise(5);

/// Content in the codings that were asked for so far.
#[derive(Debug)]
pub struct Stored {
    media_type: HeaderValue,
    identity: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Stored {
    /// Content that gets smaller by a coding, as text does.
    pub fn new(media_type: HeaderValue, content: impl Into<Bytes>) -> Self {
        Self {
            media_type,
            identity: content.into(),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// As it is without a coding.
    pub fn identity(&self) -> &Bytes {
        &self.identity
    }

    /// How many bytes it takes to keep at most, roughly: text in two codings is together no longer than it was.
    pub fn size(&self) -> usize {
        2 * self.identity.len()
    }

    /// A 200 with the content in the coding that the caller likes best. Other codings than these, and content that is too short for
    /// any, are left to whoever sees the response next.
    pub fn respond(&self, request: &HeaderMap, validators: &Validators) -> Response {
        let coding = self.coding_for(request);
        let content = match coding {
            Coding::Identity => &self.identity,
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.identity)),
            Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.identity)),
        };
        let mut response = with_content(self.media_type.clone(), content.clone());
        validators.write(response.headers_mut());
        if coding != Coding::Identity {
            response.extensions_mut().insert(StoredCoding);
            let fields = response.headers_mut();
            tag(fields, coding.name().as_bytes());
            fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            vary(fields);
        }
        response
    }

    fn coding_for(&self, request: &HeaderMap) -> Coding {
        let is_coded = request.contains_key(header::ACCEPT_ENCODING)
            && self.identity.len() >= usize::from(MIN_BYTES)
            && !forbids_transformation(request);
        let coding = is_coded.then(|| accepted(request).next()).flatten();
        coding.unwrap_or(Coding::Identity)
    }
}

fn brotli(content: &[u8]) -> Bytes {
    // The encoder of the library `brotli` itself would be compiled here once more.
    let mut encoder = BrotliEncoder::with_quality(Vec::new(), BROTLI_QUALITY);
    let coded = async {
        encoder.write_all(content).await?;
        encoder.shutdown().await
    };
    coded
        .now_or_never()
        .expect("memory is not waited for")
        .expect("memory can be written");
    encoder.into_inner().into()
}

fn gzip(content: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .expect("memory can be written")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validators() -> Validators {
        Validators {
            etag: HeaderValue::from_static("\"abc\""),
            last_modified: None,
        }
    }

    fn accepting(codings: &'static str) -> HeaderMap {
        [(header::ACCEPT_ENCODING, HeaderValue::from_static(codings))]
            .into_iter()
            .collect()
    }

    #[test]
    fn a_coding_has_an_entity_tag_of_its_own_and_says_what_it_was_chosen_by() {
        let stored = Stored::new(HeaderValue::from_static("text/plain"), "many words, ".repeat(200));
        for (codings, coding, etag) in [
            ("gzip", Some("gzip"), "\"abc-gzip\""),
            ("gzip, br", Some("br"), "\"abc-br\""),
            ("identity", None, "\"abc\""),
            // That is for whoever codes on the way.
            ("zstd", None, "\"abc\""),
        ] {
            let response = stored.respond(&accepting(codings), &validators());
            let fields = response.headers();
            assert_eq!(fields[header::ETAG], etag, "{codings}");
            assert_eq!(
                fields.get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes),
                coding.map(str::as_bytes),
                "{codings}"
            );
            assert_eq!(fields.contains_key(header::VARY), coding.is_some(), "{codings}");
        }
    }

    #[test]
    fn what_is_short_or_not_to_be_transformed_has_no_coding() {
        let short = Stored::new(HeaderValue::from_static("text/plain"), "few words");
        let response = short.respond(&accepting("br"), &validators());
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));

        let long = Stored::new(HeaderValue::from_static("text/plain"), "many words, ".repeat(200));
        let mut request = accepting("br");
        request.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-transform"));
        assert!(
            !long
                .respond(&request, &validators())
                .headers()
                .contains_key(header::CONTENT_ENCODING)
        );
    }
}
