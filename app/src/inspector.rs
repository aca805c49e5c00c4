//! The views of one exchange: what was asked, what came of it, and when.
//!
//! - [`ExchangeView`]: all of it
//! - `status_line`: it in one line
//! - `parts`: the rest in tabs, loaded [later](crate::later); `ladder`, `body`, `fields`, `timing`, `wire`,
//!   `export` are its tabs
//! - `recorded`: asks the server for what it recorded of the exchange; `clocks` puts that on the client's clock
//! - `shared`: an exchange that somebody has shared; `compare`: two exchanges side by side
//! - `bytes`: bytes as text or as numbers, however many; [`address`]: links to parts of them
//! - [`figures`]: durations and sizes as people read them

pub mod address;
mod body;
mod bytes;
mod clocks;
mod compare;
mod export;
mod fields;
pub mod figures;
mod ladder;
mod parts;
mod pointing;
mod recorded;
mod shared;
mod status_line;
mod timing;
mod wire;

use std::sync::Arc;

use contract::Problem;
use exchange::{Exchange, FailureKind, Outcome, Response};
use leptos::prelude::*;

use self::status_line::StatusLine;
pub(crate) use self::{compare::compare, parts::parts, shared::shared};
use crate::{
    client::{failure::title, is_problem},
    kit::{FailureCard, IconName, ProblemCard},
    later::LoadLater,
};

/// Where a share is read, and what is known of it before anything else is asked for.
#[derive(Clone)]
pub struct Shared {
    /// The token of the share.
    pub token: String,
    /// The exchange as the server recorded it.
    pub served: Arc<Exchange>,
}

/// Everything that is known of one exchange.
#[component]
pub fn ExchangeView(
    /// The exchange.
    exchange: Arc<Exchange>,
    /// The view's identifier, unique in the page.
    id: &'static str,
    /// Which of the tabs is open: `body`, `ladder`, `fields`, `timing`, `wire` or `export`.
    tab: RwSignal<&'static str>,
    /// Sends the same request once more; offered when it failed or was refused.
    #[prop(optional_no_strip, into)]
    retry: Option<Callback<()>>,
    /// The share that it is read from, if it is not one of the workspace.
    #[prop(optional_no_strip)]
    share: Option<Shared>,
    /// Things to do with it, beside the line that sums it up.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    let notice = match &exchange.outcome {
        Outcome::Failure(failure) => view! {
            <FailureCard
                title=title(failure.kind)
                explanation=failure.detail.clone()
                icon=icon(failure.kind)
                retry=retry.filter(|_| failure.kind != FailureKind::InvalidRequest)
            />
        }
        .into_any(),
        Outcome::Response(response) => match problem_of(response) {
            // Only what may go otherwise next time is worth another try.
            Some(problem) => {
                let retry = retry.filter(|_| problem.status >= 500 || matches!(problem.status, 408 | 429));
                view! { <ProblemCard problem retry /> }.into_any()
            }
            None => ().into_any(),
        },
    };
    view! {
        <div class="exchange-head">
            <StatusLine exchange=exchange.clone() />
            {actions.run()}
        </div>
        {notice}
        <LoadLater draw=move |views| (views.parts)(exchange.clone(), id, tab, share.clone()) />
    }
}

/// The problem that a response carries, if it carries one.
pub(crate) fn problem_of(response: &Response) -> Option<Problem> {
    let text = response
        .body
        .as_ref()
        .filter(|_| is_problem(&response.fields))?
        .text()?;
    serde_json::from_str(text).ok()
}

fn icon(kind: FailureKind) -> IconName {
    match kind {
        FailureKind::Aborted => IconName::Stop,
        FailureKind::Timeout => IconName::Clock,
        FailureKind::Cors | FailureKind::InvalidRequest => IconName::Alert,
        _ => IconName::Unplugged,
    }
}
