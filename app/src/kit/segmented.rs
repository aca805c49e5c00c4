//! A choice of one among a few that are all in sight, after the radio group pattern of the ARIA Authoring Practices.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;

use super::field::Choice;

/// A row of buttons, of which one is pressed.
#[component]
pub fn Segmented(
    /// What is chosen.
    label: &'static str,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// The value that is chosen, in both directions.
    value: RwSignal<&'static str>,
) -> impl IntoView {
    let group = NodeRef::<html::Div>::new();
    let values: Vec<_> = choices.iter().map(|choice| choice.value).collect();
    let step = move |event: KeyboardEvent| {
        let here = values.iter().position(|&own| own == value.get_untracked()).unwrap_or(0);
        let there = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (here + 1) % values.len(),
            "ArrowLeft" | "ArrowUp" => here.checked_sub(1).unwrap_or(values.len() - 1),
            _ => return,
        };
        event.prevent_default();
        value.set(values[there]);
        let button = group
            .get_untracked()
            .and_then(|group| group.children().item(u32::try_from(there).ok()?));
        if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
            // It fails only for what cannot take the focus.
            let _ = button.focus();
        }
    };
    let buttons = choices
        .into_iter()
        .map(|Choice { value: own, label }| {
            let is_chosen = move || value.get() == own;
            view! {
                <button
                    type="button"
                    role="radio"
                    class="segment"
                    aria-checked=move || if is_chosen() { "true" } else { "false" }
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| value.set(own)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! { <div class="segmented" role="radiogroup" aria-label=label node_ref=group on:keydown=step>{buttons}</div> }
        .into_any()
}
