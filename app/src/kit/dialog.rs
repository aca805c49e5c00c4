//! Modal dialogs, on the browser's own `<dialog>`: it keeps the focus inside, closes on Escape, and gives the focus back.

use leptos::{ev::MouseEvent, html, prelude::*};
use wasm_bindgen::JsCast;

/// A modal dialog. Pressing Escape or outside of it closes it.
#[component]
pub fn Dialog(
    /// What the dialog is for.
    label: &'static str,
    /// Whether it is open, in both directions.
    open: RwSignal<bool>,
    /// A class for what is special about this dialog.
    #[prop(optional)]
    class: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // It fails only for a dialog that is not in the document, which one that is referred to always is.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // The browser tells of a closing in a later task, by which time the dialog may have been opened again.
    let closed = move |_| {
        if dialog.get_untracked().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    // The dialog's content fills it, so a click whose target is the dialog itself was on the backdrop.
    let close_outside = move |event: MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if target.is_some() {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=format!("dialog {class}")
            aria-label=label
            on:close=closed
            on:click=close_outside
        >
            <div class="dialog-content">{children()}</div>
        </dialog>
    }
    .into_any()
}
