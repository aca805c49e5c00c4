//! A panel at the bottom of the window that stands beside the page rather than over it.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{button::IconButton, focus::focus_by_id, icon::IconName};

/// A drawer. The page stays usable while it is open; opening moves the focus into it, Escape inside it closes it.
#[component]
pub fn Drawer(
    /// The drawer's identifier, unique in the page.
    id: &'static str,
    /// What is in it; shown as its heading.
    label: &'static str,
    /// Whether it is open, in both directions.
    open: RwSignal<bool>,
    /// The identifier of the control that opens it, which gets the focus back.
    opener: &'static str,
    /// Things to press, beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// What is in it; rendered while it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let heading = format!("{id}-heading");
    // The focus follows a change, so that a drawer that starts closed leaves the focus alone.
    let (on_change, labelled_by) = (heading.clone(), heading.clone());
    Effect::watch(
        move || open.get(),
        move |&open, _, _| {
            let target = if open { on_change.clone() } else { opener.to_owned() };
            // What is hidden cannot take the focus, and whether the drawer is shown by now depends on which effect ran first.
            request_animation_frame(move || focus_by_id(&target));
        },
        false,
    );
    let close_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            open.set(false);
        }
    };
    view! {
        <section class="drawer" id=id aria-labelledby=labelled_by hidden=move || !open.get() on:keydown=close_on_escape>
            <header class="drawer-head">
                <h2 class="drawer-title" id=heading tabindex="-1">{label}</h2>
                <div class="drawer-actions">
                    {move || actions.run()}
                    <IconButton icon=IconName::Close label="Close" on_press=move || open.set(false) />
                </div>
            </header>
            <div class="drawer-body">{move || open.get().then(|| children())}</div>
        </section>
    }
    .into_any()
}
