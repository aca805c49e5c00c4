//! What is said of the part that is looked at: of itself, and of the parts that it is in.

use exchange::Part;
use leptos::prelude::*;

use super::{
    super::{address::PartLinks, figures::duration},
    arrivals::{arrival_of, verb},
    half::Look,
    outline::Outline,
};
use crate::kit::{CopyButton, Icon, IconName, inline};

/// Stands beside the bytes.
#[component]
pub(super) fn Explanation(look: Look, links: Option<PartLinks>) -> impl IntoView {
    let is_pinned = Memo::new(move |_| look.is_pinned());
    let path = move || {
        let node = look.at.get()?;
        let crumbs = look.outline.with_value(|outline| {
            let name = |node| (node, outline.part(node).name.clone().into_owned());
            outline.path(node).into_iter().map(name).collect::<Vec<_>>()
        });
        let crumbs = crumbs
            .into_iter()
            .map(|(crumb, name)| {
                let current = (crumb == node).then_some("true");
                view! {
                    <li>
                        <button
                            type="button"
                            class="wire-crumb"
                            aria-current=current
                            on:click=move |_| look.pin_and_show(crumb)
                        >
                            {name}
                        </button>
                    </li>
                }
            })
            .collect_view();
        Some(view! { <ol class="wire-path" aria-label="What the part is in">{crumbs}</ol> })
    };
    let said = move || match look.at.get() {
        Some(node) => look.outline.with_value(|outline| meaning(outline, node)),
        None => view! { <p class="provenance">"No part is looked at."</p> }.into_any(),
    };
    let link = Memo::new(move |_| {
        let node = look.at.get().filter(|_| is_pinned.get())?;
        links?.link(look.address(node))
    });
    let is_looking = Memo::new(move |_| look.at.get().is_some());
    let toggle = move |_| match look.at.get_untracked() {
        Some(node) if !is_pinned.get_untracked() => look.pin(node),
        _ => look.free(),
    };
    let actions = move || {
        is_looking.get().then(|| {
            let copy = move || match link.get() {
                Some(link) => {
                    view! { <CopyButton text=Signal::stored(link) label="Copy the link to this part" /> }.into_any()
                }
                None if is_pinned.get() => {
                    view! { <span class="provenance">"Share the exchange (Export), and its parts have links."</span> }
                        .into_any()
                }
                None => ().into_any(),
            };
            view! {
                <div class="wire-actions">
                    <button
                        type="button"
                        class="button button-ghost"
                        aria-pressed=move || if is_pinned.get() { "true" } else { "false" }
                        on:click=toggle
                    >
                        {move || if is_pinned.get() { "Pinned" } else { "Pin" }}
                    </button>
                    {copy}
                </div>
            }
        })
    };
    view! {
        <div class="wire-meaning" data-pinned=move || is_pinned.get().then_some("")>
            {path}
            <div aria-live="polite">{said}</div>
            {actions}
        </div>
    }
    .into_any()
}

/// The part, then what it is in from the inside out, as far as there is something to say.
fn meaning(outline: &Outline, node: usize) -> AnyView {
    let mut path = outline.path(node);
    path.reverse();
    let own = outline.part(node);
    let outer = path[1..]
        .iter()
        .map(|&node| outline.part(node))
        .filter(|part| part.meaning.is_some() || part.fault.is_some());
    let lines: Vec<_> = std::iter::once(own).chain(outer).map(line).collect();
    let direction = outline.direction();
    let bytes = outline.bytes(node);
    let place = format!("Bytes {} to {} of the {}", bytes.start, bytes.end, direction.name());
    let came =
        arrival_of(outline.half(), bytes.start).map(|at_us| format!(", {} at +{}", verb(direction), duration(at_us)));
    view! {
        <dl>{lines}</dl>
        <p class="provenance">{place}{came}</p>
    }
    .into_any()
}

fn line(part: &Part) -> impl IntoView + use<> {
    let fault = part.fault.as_deref().map(|fault| {
        view! { <p class="wire-fault"><Icon name=IconName::Alert /><span>"Breaks a rule: "{inline(fault)}</span></p> }
    });
    view! {
        <dt>{part.name.clone().into_owned()}</dt>
        <dd>
            {fault}
            {part.meaning.as_deref().map(inline)}
            {part.spec.as_deref().map(|spec| view! { <cite>{spec.to_owned()}</cite> })}
        </dd>
    }
}
