//! One kind of problem, explained: the page that a problem's `type` leads to.

use contract::problem::ProblemKind;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use super::not_found::NotFound;
use crate::kit::StatusPill;

/// The kind that the address names.
#[component]
pub fn ProblemPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let kind = params.with(|params| params.get_str("slug").and_then(|slug| slug.parse::<ProblemKind>().ok()));
        match kind {
            Some(kind) => explain(kind),
            None => view! { <NotFound /> }.into_any(),
        }
    }
}

fn explain(kind: ProblemKind) -> AnyView {
    let status = kind.status();
    // What the status code is called in the registry; the problem's own title says more.
    let reason = status.canonical_reason().unwrap_or_default();
    view! {
        <Title text=kind.title() />
        <article class="page problem">
            <nav class="crumbs" aria-label="Breadcrumb"><A href="/problems">"Problems"</A></nav>
            <header class="page-head">
                <StatusPill status=status.as_u16() reason />
                <h1>{kind.title()}</h1>
            </header>
            <p class="lead">{kind.explanation()}</p>
            <h2>"What to do"</h2>
            <p>{kind.remedy()}</p>
            <dl class="facts">
                <div><dt>"Type"</dt><dd><code>{kind.path()}</code></dd></div>
                <div><dt>"Specified in"</dt><dd>{kind.section()}</dd></div>
            </dl>
        </article>
    }
    .into_any()
}
