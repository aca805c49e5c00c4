//! What the server recorded of an exchange: asked for when a view needs it, and shown with every state that asking has.

use contract::{
    Endpoint,
    endpoint::{NoContent, NoParameters},
};
use exchange::{Exchange, message::field};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    client::{Answer, CallError, Cancel, Client, failure::title},
    kit::{EmptyState, IconName, Loadable, monotonic_ms},
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

/// Something that the server has of an exchange or of the workspace, and how to ask for it again.
pub(super) fn recorded<E, T>(path: E::Path, content: fn(E::Response) -> T) -> (RwSignal<Loadable<T>>, Callback<()>)
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
