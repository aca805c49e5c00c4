//! The API: what the OpenAPI document says, for people. It is read from this server, so that it needs no network.
//!
//! - `document`, `shape`: what the document says, as the page shows it; `sample`: a request made from its examples
//! - `list`: the operations by group, and the search; `operation`: one of them, unfolded
//! - `members`: parameters, fields and the members of schemas

mod document;
mod list;
mod members;
mod operation;
mod sample;
mod shape;

use std::sync::Arc;

use contract::{
    Endpoint,
    endpoint::{Json, NoParameters},
    system::OpenApi,
};
use leptos::prelude::*;

use self::{document::Document, list::Operations};
use super::late::{Draw, Outline, late};
use crate::{
    client::Asked,
    kit::{EmptyState, IconName, Load, Skeleton, cut},
};

/// What this server takes and gives.
#[component]
pub fn DocsPage() -> impl IntoView {
    late(Outline {
        title: "API",
        lead: "Every request that this server takes on its two origins, what it answers, and each one click away from being sent.",
        more: || {
            view! {
                <p class="quiet">
                    "For machines, the same is an OpenAPI document: " <a href=OpenApi::PATH rel="external">{OpenApi::PATH}</a>
                    ". How to follow what happens: " <a href="/docs/live">"the live protocol"</a>
                </p>
            }
            .into_any()
        },
        class: "docs",
        load: |chunk| chunk.load(self::chunk),
    })
}

/// What is in the chunk.
const DRAW: Draw = || view! { <Reading /> }.into_any();

cut!(docs: Draw = DRAW);

/// The document, asked for.
#[component]
fn Reading() -> impl IntoView {
    let document = Asked::in_log::<OpenApi>(NoParameters {}, |Json(document)| Arc::new(Document::read(document)));
    let (state, retry) = document.get();
    let loading = || view! { <Skeleton lines=8 label="Loading the document" /> }.into_any();
    let ready = |document: Arc<Document>| {
        if document.groups.is_empty() {
            view! { <EmptyState icon=IconName::Braces text="The document lists no operations." /> }.into_any()
        } else {
            view! { <Operations document /> }.into_any()
        }
    };
    view! { <Load state retry loading ready /> }.into_any()
}
