//! A representation that is made once and answers many requests.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CACHE_CONTROL, ETAG, LINK},
};
use serde::Serialize;

use crate::{
    conditional::{Validators, not_modified},
    problem::Rejection,
    response::with_content,
    system::etag_of,
};

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What an entry of the cache costs beside its content: the fields, and the cache's own bookkeeping. In bytes.
const OVERHEAD: usize = 512;

/// How the server's own cache took part in a response (RFC 9211).
#[derive(Clone, Copy, Debug)]
pub(super) enum CacheStatus {
    Hit,
    Miss,
}

impl CacheStatus {
    const fn field(self) -> HeaderValue {
        match self {
            Self::Hit => HeaderValue::from_static("Roundtrip; hit"),
            Self::Miss => HeaderValue::from_static("Roundtrip; fwd=miss"),
        }
    }
}

/// JSON, its validators, and the fields that go with it.
#[derive(Debug)]
pub(super) struct Representation {
    content: Bytes,
    validators: Validators,
    cache_control: HeaderValue,
    link: Option<HeaderValue>,
}

impl Representation {
    /// Of `value`, with an entity tag made from its bytes: a strong one, for other bytes have another.
    pub(super) fn new(value: &impl Serialize, cache_control: HeaderValue) -> Result<Self, serde_json::Error> {
        let content = serde_json::to_vec(value)?;
        let validators = Validators {
            etag: etag_of(&content),
            last_modified: None,
        };
        Ok(Self {
            content: content.into(),
            validators,
            cache_control,
            link: None,
        })
    }

    pub(super) fn with_last_modified(mut self, at: jiff::Timestamp) -> Self {
        self.validators.last_modified = Some(at.into());
        self
    }

    pub(super) fn with_link(mut self, link: HeaderValue) -> Self {
        self.link = Some(link);
        self
    }

    /// How many bytes it takes to keep, roughly.
    pub(super) fn size(&self) -> usize {
        self.content.len() + self.link.as_ref().map_or(0, HeaderValue::len) + OVERHEAD
    }

    /// Answers a GET or HEAD by the conditions of the request, in their order (RFC 9110, section 13.2.2).
    pub(super) fn respond(&self, request: &HeaderMap, status: CacheStatus) -> Response {
        if self.validators.refused_by(request) {
            let problem = Problem::new(ProblemKind::PreconditionFailed);
            let detail = "the representation is not in the state that If-Match or If-Unmodified-Since asks for";
            return Rejection::new(problem.with_detail(detail)).into_response();
        }
        let mut response = if self.validators.known_to(request) {
            self.not_modified()
        } else {
            self.whole()
        };
        let fields = response.headers_mut();
        fields.insert(CACHE_CONTROL, self.cache_control.clone());
        fields.insert(CACHE_STATUS, status.field());
        response
    }

    fn whole(&self) -> Response {
        let mut response = with_content(JSON, self.content.clone());
        let fields = response.headers_mut();
        self.validators.write(fields);
        if let Some(link) = &self.link {
            fields.insert(LINK, link.clone());
        }
        response
    }

    /// A 304 has the fields that guide caches and no others (section 15.4.5): the entity tag, and no Last-Modified beside it.
    fn not_modified(&self) -> Response {
        let mut response = not_modified();
        response.headers_mut().insert(ETAG, self.validators.etag.clone());
        response
    }
}
