//! The operations by group, and the search among them.

use std::sync::Arc;

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

use super::{
    document::{Document, Group, Operation},
    operation::OperationDetail,
};
use crate::kit::{Badge, EmptyState, IconName, KeyHint, MethodTag, TextField, Tone, focus_on_slash, paragraphs};

/// The identifier of the search field.
const SEARCH_ID: &str = "docs-search";

/// What is sought, in lower case.
type Sought = Memo<String>;

#[component]
pub(super) fn Operations(document: Arc<Document>) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let sought: Sought = Memo::new(move |_| query.with(|query| query.trim().to_lowercase()));
    focus_on_slash(SEARCH_ID);
    let all = document.clone();
    let found = Memo::new(move |_| {
        let operations = all.groups.iter().flat_map(|group| &group.operations);
        sought.with(|sought| operations.filter(|operation| operation.fits(sought)).count())
    });
    let len = document.len();
    let count = move || match found.get() {
        found if found == len => format!("{len} operations"),
        found => format!("{found} of {len} operations"),
    };
    let links = document
        .groups
        .iter()
        .map(|group| {
            let href = format!("#{}", group_id(&group.name));
            view! { <li><a href=href>{group.name.clone()}</a><span class="docs-count">{group.operations.len()}</span></li> }
        })
        .collect_view();
    let groups = document
        .groups
        .iter()
        .map(|group| section(&document, group, query, sought))
        .collect_view();
    let nothing = "No operation has that in its method, path or summary.";
    view! {
        <div class="docs-columns">
            <div class="docs-side">
                <div class="docs-search">
                    <TextField id=SEARCH_ID label="Search the operations" hide_label=true value=query placeholder="Path, method or words" />
                    <KeyHint keys=&["/"] />
                </div>
                <p class="quiet" role="status">{count}</p>
                <nav aria-label="Groups"><ul role="list" class="docs-groups">{links}</ul></nav>
                {about(&document)}
            </div>
            <div class="docs-found">
                {groups}
                <div hidden=move || found.get() != 0><EmptyState icon=IconName::Search text=nothing /></div>
            </div>
        </div>
    }
    .into_any()
}

/// What the document says of itself.
fn about(document: &Document) -> AnyView {
    let Document {
        openapi,
        version,
        description,
        ..
    } = document;
    view! {
        <details class="docs-about">
            <summary>"About the document"</summary>
            <dl class="docs-facts">
                <div><dt>"Version"</dt><dd>{version.clone()}</dd></div>
                <div><dt>"OpenAPI"</dt><dd>{openapi.clone()}</dd></div>
            </dl>
            {paragraphs(description)}
        </details>
    }
    .into_any()
}

/// The address of a group in the page.
fn group_id(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    format!("group-{}", name.chars().map(plain).collect::<String>())
}

fn section(document: &Arc<Document>, group: &Group, query: RwSignal<String>, sought: Sought) -> AnyView {
    let id = group_id(&group.name);
    let labelled_by = id.clone();
    let operations = group.operations.clone();
    let is_hidden = move || sought.with(|sought| !operations.iter().any(|operation| operation.fits(sought)));
    let rows = group
        .operations
        .iter()
        .map(|operation| {
            view! { <Row document=document.clone() operation=Arc::new(operation.clone()) query sought /> }
        })
        .collect_view();
    view! {
        <section class="docs-group" aria-labelledby=labelled_by hidden=is_hidden>
            <header class="docs-group-head">
                <h2 id=id>{group.name.clone()}</h2>
                <code class="docs-server">{group.server.clone()}</code>
            </header>
            <div class="docs-group-text">{paragraphs(&group.description)}</div>
            <div class="docs-rows">{rows}</div>
        </section>
    }
    .into_any()
}

/// An operation in a line, which unfolds. What is in it is made when it is first unfolded.
#[component]
fn Row(document: Arc<Document>, operation: Arc<Operation>, query: RwSignal<String>, sought: Sought) -> impl IntoView {
    let open = RwSignal::new(false);
    let is_wanted = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    let hash = use_location().hash;
    let fragment = format!("#{}", operation.id);
    // The address names an operation by its identifier. What is not there while a page loads the browser does not go to.
    Effect::new(move || {
        if hash.with(|hash| *hash != fragment) {
            return;
        }
        query.set(String::new());
        open.set(true);
        request_animation_frame(move || {
            if let (Some(details), Some(summary)) = (details.get_untracked(), summary.get_untracked()) {
                details.scroll_into_view();
                // It fails only for what is not in the document.
                let _ = summary.focus();
            }
        });
    });
    Effect::new(move || {
        if open.get() {
            is_wanted.set(true);
        }
    });
    let searched = operation.clone();
    let is_hidden = move || sought.with(|sought| !searched.fits(sought));
    let Operation {
        id,
        method,
        path,
        summary: words,
        is_deprecated,
        ..
    } = (*operation).clone();
    view! {
        <details
            class="docs-operation"
            id=id
            node_ref=details
            hidden=is_hidden
            prop:open=move || open.get()
            on:toggle=move |_| {
                if let Some(details) = details.get_untracked() {
                    open.set(details.open());
                }
            }
        >
            <summary class="docs-line" node_ref=summary>
                <h3>
                    <MethodTag method />
                    <code class="docs-path">{breakable(&path)}</code>
                </h3>
                <span class="docs-words">{words}</span>
                {is_deprecated.then(|| view! { <Badge tone=Tone::Caution>"deprecated"</Badge> })}
            </summary>
            {move || {
                is_wanted
                    .get()
                    .then(|| view! { <OperationDetail document=document.clone() operation=operation.clone() /> })
            }}
        </details>
    }
    .into_any()
}

/// A path that may be broken before each of its segments.
fn breakable(path: &str) -> AnyView {
    path.split_inclusive('/')
        .map(|piece| view! { {piece.to_owned()}<wbr /> })
        .collect_view()
        .into_any()
}
