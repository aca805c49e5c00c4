//! One direction: its bytes, and beside them what is said of the part that is looked at.

use std::sync::Arc;

use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
};

use super::{
    super::{
        address::{PartAddress, PartLinks},
        bytes::{BytesView, LineEnds, Segments, Shown},
        figures::size,
        pointing::number_of,
    },
    arrivals,
    explanation::Explanation,
    outline::Outline,
};
use crate::{
    client::Octets,
    kit::{EmptyState, Icon, IconName},
};

/// So many of the parts that break a rule are listed; the others are seen where they stand.
const LISTED_FAULTS: usize = 8;

/// Which part of a message is looked at, and whether it stays so.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) outline: StoredValue<Arc<Outline>>,
    /// The node that is looked at.
    pub(super) at: RwSignal<Option<usize>>,
    /// The part that is pinned, here or in the other direction.
    pinned: RwSignal<Option<PartAddress>>,
    shown: Shown,
}

impl Look {
    /// Whether what is looked at stays so.
    pub(super) fn is_pinned(self) -> bool {
        let direction = self.outline.with_value(|outline| outline.direction());
        self.pinned.get().is_some_and(|part| part.direction == direction)
    }

    fn is_pinned_untracked(self) -> bool {
        untrack(|| self.is_pinned())
    }

    /// The address of a node.
    pub(super) fn address(self, node: usize) -> PartAddress {
        self.outline.with_value(|outline| {
            let bytes = outline.bytes(node);
            PartAddress {
                direction: outline.direction(),
                start: bytes.start,
                end: bytes.end,
            }
        })
    }

    /// Looks at a node until something else is wanted.
    pub(super) fn pin(self, node: usize) {
        self.at.set(Some(node));
        self.pinned.set(Some(self.address(node)));
    }

    /// Looks at a node and has it scrolled to. What is pinned goes along.
    fn go_to(self, node: usize) {
        if self.is_pinned_untracked() {
            self.pin(node);
        } else {
            self.at.set(Some(node));
        }
        self.shown.wanted.set(Some(self.address(node).start));
    }

    pub(super) fn pin_and_show(self, node: usize) {
        self.pin(node);
        self.shown.wanted.set(Some(self.address(node).start));
    }

    pub(super) fn free(self) {
        self.pinned.set(None);
    }

    /// Looks at what a pointer is moved to. What is scrolled under a pointer that rests is not pointed at.
    fn point(self, event: &Event) {
        if !self.is_pinned_untracked()
            && let Some(node) = self.node_under(event)
            && self.at.get_untracked() != Some(node)
        {
            self.at.set(Some(node));
        }
    }

    fn click(self, event: &Event) {
        if let Some(node) = self.node_under(event) {
            if self.is_pinned_untracked() && self.at.get_untracked() == Some(node) {
                self.free();
            } else {
                self.pin(node);
            }
        }
    }

    fn node_under(self, event: &Event) -> Option<usize> {
        let leaf = number_of(event)?;
        self.outline.with_value(|outline| outline.leaf(leaf))
    }

    fn key(self, event: &KeyboardEvent) {
        // Keys with these are the browser's.
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let here = self.at.get_untracked();
        let (leaves, count) = self
            .outline
            .with_value(|outline| (here.map(|node| outline.leaves(node)), outline.len()));
        let Some(last) = count.checked_sub(1) else { return };
        let leaf = match (event.key().as_str(), leaves) {
            ("ArrowRight" | "ArrowDown" | "j" | "Home", None) | ("Home", Some(_)) => 0,
            ("ArrowRight" | "ArrowDown" | "j", Some((_, end))) => end.min(last),
            ("ArrowLeft" | "ArrowUp" | "k", Some((start, _))) => start.saturating_sub(1),
            ("End", _) => last,
            ("Enter", Some(_)) => {
                event.prevent_default();
                match here {
                    Some(_) if self.is_pinned_untracked() => self.free(),
                    Some(node) => self.pin(node),
                    None => {}
                }
                return;
            }
            ("Escape", _) if self.is_pinned_untracked() => {
                event.prevent_default();
                // What is around may be closed by the same key.
                event.stop_propagation();
                self.free();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(node) = self.outline.with_value(|outline| outline.leaf(leaf)) {
            self.go_to(node);
        }
    }
}

/// One direction.
#[component]
pub(super) fn HalfView(
    outline: Outline,
    form: RwSignal<&'static str>,
    pinned: RwSignal<Option<PartAddress>>,
    links: Option<PartLinks>,
) -> impl IntoView {
    let outline = Arc::new(outline);
    let direction = outline.direction();
    let half = outline.half();
    let shown = Shown::new(form);
    let look = Look {
        outline: StoredValue::new(outline.clone()),
        at: RwSignal::new(None),
        pinned,
        shown,
    };
    // What the page's address names is looked at from the start.
    let asked = pinned.get_untracked().filter(|part| part.direction == direction);
    if let Some(node) = asked.and_then(|part| outline.node_of(&(part.start..part.end))) {
        look.go_to(node);
    }
    Effect::new(move || {
        let leaves = |node| look.outline.with_value(|outline| outline.leaves(node));
        shown.lit.set(look.at.get().map(leaves));
    });
    // What is looked at stays in view when the bytes are shown in another form.
    Effect::watch(
        move || form.get(),
        move |_, _, _| {
            if let Some(node) = look.at.get_untracked() {
                shown.wanted.set(Some(look.address(node).start));
            }
        },
        false,
    );
    let name = direction.name();
    let heading = if name == "request" { "Request" } else { "Response" };
    let cut = half
        .truncated
        .then(|| format!(", of which the first {} are kept", size(half.bytes.len() as u64)));
    let came = arrivals::summary(half, direction).map(|words| format!(" \u{b7} {words}"));
    let head = view! { <h3>{heading}" "<span class="provenance">{size(half.size)}{cut}{came}</span></h3> };
    if half.bytes.is_empty() {
        return view! {
            <section class="wire-half">
                {head} <EmptyState icon=IconName::Inbox text=format!("No byte of the {name} was recorded.") />
            </section>
        }
        .into_any();
    }
    let octets = Octets::from(&half.bytes[..]);
    let gutter = arrivals::gutter(half, direction);
    let faults = faults(look);
    let segments: Segments = Arc::new(move |range| outline.segments(range));
    view! {
        <section class="wire-half">
            {head}
            {faults}
            <div
                class="wire-bytes"
                on:keydown=move |event| look.key(&event)
                on:pointermove=move |event| look.point(&event)
                on:click=move |event| look.click(&event)
            >
                <BytesView octets label=format!("The bytes of the {name}") shown ends=LineEnds::Written segments gutter />
            </div>
            <Explanation look links />
        </section>
    }
    .into_any()
}

/// The parts that break a rule, to be gone to; nothing where none does.
fn faults(look: Look) -> Option<AnyView> {
    let faults: Vec<(usize, String)> = look.outline.with_value(|outline| {
        let name = |node| (node, outline.part(node).name.clone().into_owned());
        outline.faults().map(name).collect()
    });
    let rest = faults.len().saturating_sub(LISTED_FAULTS);
    if faults.is_empty() {
        return None;
    }
    let words = match faults.len() {
        1 => "1 part breaks a rule:".to_owned(),
        count => format!("{count} parts break a rule:"),
    };
    let buttons = faults
        .into_iter()
        .take(LISTED_FAULTS)
        .map(|(node, name)| {
            view! {
                <button type="button" class="wire-crumb" on:click=move |_| look.pin_and_show(node)>{name}</button>
            }
        })
        .collect_view();
    let rest = (rest > 0).then(|| format!("and {rest} more"));
    Some(view! { <p class="wire-faults"><Icon name=IconName::Alert />{words}" "{buttons}{rest}</p> }.into_any())
}
