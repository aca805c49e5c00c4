//! The entries of a kind: asked for, searched, and the one that is picked. Much code, so it is a chunk of the client.

use std::sync::Arc;

use contract::{
    endpoint::{Json, NoParameters},
    reference::{Entries as List, ListFields, ListMethods, ListStatuses},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    detail::Detail,
    entry::{Entry, Kind},
};
use crate::{
    client::Asked,
    kit::{EmptyState, IconName, KeyHint, Load, TextField, cut, focus_on_slash, inline},
};

/// The identifier of the search field.
const SEARCH_ID: &str = "reference-search";

/// Draws the search and the entries of a kind that a search finds, and the one that is picked by name.
pub(super) type DrawEntries = fn(Kind, RwSignal<String>, Memo<Option<String>>) -> AnyView;

/// What is in the chunk.
const DRAW_ENTRIES: DrawEntries = |kind, query, name| view! { <Entries kind query name /> }.into_any();

cut!(docs: DrawEntries = DRAW_ENTRIES);

/// The entries of a kind, to be asked for.
fn entries(kind: Kind) -> Asked<Arc<Vec<Entry>>> {
    fn of<T: Into<Entry>>(Json(list): Json<List<T>>) -> Arc<Vec<Entry>> {
        Arc::new(list.items.into_iter().map(Into::into).collect())
    }
    let nothing = NoParameters::default();
    match kind {
        Kind::Methods => Asked::of::<ListMethods>(nothing, of),
        Kind::Statuses => Asked::of::<ListStatuses>(nothing, of),
        Kind::Fields => Asked::of::<ListFields>(nothing, of),
    }
}

#[component]
fn Entries(kind: Kind, query: RwSignal<String>, name: Memo<Option<String>>) -> impl IntoView {
    let (state, retry) = entries(kind).get();
    let ready = move |entries: Arc<Vec<Entry>>| view! { <Found kind entries query name /> };
    focus_on_slash(SEARCH_ID);
    let kinds = Kind::ALL
        .map(|other| {
            // Not left to the address, which names no kind where status codes are shown first.
            let current = (other == kind).then_some("page");
            view! { <li><a href=other.path() aria-current=current>{other.plural()}</a></li> }
        })
        .collect_view();
    view! {
        <div class="reference-tools">
            <nav aria-label="Kinds of names"><ul role="list" class="reference-kinds">{kinds}</ul></nav>
            <TextField id=SEARCH_ID label="Search the names and what they mean" hide_label=true value=query placeholder="Search" />
            <KeyHint keys=&["/"] />
        </div>
        <Load state retry ready />
    }
    .into_any()
}

/// The entries that are sought, and the one that is picked.
#[component]
fn Found(kind: Kind, entries: Arc<Vec<Entry>>, query: RwSignal<String>, name: Memo<Option<String>>) -> impl IntoView {
    let all = entries.clone();
    let list = move || {
        let sought = query.with(|query| query.trim().to_lowercase());
        let found: Vec<_> = all.iter().filter(|entry| entry.fits(&sought)).collect();
        let count = match found.len() {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        let items = found.iter().map(|entry| item(kind, entry)).collect_view();
        let list = if found.is_empty() {
            let text = "Nothing here has that in its name or meaning. The other kinds may.";
            view! { <EmptyState icon=IconName::Search text /> }.into_any()
        } else {
            view! { <ul role="list" class="reference-list">{items}</ul> }.into_any()
        };
        view! { <p class="quiet" role="status">{count}</p> {list} }
    };
    let picked = move || match name.get() {
        None => view! { <EmptyState icon=IconName::Book text="Pick a name to read what it means, and to try it." /> }
            .into_any(),
        Some(name) => match entries.iter().find(|entry| entry.is(&name)) {
            Some(entry) => view! { <Detail kind entry=entry.clone() /> }.into_any(),
            None => {
                let text = format!("Nothing of this kind has the name {name}.");
                view! { <EmptyState icon=IconName::Search text /> }.into_any()
            }
        },
    };
    view! {
        <div class="reference-columns">
            <section class="reference-found" aria-label="Names">{list}</section>
            <section class="reference-picked" aria-label="The name that is picked">{picked}</section>
        </div>
    }
    .into_any()
}

fn item(kind: Kind, entry: &Entry) -> AnyView {
    let href = entry.path(kind);
    let code = entry.code.map(|code| view! { <b>{code}</b>" " });
    let name = entry.term.name.clone();
    let meaning = inline(&entry.term.meaning);
    view! {
        <li>
            <A href=href>
                <span class="reference-name">{code}{name}</span>
                <span class="reference-meaning">{meaning}</span>
            </A>
        </li>
    }
    .into_any()
}
