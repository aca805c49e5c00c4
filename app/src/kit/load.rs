//! Every state that a view of remote data can be in, and what is shown for each.

use contract::problem::Problem;
use leptos::prelude::*;

use super::{
    notice::{FailureCard, ProblemCard},
    stopwatch::Stopwatch,
};

/// Remote data, at any time of its life.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loadable<T> {
    /// Nobody has asked for it yet.
    #[default]
    Idle,
    /// It is under way.
    Loading {
        /// When it was asked for, in milliseconds of [`monotonic_ms`](super::monotonic_ms).
        since: f64,
    },
    /// It came, and there is nothing in it.
    Empty,
    /// It came.
    Ready(T),
    /// The server refused it.
    Problem(Problem),
    /// It failed on the way, so that there is no answer.
    Failed {
        /// What happened, in a few words.
        title: String,
        /// What it means and what can be done.
        explanation: String,
    },
}

impl<T> Loadable<T> {
    /// Whether it is under way.
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// The same state, with what `make` makes of the data.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Loadable<U> {
        match self {
            Self::Idle => Loadable::Idle,
            Self::Loading { since } => Loadable::Loading { since },
            Self::Empty => Loadable::Empty,
            Self::Ready(data) => Loadable::Ready(make(data)),
            Self::Problem(problem) => Loadable::Problem(problem),
            Self::Failed { title, explanation } => Loadable::Failed { title, explanation },
        }
    }
}

/// Shows a [`Loadable`]: the caller's view once it is ready, and something fitting in every other state.
#[component]
pub fn Load<T, V>(
    /// The data and its state.
    #[prop(into)]
    state: Signal<Loadable<T>>,
    /// What is shown before anybody has asked.
    #[prop(optional, into)]
    idle: ViewFn,
    /// What is shown while it is under way; a skeleton with the time elapsed unless given.
    #[prop(optional, into)]
    loading: Option<ViewFn>,
    /// What is shown when there is nothing in it.
    #[prop(optional, into)]
    empty: ViewFn,
    /// Asks once more; offered with every error.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// What is shown of the data.
    ready: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match state.get() {
        Loadable::Idle => idle.run(),
        Loadable::Loading { since } => match &loading {
            Some(loading) => loading.run(),
            None => view! {
                <Skeleton lines=4 />
                <Stopwatch since />
            }
            .into_any(),
        },
        Loadable::Empty => empty.run(),
        Loadable::Ready(data) => ready(data).into_any(),
        Loadable::Problem(problem) => view! { <ProblemCard problem retry /> }.into_any(),
        Loadable::Failed { title, explanation } => view! { <FailureCard title explanation retry /> }.into_any(),
    }
}

/// The outline of text that is yet to come.
#[component]
pub fn Skeleton(
    /// How many lines of text it stands for.
    #[prop(default = 3)]
    lines: usize,
    /// What is read out.
    #[prop(default = "Loading")]
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">{label}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
    .into_any()
}
