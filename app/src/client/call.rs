//! A call of an endpoint that is made once, and whose exchange is at hand whatever came of it.

use std::sync::Arc;

use contract::Endpoint;
use exchange::Exchange;

use super::{CallError, Cancel, Client, answer, draft::Draft, draft_of, fetch};

/// A call to be made: `client.once::<E>(..)`.
pub struct Call<E: Endpoint> {
    client: Client,
    draft: Result<Draft, CallError>,
    is_logged: fn(&Result<E::Response, CallError>) -> bool,
}

/// What came of a call.
pub struct Called<T> {
    /// What the endpoint answered, or why it did not.
    pub result: Result<T, CallError>,
    /// The exchange; none where nothing could be asked.
    pub exchange: Option<Arc<Exchange>>,
}

impl Client {
    /// A call that is made once, whatever comes of it.
    #[must_use]
    pub fn once<E: Endpoint>(self, path: &E::Path, query: &E::Query, body: &E::Body) -> Call<E> {
        Call {
            client: self,
            draft: draft_of::<E>(path, query, body),
            is_logged: |_| true,
        }
    }
}

impl<E: Endpoint> Call<E> {
    /// The same call with one more field.
    #[must_use]
    pub fn with_field(mut self, name: &str, value: &str) -> Self {
        self.draft = self.draft.map(|draft| draft.with_field(name, value));
        self
    }

    /// The same call to another address, as a client would make it that has the wrong one.
    #[must_use]
    pub fn sent_to(mut self, origin: &str) -> Self {
        self.draft = self.draft.map(|mut draft| {
            draft.url.insert_str(0, origin);
            draft
        });
        self
    }

    /// The same call, which is in the log only if what came of it is worth that. A call that is made every few seconds is not.
    #[must_use]
    pub fn logged_if(mut self, is_logged: fn(&Result<E::Response, CallError>) -> bool) -> Self {
        self.is_logged = is_logged;
        self
    }

    /// Makes it.
    pub async fn send(self, cancel: &Cancel) -> Called<E::Response> {
        let draft = match self.draft {
            Ok(draft) => draft,
            Err(error) => {
                return Called {
                    result: Err(error),
                    exchange: None,
                };
            }
        };
        let sent = fetch::send(&draft, &self.client.origins().api, cancel).await;
        let (exchange, received, called) = (sent.exchange.clone(), sent.received.clone(), sent.called);
        let result = answer::<E>(sent).map(|answer| answer.content);
        if (self.is_logged)(&result) {
            self.client.keep(&exchange, received, called);
        }
        Called {
            result,
            exchange: Some(Arc::new(exchange)),
        }
    }
}
