//! What is shown where there is no data: a problem that the server stated, a failure on the way, or plain emptiness.

use contract::problem::Problem;
use leptos::prelude::*;

use super::{
    badge::{StatusPill, Tone},
    button::Button,
    icon::{Icon, IconName},
};

fn retry_button(retry: Option<Callback<()>>) -> Option<impl IntoView> {
    retry.map(|retry| {
        view! {
            <div class="notice-actions">
                <Button icon=IconName::Retry on_press=retry>"Try again"</Button>
            </div>
        }
    })
}

/// A problem (RFC 9457) that a server answered with: what kind it is, what went wrong this time, and where.
#[component]
pub fn ProblemCard(
    /// The problem.
    problem: Problem,
    /// Asks once more.
    #[prop(optional_no_strip, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    // Only a kind of our own has a page here; the `type` of another server's problem need not be a place to go to.
    let explained = problem.kind().map(|kind| {
        view! {
            <a class="notice-more" href=kind.path()>"What this means"<Icon name=IconName::ArrowRight /></a>
        }
    });
    let faults = (!problem.errors.is_empty()).then(|| {
        let rows = problem
            .errors
            .iter()
            .map(|fault| {
                // The empty pointer is the whole document (RFC 6901, section 5).
                let pointer = if fault.pointer.is_empty() {
                    "(whole)".to_owned()
                } else {
                    fault.pointer.clone()
                };
                view! {
                    <div class="fault">
                        <dt><code>{pointer}</code></dt>
                        <dd>{fault.detail.clone()}</dd>
                    </div>
                }
            })
            .collect_view();
        view! { <dl class="faults">{rows}</dl> }
    });
    view! {
        <section class="notice problem-card" data-tone=Tone::of_status(problem.status).name() aria-label="Problem">
            <header class="notice-head">
                <StatusPill status=problem.status />
                <h3 class="notice-title">{problem.title.into_owned()}</h3>
            </header>
            {problem.detail.map(|detail| view! { <p class="notice-text">{detail}</p> })}
            {faults}
            <p class="notice-foot">
                <code>{problem.type_.into_owned()}</code>
                {explained}
            </p>
            {retry_button(retry)}
        </section>
    }
    .into_any()
}

/// A request that failed on the way, so that there is no answer to show.
#[component]
pub fn FailureCard(
    /// What happened, in a few words.
    #[prop(into)]
    title: String,
    /// What it means and what can be done.
    #[prop(into)]
    explanation: String,
    /// Asks once more.
    #[prop(optional_no_strip, into)]
    retry: Option<Callback<()>>,
    /// What it shows; an unplugged lead unless given.
    #[prop(default = IconName::Unplugged)]
    icon: IconName,
) -> impl IntoView {
    view! {
        <section class="notice failure-card" data-tone="bad" aria-label="Failure">
            <header class="notice-head">
                <Icon name=icon />
                <h3 class="notice-title">{title}</h3>
            </header>
            <p class="notice-text">{explanation}</p>
            {retry_button(retry)}
        </section>
    }
    .into_any()
}

/// Nothing is here yet, and what to do about it. Its children are the action, if there is one.
#[component]
pub fn EmptyState(
    /// What it shows.
    #[prop(default = IconName::Inbox)]
    icon: IconName,
    /// One sentence.
    #[prop(into)]
    text: String,
    /// Something to press.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <Icon name=icon />
            <p>{text}</p>
            {children.map(|children| view! { <div class="notice-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
