//! The pages of Roundtrip: one Leptos application, rendered by the server and taken over by the browser.
//!
//! - [`shell`]: the HTML document around the application, as the server renders it
//! - [`App`]: the routes, and what stands around every page
//! - [`pages`]: a module a page
//! - [`kit`]: small shared components
//! - [`later`]: what is loaded when the page is idle
//! - [`client`], [`log`], [`inspector`]: sending requests, the exchanges that came of them, and the views of one
//! - [`header`], [`palette`], [`theme`]: what is on every page
//!
//! The crate is compiled three ways: with the feature `ssr` for the server, with `hydrate` for the browser that takes over
//! what the server rendered, with `csr` for the browser alone. It knows no server; what a page has to tell one goes through
//! [`status::StatusSink`].

// Views are nested types, and in an optimised build the compiler computes the layout of each down to its leaves.
#![recursion_limit = "256"]
#![allow(
    unreachable_pub,
    reason = "the component macro writes `pub`, whatever visibility a component has"
)]

pub mod client;
pub mod header;
pub mod inspector;
pub mod kit;
pub mod later;
pub mod log;
pub mod pages;
pub mod palette;
pub mod shell;
pub mod status;
pub mod theme;

use leptos::prelude::*;
use leptos_meta::{Meta, Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{
    client::Client,
    header::{Header, LogPanel},
    kit::{Toaster, Toasts, focus_by_id},
    later::Later,
    log::{
        Log, LogDrawer,
        comparison::{Comparison, ComparisonDialog},
    },
    pages::{
        docs::DocsPage, home::Home, live::LivePage, not_found::NotFound, optimise::OptimisePage,
        practice::PracticePage, problem::ProblemPage, problems::ProblemsPage, protocol::ProtocolPage,
        reference::ReferencePage, shared::SharedPage,
    },
    palette::{Commands, Palette},
    theme::Themes,
};

/// The identifier of the one `<main>` element, which the skip link and every navigation lead to.
pub const MAIN_ID: &str = "main";

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Toasts::provide();
    Themes::provide();
    Commands::provide();
    LogPanel::provide();
    let log = Log::provide();
    Client::provide(log);
    Comparison::provide(log);
    Later::provide();

    // Tests, and styles of what is of no use before, wait for this mark.
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            // It fails only for a name that is not one.
            let _ = root.set_attribute("data-hydrated", "");
        }
    });

    view! {
        <Title
            text=""
            formatter=|page: String| if page.is_empty() { "Roundtrip".to_owned() } else { format!("{page} · Roundtrip") }
        />
        <Meta name="description" content="Send any request, and read every byte and every microsecond of what comes of it." />
        <Router>
            // `external` leaves the jump to the browser, which moves the focus with it.
            <a class="skip-link" href="#main" rel="external">"Skip to the content"</a>
            <Header />
            <Page />
            <Footer />
            <Palette />
        </Router>
        <LogDrawer />
        <ComparisonDialog />
        <Toaster />
    }
}

/// The page that the address names.
#[component]
fn Page() -> impl IntoView {
    // A navigation within the application is none to the browser, so the focus would stay on a link that may be gone.
    let path = use_location().pathname;
    Effect::watch(move || path.get(), |_, _, _| focus_by_id(MAIN_ID), false);
    view! {
        <main id=MAIN_ID class="main" tabindex="-1">
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Home />
                <Route path=path!("/practice") view=PracticePage />
                <Route path=path!("/live") view=LivePage />
                <Route path=path!("/optimise") view=OptimisePage />
                <Route path=path!("/reference/:kind?") view=ReferencePage />
                <Route path=path!("/reference/:kind/:name") view=ReferencePage />
                <Route path=path!("/docs") view=DocsPage />
                <Route path=path!("/docs/live") view=ProtocolPage />
                <Route path=path!("/problems") view=ProblemsPage />
                <Route path=path!("/problems/:slug") view=ProblemPage />
                <Route path=path!("/x/:token") view=SharedPage />
            </Routes>
        </main>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <p>"Both ends of an HTTP conversation. Nothing leaves this machine but what you send."</p>
            <p class="footer-more">
                <a href="/openapi.json" rel="external">"OpenAPI document"</a>
                <span>"Roundtrip " {env!("CARGO_PKG_VERSION")}</span>
            </p>
        </footer>
    }
}
