//! The reference: methods, status codes and fields, each with what it means, found as one types, and tried on the spot.

mod attempt;
mod detail;
mod entry;
mod list;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::{detail::ENTRY_ID, entry::Kind, list::DrawEntries};
use super::not_found::NotFound;
use crate::kit::{Chunk, LoadChunk, focus_by_id};

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

#[component]
fn KindPage(kind: Kind, query: RwSignal<String>) -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("name")));
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
    let draw = Arc::new(move |draw: DrawEntries| draw(kind, query, name));
    view! {
        <Title text=kind.plural() />
        <div class="page reference" data-picked=move || name.with(Option::is_some).then_some("")>
            <header class="page-head">
                <h1>"Reference"</h1>
                <p class="lead">"What the names of HTTP mean in plain words, where each is specified, and each tried out for real."</p>
            </header>
            // The server sends no requests: what it renders is the outline, which the browser fills.
            <LoadChunk chunk=Chunk::new() load=|chunk| chunk.load(list::chunk) draw label="Loading the reference" />
        </div>
    }
    .into_any()
}
