//! One entry of the reference: all that is said of it, and the place to try it.

use contract::reference::{Carried, Term};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use super::{
    attempt::{Attempt, AttemptView},
    entry::{Entry, Kind},
};
use crate::kit::{Badge, Column, DataTable, StatusPill, inline};

/// The identifier of the entry that is picked, which the focus goes to.
pub(super) const ENTRY_ID: &str = "reference-entry";

#[component]
pub(super) fn Detail(kind: Kind, entry: Entry) -> impl IntoView {
    let attempt = Attempt::of(kind, &entry);
    let Entry {
        code,
        carried,
        term,
        directives,
        ..
    } = entry;
    let mark = match (code, carried) {
        (Some(status), _) => view! { <StatusPill status reason=term.name.clone() /> }.into_any(),
        (None, Some(carried)) => {
            let words = match carried {
                Carried::Requests => "in requests",
                Carried::Responses => "in responses",
                Carried::Both => "in requests and responses",
            };
            view! { <Badge>{words}</Badge> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    let title = match code {
        Some(code) => format!("{code} {}", term.name),
        None => term.name.clone(),
    };
    view! {
        <Title text=title.clone() />
        <article class="reference-entry" id=ENTRY_ID tabindex="-1">
            <nav class="crumbs" aria-label="Breadcrumb"><A href=kind.path()>{kind.plural()}</A></nav>
            <header class="reference-entry-head"><h2><code>{title}</code></h2>{mark}</header>
            <p class="lead">{inline(&term.meaning)}</p>
            <dl class="facts">
                <div><dt>"When you meet it"</dt><dd>{inline(&term.when)}</dd></div>
                <div><dt>"Specified in"</dt><dd>{term.spec}</dd></div>
            </dl>
            {(!directives.is_empty()).then(|| words(directives))}
            <AttemptView attempt />
        </article>
    }
    .into_any()
}

/// The words that may stand in a field's value.
fn words(directives: Vec<Term>) -> AnyView {
    let rows = directives
        .into_iter()
        .map(|word| {
            view! {
                <tr>
                    <th scope="row"><code>{word.name}</code></th>
                    <td>{inline(&word.meaning)}</td>
                    <td class="quiet">{word.spec}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Word"),
        Column::text("Meaning"),
        Column::text("Specification"),
    ];
    view! { <DataTable caption="In its value" columns class="reference-words">{rows}</DataTable> }.into_any()
}
