//! A representation that is made once and answers many requests.

use std::time::{Duration, Instant};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AGE, CACHE_CONTROL, ETAG, LINK, VARY},
};
use serde::Serialize;

use crate::{
    conditional::{Validators, not_modified, precondition_failed},
    document::etag_of,
    stored::Stored,
};

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
/// What a representation of a sandbox is chosen by.
const BY_SANDBOX: HeaderValue = HeaderValue::from_static("Cookie, Origin, Sandbox");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What an entry of the cache costs beside its content: the fields, and the cache's own bookkeeping. In bytes.
const OVERHEAD: usize = 512;

/// How the server's own cache took part in a response (RFC 9211).
#[derive(Clone, Copy, Debug)]
pub(crate) enum CacheStatus {
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
pub(crate) struct Representation {
    content: Stored,
    validators: Validators,
    cache_control: HeaderValue,
    link: Option<HeaderValue>,
    whose: Whose,
    made: Instant,
}

/// Who a representation is the same for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Anybody, so that any cache may keep it, and has to know how old it is.
    Anybody,
    /// Whoever uses the sandbox, or none.
    Sandbox,
}

impl Representation {
    /// Of `value`, with an entity tag made from its bytes: a strong one, for other bytes have another.
    pub(crate) fn new(
        value: &impl Serialize,
        cache_control: HeaderValue,
        whose: Whose,
    ) -> Result<Self, serde_json::Error> {
        let content = serde_json::to_vec(value)?;
        let validators = Validators {
            etag: etag_of(&content),
            last_modified: None,
        };
        Ok(Self {
            content: Stored::new(JSON, content),
            validators,
            cache_control,
            link: None,
            whose,
            made: Instant::now(),
        })
    }

    pub(crate) fn with_last_modified(mut self, at: jiff::Timestamp) -> Self {
        self.validators.last_modified = Some(at.into());
        self
    }

    pub(crate) fn with_link(mut self, link: HeaderValue) -> Self {
        self.link = Some(link);
        self
    }

    pub(crate) fn content(&self) -> Bytes {
        self.content.identity().clone()
    }

    pub(crate) fn validators(&self) -> &Validators {
        &self.validators
    }

    /// How long ago it was made.
    pub(crate) fn age(&self) -> Duration {
        self.made.elapsed()
    }

    /// How many bytes it takes to keep, roughly.
    pub(crate) fn size(&self) -> usize {
        self.content.size() + self.link.as_ref().map_or(0, HeaderValue::len) + OVERHEAD
    }

    /// Answers a GET or HEAD, out of the cache or past it, by the conditions of the request, in their order (RFC 9110, section 13.2.2).
    pub(crate) fn respond(&self, request: &HeaderMap, status: Option<CacheStatus>) -> Response {
        if self.validators.refused_by(request) {
            return precondition_failed(request).into_response();
        }
        let mut response = if self.validators.known_to(request) {
            self.not_modified()
        } else {
            self.whole(request)
        };
        let fields = response.headers_mut();
        fields.insert(CACHE_CONTROL, self.cache_control.clone());
        if let Some(status) = status {
            fields.insert(CACHE_STATUS, status.field());
        }
        match (self.whose, status) {
            (Whose::Sandbox, _) => {
                fields.append(VARY, BY_SANDBOX);
            }
            (Whose::Anybody, Some(CacheStatus::Hit)) => {
                fields.insert(AGE, HeaderValue::from(self.age().as_secs()));
            }
            (Whose::Anybody, _) => {}
        }
        response
    }

    fn whole(&self, request: &HeaderMap) -> Response {
        let mut response = self.content.respond(request, &self.validators);
        if let Some(link) = &self.link {
            response.headers_mut().insert(LINK, link.clone());
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
