//! What views show of an answer, in every state that asking for it has.

use contract::{
    Endpoint,
    endpoint::{NoContent, NoParameters},
};
use leptos::{prelude::*, task::spawn_local};

use super::{Answer, CallError, Cancel, Client, failure::title};
use crate::kit::{Loadable, monotonic_ms};

/// Something that the server has: asked for once, by the first view that needs it, and shared by all that do.
pub struct Asked<T: Send + Sync + 'static> {
    state: RwSignal<Loadable<T>>,
    ask: Callback<()>,
}

// Not derived, because that would ask the same of what was asked for.
impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// What that endpoint has at that path; nobody has asked for it yet. The asking is not in the log.
    #[must_use]
    pub fn of<E>(path: E::Path, content: fn(E::Response) -> T) -> Self
    where
        E: Endpoint<Path: Clone + Send + Sync + 'static, Query = NoParameters, Body = NoContent> + 'static,
    {
        Self::new::<E>(path, content, false)
    }

    /// The same, with the asking in the log, because it is worth looking into.
    #[must_use]
    pub fn in_log<E>(path: E::Path, content: fn(E::Response) -> T) -> Self
    where
        E: Endpoint<Path: Clone + Send + Sync + 'static, Query = NoParameters, Body = NoContent> + 'static,
    {
        Self::new::<E>(path, content, true)
    }

    fn new<E>(path: E::Path, content: fn(E::Response) -> T, is_logged: bool) -> Self
    where
        E: Endpoint<Path: Clone + Send + Sync + 'static, Query = NoParameters, Body = NoContent> + 'static,
    {
        let client = expect_context::<Client>();
        let state = RwSignal::new(Loadable::Idle);
        let ask = Callback::new(move |()| {
            let path = path.clone();
            state.set(Loadable::Loading { since: monotonic_ms() });
            spawn_local(async move {
                let cancel = Cancel::default();
                let answer = if is_logged {
                    client.call::<E>(&path, &NoParameters {}, &NoContent, &cancel).await
                } else {
                    client.look_up::<E>(&path, &cancel).await
                };
                // The view may be gone by now.
                let _ = state.try_set(loaded(answer, content));
            });
        });
        Self { state, ask }
    }

    /// What is there already.
    #[must_use]
    pub fn ready(value: T) -> Self {
        Self {
            state: RwSignal::new(Loadable::Ready(value)),
            ask: Callback::new(|()| ()),
        }
    }

    /// Its state, and how to ask again. Asks, if nobody has.
    pub fn get(self) -> (RwSignal<Loadable<T>>, Callback<()>) {
        if self.state.with_untracked(|state| matches!(state, Loadable::Idle)) {
            self.ask.run(());
        }
        (self.state, self.ask)
    }
}

/// The answer of an endpoint as what can be shown. What is not there is nothing rather than a problem.
pub fn loaded<R, T>(answer: Result<Answer<R>, CallError>, content: impl FnOnce(R) -> T) -> Loadable<T> {
    match answer {
        Ok(Answer { content: answer, .. }) => Loadable::Ready(content(answer)),
        Err(CallError::Problem(problem)) if problem.status == 404 => Loadable::Empty,
        Err(error) => refused(error),
    }
}

/// Why there is no answer, as what can be shown.
pub fn refused<T>(error: CallError) -> Loadable<T> {
    match error {
        CallError::Problem(problem) => Loadable::Problem(problem),
        CallError::Failure(failure) => Loadable::Failed {
            title: title(failure.kind).to_owned(),
            explanation: failure.detail,
        },
        error @ CallError::Unexpected { .. } => Loadable::Failed {
            title: "The answer cannot be read".to_owned(),
            explanation: error.to_string(),
        },
    }
}
