//! What is around each panel: its heading, and the way into its latest exchange.

use std::sync::Arc;

use exchange::{Exchange, Outcome};
use leptos::prelude::*;

use super::remote::Remote;
use crate::{
    inspector::figures::duration,
    kit::{
        Badge, Button, FailureCard, Icon, IconName, Loadable, MethodTag, ProblemCard, StatusPill, Tone, VisuallyHidden,
    },
    log::Log,
};

/// A panel.
#[component]
pub(super) fn Panel(
    /// Its identifier, unique in the page.
    id: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What it is an example of, in a sentence.
    about: &'static str,
    /// Its latest exchange.
    last: RwSignal<Option<Arc<Exchange>>>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let labelled_by = format!("{id}-heading");
    let labels = labelled_by.clone();
    let log = expect_context::<Log>();
    let way = move || last.get().map(|exchange| way_in(&exchange, log));
    view! {
        <section class="practice-panel" id=id aria-labelledby=labels>
            <header class="practice-head">
                <h2 id=labelled_by>{heading}</h2>
                {way}
            </header>
            <p class="quiet">{about}</p>
            {children()}
        </section>
    }
    .into_any()
}

/// An exchange in one line; pressing it opens the log at it.
fn way_in(exchange: &Exchange, log: Log) -> AnyView {
    let id = exchange.id;
    let came = match &exchange.outcome {
        Outcome::Response(response) => view! { <StatusPill status=response.status /> }.into_any(),
        Outcome::Failure(_) => view! { <Badge tone=Tone::Bad>"Failed"</Badge> }.into_any(),
    };
    view! {
        <button type="button" class="practice-exchange" title="Look into this exchange" on:click=move |_| log.show(id)>
            <VisuallyHidden>"Look into the exchange "</VisuallyHidden>
            <MethodTag method=exchange.request.method.clone() />
            <span class="practice-target">{exchange.request.target.clone()}</span>
            {came}
            <span class="number">{duration(exchange.timeline.exchanged_us())}</span>
            <Icon name=IconName::ArrowRight />
        </button>
    }
    .into_any()
}

/// What went wrong with an action, if something did.
pub(super) fn fault_of(action: Remote<()>) -> impl IntoView {
    move || match action.state.get() {
        Loadable::Problem(problem) => Some(view! { <ProblemCard problem /> }.into_any()),
        Loadable::Failed { title, explanation } => Some(view! { <FailureCard title explanation /> }.into_any()),
        _ => None,
    }
}

/// The buttons that turn the pages of a list.
#[component]
pub(super) fn Pages(
    /// Of what they are the pages, for who does not see where they stand.
    label: &'static str,
    /// Which page is shown, in both directions.
    page: RwSignal<u64>,
    /// How many there are.
    pages: u64,
    /// How many items there are on all of them, in words.
    total: String,
) -> impl IntoView {
    let last = pages.max(1);
    let first = Signal::derive(move || (page.get() <= 1).then(|| "This is the first page".to_owned()));
    let end = Signal::derive(move || (page.get() >= last).then(|| "This is the last page".to_owned()));
    view! {
        <nav class="practice-pages" aria-label=label>
            <Button unavailable=first on_press=move || page.update(|page| *page -= 1)>"Previous"</Button>
            <span class="quiet">{move || format!("Page {} of {last}, {total}", page.get())}</span>
            <Button unavailable=end on_press=move || page.update(|page| *page += 1)>"Next"</Button>
        </nav>
    }
    .into_any()
}
