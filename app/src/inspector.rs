//! The views of one exchange: what was asked, what came of it, and when.
//!
//! - [`ExchangeView`]: all of it, in tabs
//! - `status_line`, `body`, `fields`, `timing`: its parts
//! - [`figures`]: durations and sizes as people read them

mod body;
mod fields;
pub mod figures;
mod status_line;
mod timing;

use std::sync::Arc;

use contract::Problem;
use exchange::{Exchange, FailureKind, Outcome, Response};
use leptos::prelude::*;

use self::{body::BodyView, fields::FieldsView, status_line::StatusLine, timing::PhaseTable};
use crate::{
    client::{failure::title, is_problem},
    kit::{FailureCard, IconName, ProblemCard, Tab, Tabs},
};

/// Everything that is known of one exchange.
#[component]
pub fn ExchangeView(
    /// The exchange.
    exchange: Arc<Exchange>,
    /// The view's identifier, unique in the page.
    id: &'static str,
    /// Which of the tabs is open: `body`, `fields` or `timing`.
    tab: RwSignal<&'static str>,
    /// Sends the same request once more; offered when it failed or was refused.
    #[prop(optional_no_strip, into)]
    retry: Option<Callback<()>>,
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
    let (for_body, for_fields, for_timing) = (exchange.clone(), exchange.clone(), exchange.clone());
    let tabs = vec![
        Tab::new("body", "Body", move || {
            view! { <BodyView exchange=for_body.clone() /> }.into_any()
        }),
        Tab::new("fields", "Fields", move || {
            view! { <FieldsView exchange=for_fields.clone() /> }.into_any()
        }),
        Tab::new("timing", "Timing", move || {
            view! { <PhaseTable timeline=for_timing.timeline.clone() /> }.into_any()
        }),
    ];
    view! {
        <StatusLine exchange />
        {notice}
        <Tabs id label="Parts of the exchange" tabs selected=tab />
    }
}

/// The problem that a response carries, if it carries one.
fn problem_of(response: &Response) -> Option<Problem> {
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
