//! Keys of the keyboard, as a hint beside what they do.

use leptos::prelude::*;

/// The keys to press together.
#[component]
pub fn KeyHint(
    /// The keys, as they are engraved: `["Ctrl", "K"]`.
    keys: &'static [&'static str],
) -> impl IntoView {
    view! { <span class="key-hint">{keys.iter().map(|&key| view! { <kbd>{key}</kbd> }).collect_view()}</span> }
        .into_any()
}
