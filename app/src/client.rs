//! The typed API client, over the browser's Fetch: every call that it makes becomes an [`Exchange`] in the log.
//!
//! - [`draft`]: a request as it is asked for, and what of it a browser will not send
//! - [`send`](Client::send): one draft, one exchange; a failure is an exchange too
//! - [`call`](Client::call): an endpoint descriptor in, its typed answer or the problem out, with retries where they are safe
//! - [`call`](mod@call): a call that is made once, with its exchange whatever comes of it
//! - [`asked`]: an answer for views, which show every state of the asking
//! - `fetch` talks to the browser, [`timing`] reads its clocks, [`failure`] says what went wrong, [`retry`] when to ask again
//! - [`live`]: what happens, as it happens, by three transports
//! - [`octets`] and [`kept`]: the bodies that came, whole, while there is room for them

pub mod asked;
pub mod call;
pub mod draft;
pub mod failure;
mod fetch;
pub mod kept;
pub mod live;
pub mod octets;
pub mod retry;
pub mod timing;

use contract::{
    Endpoint, Problem,
    endpoint::{Content, NoContent, NoParameters, RequestContent, ResponseContent},
};
use exchange::{Exchange, Outcome, message::field};
use leptos::prelude::*;
use uuid::Uuid;

pub use self::{asked::Asked, call::Called, fetch::Cancel, kept::Received, octets::Octets};
use self::{
    draft::Draft,
    fetch::Sent,
    kept::{KEPT_BYTES, Kept},
    retry::Pause,
};
use crate::log::Log;

/// Sends requests, and writes each exchange down. To be taken from the context: `expect_context::<Client>()`.
#[derive(Clone, Copy)]
pub struct Client {
    origins: StoredValue<Origins>,
    log: Log,
    kept: StoredValue<Kept, LocalStorage>,
}

/// Where the two origins are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// The base of URLs that begin with a slash: empty where the pages come from the API's own origin.
    pub api: String,
    /// The echo origin, without a slash at the end.
    pub echo: String,
}

/// The answer of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// What it says.
    pub content: T,
    /// The exchange that brought it.
    pub exchange: Exchange,
}

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The server refused it.
    #[error("{0}")]
    Problem(Problem),
    /// Nothing came back that could be read.
    #[error("{}", .0.detail)]
    Failure(exchange::Failure),
    /// What came back is not what the endpoint promises.
    #[error("the answer is not what {endpoint} promises: {detail}")]
    Unexpected {
        /// The endpoint.
        endpoint: &'static str,
        /// What is wrong with it.
        detail: String,
    },
}

impl Client {
    /// Provides a client to everything below; it reads from the document where the origins are.
    pub fn provide(log: Log) {
        let client = Self {
            origins: StoredValue::new(Origins::here()),
            log,
            kept: StoredValue::new_local(Kept::new(KEPT_BYTES)),
        };
        provide_context(client);
    }

    /// Where the two origins are.
    #[must_use]
    pub fn origins(self) -> Origins {
        self.origins.get_value()
    }

    /// Sends a draft once, and waits for the end of the response.
    pub async fn send(self, draft: &Draft, cancel: &Cancel) -> Exchange {
        self.send_and_keep(draft, cancel).await.exchange
    }

    async fn send_and_keep(self, draft: &Draft, cancel: &Cancel) -> Sent {
        let sent = fetch::send(draft, &self.origins().api, cancel).await;
        self.keep(&sent.exchange, sent.received.clone(), sent.called);
        sent
    }

    /// Writes an exchange down, with the body that came.
    fn keep(self, exchange: &Exchange, received: Option<Received>, called: f64) {
        if let Some(received) = received {
            self.kept.update_value(|kept| kept.push(exchange.id, received));
        }
        self.log.push(exchange.clone(), called);
    }

    /// The body that an exchange of this page brought, as far as it is kept.
    #[must_use]
    pub fn received(self, exchange: Uuid) -> Option<Received> {
        self.kept.with_value(|kept| kept.of(exchange))
    }

    /// Asks for what the server has at that path. As with [`Client::ask`], that is not in the log.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn look_up<E>(self, path: &E::Path, cancel: &Cancel) -> Result<Answer<E::Response>, CallError>
    where
        E: Endpoint<Query = NoParameters, Body = NoContent>,
    {
        self.ask::<E>(path, &NoParameters::default(), &NoContent, cancel).await
    }

    /// Calls an endpoint that is about exchanges, once. It is none of the user's own requests, so it is not in the log.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn ask<E: Endpoint>(
        self,
        path: &E::Path,
        query: &E::Query,
        body: &E::Body,
        cancel: &Cancel,
    ) -> Result<Answer<E::Response>, CallError> {
        let draft = draft_of::<E>(path, query, body)?;
        answer::<E>(fetch::send(&draft, &self.origins().api, cancel).await)
    }

    /// Calls an endpoint. What is safe to ask again is asked again when the way or the server fails for a moment.
    ///
    /// # Errors
    /// When the server refuses, when nothing comes back, or when what comes back is not what the endpoint promises.
    pub async fn call<E: Endpoint>(
        self,
        path: &E::Path,
        query: &E::Query,
        body: &E::Body,
        cancel: &Cancel,
    ) -> Result<Answer<E::Response>, CallError> {
        let draft = draft_of::<E>(path, query, body)?;
        for attempt in 0.. {
            let sent = self.send_and_keep(&draft, cancel).await;
            match retry::pause_before_next(&draft.method, &sent.exchange, attempt) {
                Some(Pause { ms }) if !cancel.is_cancelled() => gloo_timers::future::TimeoutFuture::new(ms).await,
                _ => return answer::<E>(sent),
            }
        }
        unreachable!("retry::pause_before_next ends every sequence of attempts")
    }
}

/// The request of a call.
fn draft_of<E: Endpoint>(path: &E::Path, query: &E::Query, body: &E::Body) -> Result<Draft, CallError> {
    let unexpected = |detail: String| CallError::Unexpected {
        endpoint: E::ID,
        detail,
    };
    let content = match E::Body::MEDIA_TYPE {
        Some(media_type) => {
            let bytes = body.encode().map_err(|error| unexpected(error.to_string()))?;
            let text = String::from_utf8(bytes).map_err(|error| unexpected(error.to_string()))?;
            Some((media_type, text))
        }
        None => None,
    };
    Ok(Draft::of_call(&E::method(), E::target(path, query), content))
}

/// What an exchange means for the caller of an endpoint.
fn answer<E: Endpoint>(sent: Sent) -> Result<Answer<E::Response>, CallError> {
    let Sent { exchange, received, .. } = sent;
    let unexpected = |detail: String| CallError::Unexpected {
        endpoint: E::ID,
        detail,
    };
    let response = match &exchange.outcome {
        Outcome::Failure(failure) => return Err(CallError::Failure(failure.clone())),
        Outcome::Response(response) => response,
    };
    let text = response
        .body
        .as_ref()
        .and_then(exchange::Body::text)
        .unwrap_or_default();
    if !E::has_usual_content(&response.status.to_string()) {
        return Err(match serde_json::from_str(text) {
            Ok(problem) if is_problem(&response.fields) => CallError::Problem(problem),
            _ => unexpected(format!("status {} and no problem", response.status)),
        });
    }
    // An exchange carries the beginning of a long body only.
    let whole = received.filter(|received| received.octets.len() > text.len());
    let whole = whole.map(|received| received.octets.copy(0..received.octets.len()));
    match E::Response::decode(whole.as_deref().unwrap_or(text.as_bytes())) {
        Ok(content) => Ok(Answer { content, exchange }),
        Err(error) => Err(unexpected(error.to_string())),
    }
}

/// Whether a media type is JSON or built on it (RFC 6839, section 3.1), whatever its parameters.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether fields say that the body is a problem (RFC 9457).
#[must_use]
pub fn is_problem(fields: &[exchange::Field]) -> bool {
    let media_type = field(fields, "content-type").and_then(|value| value.split(';').next());
    media_type.is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(contract::problem::PROBLEM_JSON))
}

impl Origins {
    /// What the document says in its `meta` elements; nothing is known on the server, which sends no requests.
    #[cfg(target_arch = "wasm32")]
    fn here() -> Self {
        let meta = |name: &str| {
            let element = document().query_selector(&format!("meta[name={name}]")).ok().flatten();
            element
                .and_then(|element| element.get_attribute("content"))
                .unwrap_or_default()
        };
        Self {
            api: meta("roundtrip-api"),
            echo: meta("roundtrip-echo"),
        }
    }

    /// Nothing is known on the server, which sends no requests.
    #[cfg(not(target_arch = "wasm32"))]
    fn here() -> Self {
        Self {
            api: String::new(),
            echo: String::new(),
        }
    }
}
