//! Copying to the clipboard.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{
    button::IconButton,
    icon::IconName,
    toast::{ToastKind, Toasts},
};

/// Copies a text to the clipboard when pressed, and says whether that worked.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What it copies: "Copy the body".
    #[prop(default = "Copy")]
    label: &'static str,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let copy = move || {
        let text = text.get_untracked();
        spawn_local(async move { copy(&text, toasts, "Copied to the clipboard.").await });
    };
    view! { <IconButton icon=IconName::Copy label=label.to_owned() on_press=copy /> }.into_any()
}

/// Copies a text to the clipboard, and says so in those words, or that it did not work.
pub async fn copy(text: &str, toasts: Toasts, done: &str) {
    if write(text).await {
        toasts.push(ToastKind::Done, done);
    } else {
        toasts.push(
            ToastKind::Failed,
            "The browser did not allow copying. Select the text and copy it by hand.",
        );
    }
}

/// Writes to the clipboard and says whether it took it.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // A page that is neither on HTTPS nor on loopback has no clipboard at all, and calling it would be an exception.
    let exists = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    exists && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
