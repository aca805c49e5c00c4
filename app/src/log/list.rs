//! The exchanges of the log in a list, and the one that is picked.

use std::sync::Arc;

use exchange::{Exchange, Outcome};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use uuid::Uuid;

use super::{Log, comparison::Comparison};
use crate::{
    client::failure::title,
    inspector::{
        ExchangeView,
        figures::{duration, size},
    },
    kit::{Badge, EmptyState, IconName, MethodTag, StatusPill, Tone},
};

/// The exchanges of the log.
pub(crate) fn exchanges() -> AnyView {
    view! { <Exchanges /> }.into_any()
}

#[component]
fn Exchanges() -> impl IntoView {
    let log = expect_context::<Log>();
    let picked = log.picked;
    let tab = RwSignal::new("timing");
    let list = NodeRef::<html::Ul>::new();
    // `j` and `k` go down and up the list, as in other tools that list messages.
    let step = move |event: KeyboardEvent| {
        let forward = match event.key().as_str() {
            "j" | "ArrowDown" => true,
            "k" | "ArrowUp" => false,
            _ => return,
        };
        event.prevent_default();
        let Some(list) = list.get() else { return };
        move_focus(&list, forward);
    };
    let rows = move || {
        let entries = log.entries();
        entries
            .into_iter()
            .map(|exchange| view! { <Row exchange picked /> })
            .collect_view()
    };
    let shown = move || {
        let id = picked.get()?;
        let exchange = log.entries().into_iter().find(|exchange| exchange.id == id)?;
        Some(view! { <div class="log-exchange"><ExchangeView exchange id="log-exchange" tab /></div> })
    };
    move || {
        if log.entries().is_empty() {
            return view! { <EmptyState icon=IconName::List text="Every request that this page sends is listed here." /> }
                .into_any();
        }
        view! {
            <div class="log-drawer">
                <ul class="log-list" role="list" node_ref=list on:keydown=step>{rows}</ul>
                {shown}
            </div>
        }
        .into_any()
    }
}

#[component]
fn Row(exchange: Arc<Exchange>, picked: RwSignal<Option<Uuid>>) -> impl IntoView {
    let id = exchange.id;
    let (outcome, bytes) = match &exchange.outcome {
        Outcome::Response(response) => (
            view! { <StatusPill status=response.status /> }.into_any(),
            size(response.body.as_ref().map_or(0, |body| body.size)),
        ),
        Outcome::Failure(failure) => {
            let words = title(failure.kind);
            (
                view! { <Badge tone=Tone::Bad>{words}</Badge> }.into_any(),
                "–".to_owned(),
            )
        }
    };
    let url = exchange
        .request
        .url
        .clone()
        .unwrap_or_else(|| exchange.request.target.clone());
    let is_picked = move || picked.get() == Some(id);
    let comparison = expect_context::<Comparison>();
    let method = exchange.request.method.clone();
    // With `c` two exchanges are chosen and shown without the hands leaving the list.
    let choose = move |event: KeyboardEvent| {
        if event.key() == "c" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            event.prevent_default();
            comparison.toggle(id);
            if untrack(|| comparison.has(id)) {
                comparison.show_chosen();
            }
        }
    };
    view! {
        <li class="log-item" on:keydown=choose>
            <input
                type="checkbox"
                class="log-choice"
                title="Compare it with another one (c)"
                aria-label=format!("Compare {method} {url}")
                prop:checked=move || comparison.has(id)
                on:change=move |_| comparison.toggle(id)
            />
            <button
                type="button"
                class="log-row"
                aria-pressed=move || if is_picked() { "true" } else { "false" }
                on:click=move |_| picked.update(|picked| *picked = (*picked != Some(id)).then_some(id))
            >
                <MethodTag method=exchange.request.method.clone() />
                <span class="log-target">{url}</span>
                {outcome}
                <span class="number">{duration(exchange.timeline.exchanged_us())}</span>
                <span class="number">{bytes}</span>
            </button>
        </li>
    }
}

/// Moves the focus to the next button of the list or the one before.
fn move_focus(list: &web_sys::HtmlUListElement, forward: bool) {
    use wasm_bindgen::JsCast;

    let Ok(buttons) = list.query_selector_all("button") else {
        return;
    };
    let buttons: Vec<web_sys::HtmlElement> = (0..buttons.length())
        .filter_map(|index| buttons.get(index)?.dyn_into().ok())
        .collect();
    let active = document().active_element();
    let here = buttons
        .iter()
        .position(|button| active.as_ref().is_some_and(|active| active == button.as_ref()));
    let there = match (here, forward) {
        (None, _) => Some(0),
        (Some(here), true) => here.checked_add(1),
        (Some(here), false) => here.checked_sub(1),
    };
    if let Some(button) = there.and_then(|there| buttons.get(there)) {
        // It fails only for what cannot take the focus.
        let _ = button.focus();
    }
}
