//! Why the listener does not go on with a message, and the response that says so when there is nobody else to say it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use contract::{Problem, ProblemKind, problem::PROBLEM_JSON};
use http::{
    HeaderValue, Response,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
};
use uuid::Uuid;

use super::{field_name::title_case, meters};

/// A message that is refused below the level of requests: its bytes are no HTTP, or come too slowly, or are too many.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    /// What kind of problem it is, with its status code.
    pub kind: ProblemKind,
    /// Which rule was broken, where, and which section of the specification sets it.
    pub detail: String,
}

impl Refusal {
    // Cold, so that what leads here is not in the way of what is sound.
    #[cold]
    pub(super) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }

    /// The whole response in HTTP/1.1, ready to be written: always the last one of its connection. `read` is how long the message
    /// had been arriving, if that was measured.
    pub(super) fn last_words(&self, content: Content, read: Option<Duration>) -> Vec<u8> {
        let (parts, body) = self.response().into_parts();
        let mut words = format!(
            "HTTP/1.1 {} {}\r\nDate: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            parts.status.as_str(),
            parts.status.canonical_reason().unwrap_or_default(),
            httpdate::HttpDate::from(SystemTime::now()),
            body.len(),
        )
        .into_bytes();
        for (name, value) in &parts.headers {
            words.extend([title_case(name.as_str()).as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        if let Some(read) = read {
            words.extend(format!("Server-Timing: read;dur={:.3}\r\n", read.as_secs_f64() * 1e3).into_bytes());
        }
        words.extend(b"\r\n");
        if content == Content::Sent {
            words.extend(body);
        }
        words
    }

    /// The response in whichever version of HTTP, without the fields that a version's own layer adds.
    pub(super) fn response(&self) -> Response<Bytes> {
        let exchange = Uuid::now_v7();
        tracing::info!(exchange_id = %exchange, status = self.kind.status().as_u16(), detail = self.detail, "message refused");
        meters::count_refusal(self.kind);
        let problem = Problem::new(self.kind).with_detail(self.detail.as_str());
        let body = serde_json::to_vec(&problem).expect("a problem consists of strings and a number");
        let mut response = Response::new(body.into());
        *response.status_mut() = self.kind.status();
        let fields = response.headers_mut();
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let exchange = HeaderValue::try_from(exchange.to_string()).expect("a UUID is letters, digits and hyphens");
        fields.insert("exchange-id", exchange);
        if self.kind == ProblemKind::Unavailable {
            // Connections come and go within seconds, so there is no use in staying away longer.
            fields.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// Whether a response carries its content: a response to HEAD does not (RFC 9110, section 9.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Sent,
    Omitted,
}
