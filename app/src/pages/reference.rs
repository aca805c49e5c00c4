//! The reference: methods, status codes and fields, each with what it means, found as one types, and tried on the spot.

mod attempt;
mod detail;
mod entry;

use std::sync::Arc;

use contract::{
    endpoint::{Json, NoParameters},
    reference::{Entries as List, ListFields, ListMethods, ListStatuses},
};
use leptos::{ev, prelude::*};
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use self::{
    detail::{Detail, ENTRY_ID},
    entry::{Entry, Kind},
};
use super::not_found::NotFound;
use crate::{
    client::Asked,
    kit::{EmptyState, IconName, KeyHint, Load, Loadable, Skeleton, TextField, focus_by_id},
};

/// The identifier of the search field.
const SEARCH_ID: &str = "reference-search";

/// All entries of a kind.
type Entries = Asked<Arc<Vec<Entry>>>;

/// The reference, at the kind and the entry that the address names; status codes without a kind.
#[component]
pub fn ReferencePage() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| match params.with(|params| params.get("kind")) {
        Some(kind) => Kind::of(&kind),
        None => Some(Kind::Statuses),
    });
    // The page stays while its address changes, so that the search stays as it is too.
    let query = RwSignal::new(String::new());
    move || match kind.get() {
        Some(kind) => view! { <KindPage kind query /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The entries of a kind, to be asked for.
fn entries(kind: Kind) -> Entries {
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
fn KindPage(kind: Kind, query: RwSignal<String>) -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("name")));
    // The server sends no requests: what it renders is the outline, which the browser fills.
    let state = RwSignal::new(Loadable::Idle);
    let ask = StoredValue::new(None::<Callback<()>>);
    Effect::new(move || {
        let (entries, again) = entries(kind).get();
        ask.set_value(Some(again));
        Effect::new(move || state.set(entries.get()));
    });
    let retry = Callback::new(move |()| {
        if let Some(again) = ask.get_value() {
            again.run(());
        }
    });
    // An entry that was picked in the list is read next. The page itself takes the focus at each change of the address.
    Effect::watch(
        move || name.get(),
        |name, _, _| {
            if name.is_some() {
                request_animation_frame(|| focus_by_id(ENTRY_ID));
            }
        },
        false,
    );
    Effect::new(|| {
        let listener = window_event_listener(ev::keydown, |event| {
            if event.key() == "/" && !is_typing() {
                event.prevent_default();
                focus_by_id(SEARCH_ID);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let kinds = Kind::ALL
        .map(|other| view! { <li><A href=other.path()>{other.plural()}</A></li> })
        .collect_view();
    let ready = move |entries: Arc<Vec<Entry>>| view! { <Found kind entries query name /> };
    view! {
        <Title text=kind.plural() />
        <div class="page reference" data-picked=move || name.with(Option::is_some).then_some("")>
            <header class="page-head">
                <h1>"Reference"</h1>
                <p class="lead">"What the names of HTTP mean in plain words, where each is specified, and each tried out for real."</p>
            </header>
            <div class="reference-tools">
                <nav aria-label="Kinds of names"><ul role="list" class="reference-kinds">{kinds}</ul></nav>
                <TextField id=SEARCH_ID label="Search the names and what they mean" hide_label=true value=query placeholder="Search" />
                <KeyHint keys=&["/"] />
            </div>
            <Load state idle=|| view! { <Skeleton lines=8 /> } retry ready />
        </div>
    }
    .into_any()
}

/// Whether the focus is where letters are written.
fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(&*element.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
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
    let meaning = entry.term.meaning.clone();
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
