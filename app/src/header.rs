//! The header of every page: the name, the pages that are built, and what is at hand everywhere.

use leptos::{ev, html, prelude::*};
use leptos_router::{components::A, hooks::use_location};

use crate::{
    kit::{Icon, IconName, KeyHint, VisuallyHidden},
    palette::Commands,
    theme::ThemeSwitch,
};

/// The identifier of the button that opens the log, which gets the focus back when the log is closed.
pub const LOG_BUTTON_ID: &str = "open-log";

/// The identifier of the navigation, which the menu button of a narrow window shows.
const NAV_ID: &str = "nav";

/// The pages in the navigation: where they are, what they are called, and what they show.
pub(crate) const PAGES: [(&str, &str, IconName); 7] = [
    ("/", "Home", IconName::Home),
    ("/practice", "Practise", IconName::Inbox),
    ("/live", "Live", IconName::Send),
    ("/optimise", "Optimise", IconName::Columns),
    ("/reference", "Reference", IconName::Book),
    ("/docs", "API", IconName::Braces),
    ("/problems", "Problems", IconName::Alert),
];

/// Whether the log of exchanges is open and how many it holds, to be taken from the context: `expect_context::<LogPanel>()`.
#[derive(Clone, Copy)]
pub struct LogPanel {
    /// Whether the drawer is open.
    pub open: RwSignal<bool>,
    /// How many exchanges are in it.
    pub count: RwSignal<usize>,
}

impl LogPanel {
    /// Provides a closed, empty one to everything below.
    pub fn provide() {
        provide_context(Self {
            open: RwSignal::new(false),
            count: RwSignal::new(0),
        });
    }
}

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let commands = expect_context::<Commands>();
    let log = expect_context::<LogPanel>();
    let links = PAGES
        .into_iter()
        .map(|(href, label, _)| view! { <li><A href=href exact={href == "/"}>{label}</A></li> })
        .collect_view();
    // The browser opens and closes the menu; only of a navigation within the application it does not know.
    let nav = NodeRef::<html::Nav>::new();
    let path = use_location().pathname;
    Effect::watch(
        move || path.get(),
        move |_, _, _| {
            if let Some(nav) = nav.get_untracked() {
                // It fails only where there are no popovers, and there is none open then.
                let _ = nav.hide_popover();
            }
        },
        false,
    );
    view! {
        <header class="header">
            <button type="button" class="button button-ghost button-icon menu-button" popovertarget=NAV_ID aria-label="Pages" title="Pages">
                <Icon name=IconName::Menu />
            </button>
            <a class="brand" href="/" aria-label="Roundtrip, home">
                <Mark />
                <span class="brand-name">"Roundtrip"</span>
            </a>
            // In a wide window the style sheet shows it always.
            <nav class="nav" id=NAV_ID aria-label="Pages" popover="auto" node_ref=nav>
                <ul role="list">{links}</ul>
            </nav>
            <div class="header-tools">
                <button type="button" class="palette-button" aria-haspopup="dialog" on:click=move |_| commands.open()>
                    <Icon name=IconName::Search />
                    <span class="palette-button-label">"Find a command"</span>
                    <KeyHint keys=&["Ctrl", "K"] />
                </button>
                <button
                    type="button"
                    class="button log-button"
                    id=LOG_BUTTON_ID
                    aria-expanded=move || if log.open.get() { "true" } else { "false" }
                    on:click=move |_: ev::MouseEvent| log.open.update(|open| *open = !*open)
                >
                    <Icon name=IconName::List />
                    <span class="button-label">"Log"</span>
                    <span class="log-count">
                        {move || log.count.get()}
                        <VisuallyHidden>{move || if log.count.get() == 1 { " exchange" } else { " exchanges" }}</VisuallyHidden>
                    </span>
                </button>
                <ThemeSwitch />
            </div>
        </header>
    }
    .into_any()
}

/// The mark: a request that goes out and comes back.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="brand-line" d="M3.5 2.5v15M16.5 2.5v15" />
            <path class="brand-out" d="M3.5 6.5h10.5M11.5 4l2.5 2.5-2.5 2.5" />
            <path class="brand-back" d="M16.5 13.5h-10.5M8.5 11 6 13.5l2.5 2.5" />
        </svg>
    }
    .into_any()
}
