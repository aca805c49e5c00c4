//! What the server recorded of an exchange: asked for when a view needs it, and shown with every state that asking has.

use std::sync::Arc;

use contract::{
    Endpoint,
    endpoint::{Json, NoContent, NoParameters},
    exchanges::{ExchangePath, GetExchange},
};
use exchange::{Exchange, Timeline, message::field, timeline::Side};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::clocks::{Joined, join};
use crate::{
    client::{Answer, CallError, Cancel, Client, failure::title},
    kit::{Button, ButtonKind, EmptyState, IconName, Loadable, monotonic_ms},
};

/// The id that the server gave an exchange; nothing where no answer came, or not from a server of ours.
pub(super) fn recorded_id(exchange: &Exchange) -> Option<Uuid> {
    field(&exchange.outcome.response()?.fields, "exchange-id")?.parse().ok()
}

/// What is shown of an exchange that the server has not recorded.
pub(super) fn not_recorded() -> AnyView {
    let text = "The server has no record of this exchange. It records what this browser sends to its practice API by \
                HTTP/1.1, and keeps the last 500.";
    view! { <EmptyState icon=IconName::Inbox text /> }.into_any()
}

/// What was asked for, in whatever state that is.
type Asked<T> = RwSignal<Loadable<T>>;

/// The server's account of an exchange beside the client's.
#[derive(Clone, Copy)]
pub(super) struct Account {
    client: StoredValue<Timeline>,
    /// Nothing for an exchange that the server has not named.
    server: Option<(Asked<Arc<Exchange>>, Callback<()>)>,
}

impl Account {
    /// Asks for the server's account, if it may have one.
    pub(super) fn of(exchange: &Exchange) -> Self {
        let ask = |id| recorded::<GetExchange, _>(ExchangePath { id }, |Json(exchange)| Arc::new(exchange));
        Self {
            client: StoredValue::new(exchange.timeline.clone()),
            server: recorded_id(exchange).map(ask),
        }
    }

    /// Both accounts on one clock; the client's alone until the server's has come.
    pub(super) fn joined(self) -> Joined {
        let server = match self.server {
            Some((state, _)) => match state.get() {
                Loadable::Ready(exchange) => Some(exchange),
                _ => None,
            },
            None => None,
        };
        self.client
            .with_value(|client| join(client, server.as_ref().map(|exchange| &exchange.timeline)))
    }

    /// Where the server's side comes from, and a button to ask again where that failed.
    pub(super) fn source(self) -> AnyView {
        let is_told = self
            .client
            .with_value(|client| client.0.iter().any(|span| span.phase.side() == Side::Server));
        let told = is_told.then_some("The server's side is as Server-Timing tells it: durations without their places.");
        let Some((state, ask)) = self.server else {
            return told.into_any();
        };
        match state.get() {
            Loadable::Ready(_) => "Each side as its own clock measured it.".into_any(),
            Loadable::Idle | Loadable::Loading { .. } => "Asking the server for its side…".into_any(),
            Loadable::Empty => view! { "The server has no record of this exchange. " {told} }.into_any(),
            Loadable::Problem(_) | Loadable::Failed { .. } => not_told("its side", ask),
        }
    }
}

/// What is said where the server did not tell what it was asked for, with a button to ask again.
pub(super) fn not_told(what: &'static str, ask: Callback<()>) -> AnyView {
    view! {
        "The server was asked for "
        {what}
        " and did not tell. "
        <Button kind=ButtonKind::Ghost icon=IconName::Retry on_press=ask>
            "Ask again"
        </Button>
    }
    .into_any()
}

/// Something that the server has of an exchange or of the workspace, and how to ask for it again.
pub(super) fn recorded<E, T>(path: E::Path, content: fn(E::Response) -> T) -> (Asked<T>, Callback<()>)
where
    E: Endpoint<Path: Copy + Send + Sync + 'static, Query = NoParameters, Body = NoContent> + 'static,
    T: Send + Sync + 'static,
{
    let client = expect_context::<Client>();
    let state = RwSignal::new(Loadable::Idle);
    let ask = move || {
        state.set(Loadable::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let answer = client.look_up::<E>(&path, &Cancel::default()).await;
            // The view may be gone by now.
            let _ = state.try_set(match answer {
                Ok(Answer { content: answer, .. }) => Loadable::Ready(content(answer)),
                Err(CallError::Problem(problem)) if problem.status == 404 => Loadable::Empty,
                Err(CallError::Problem(problem)) => Loadable::Problem(problem),
                Err(CallError::Failure(failure)) => Loadable::Failed {
                    title: title(failure.kind).to_owned(),
                    explanation: failure.detail,
                },
                Err(error @ CallError::Unexpected { .. }) => Loadable::Failed {
                    title: "The answer cannot be read".to_owned(),
                    explanation: error.to_string(),
                },
            });
        });
    };
    ask();
    (state, Callback::new(move |()| ask()))
}
