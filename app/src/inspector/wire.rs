//! The bytes of both directions, each part of them with what it means and where that is specified.

use std::sync::Arc;

use exchange::{Half, Part, Transcript};
use leptos::{
    ev::{Event, KeyboardEvent},
    html,
    prelude::*,
};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    figures::size,
    pointing::{mark, number_of, part},
    recorded::{Recorded, not_recorded},
};
use crate::kit::Load;

/// So many parts are shown of one direction; a browser gets slow with more, and nobody reads them.
const SHOWN_PARTS: usize = 4_000;

#[component]
pub(super) fn WireView(recorded: Recorded) -> impl IntoView {
    let (state, retry) = recorded.transcript.get();
    let ready = move |transcript: Arc<Transcript>| {
        view! {
            <div class="wire-view">
                <HalfView half=transcript.request.clone() heading="Request" />
                <HalfView half=transcript.response.clone() heading="Response" />
            </div>
        }
    };
    view! { <Load state retry ready empty=not_recorded /> }
}

/// A part that has none below it, and the parts that it is in, the outermost first.
struct Leaf<'p> {
    part: &'p Part,
    path: Vec<&'p Part>,
}

fn leaves<'p>(parts: &'p [Part], path: &mut Vec<&'p Part>, found: &mut Vec<Leaf<'p>>) {
    for part in parts {
        if found.len() == SHOWN_PARTS {
            return;
        }
        if part.parts.is_empty() {
            found.push(Leaf {
                part,
                path: path.clone(),
            });
        } else {
            path.push(part);
            leaves(&part.parts, path, found);
            path.pop();
        }
    }
}

/// One direction: its bytes, and beside them the part that is looked at.
#[component]
fn HalfView(half: Half, heading: &'static str) -> impl IntoView {
    let mut found = Vec::new();
    leaves(&half.parts, &mut Vec::new(), &mut found);
    let bytes = found
        .iter()
        .enumerate()
        .map(|(number, leaf)| leaf_view(number, leaf, &half.bytes))
        .collect_view();
    let meanings: Vec<_> = found.iter().map(|leaf| meaning(leaf, heading)).collect();
    let count = meanings.len();
    let meanings = StoredValue::new(meanings);

    let current = RwSignal::new(None::<usize>);
    let pinned = RwSignal::new(false);
    let box_ = NodeRef::<html::Pre>::new();
    Effect::new(move |before: Option<Option<usize>>| {
        let now = current.get();
        if let Some(element) = box_.get() {
            mark(&element, before.flatten(), now);
        }
        now
    });
    let point = move |event: Event| {
        if !pinned.get_untracked()
            && let Some(number) = number_of(&event)
        {
            current.set(Some(number));
        }
    };
    let pin = move |event: Event| {
        let number = number_of(&event);
        if number.is_some() {
            let again = pinned.get_untracked() && number == current.get_untracked();
            current.set(number);
            pinned.set(!again);
        }
    };
    let step = move |event: KeyboardEvent| {
        let here = current.get_untracked();
        let there = match (event.key().as_str(), here) {
            ("ArrowRight" | "ArrowDown", None) => 0,
            ("ArrowRight" | "ArrowDown", Some(here)) => (here + 1).min(count.saturating_sub(1)),
            ("ArrowLeft" | "ArrowUp", Some(here)) => here.saturating_sub(1),
            ("Home", _) => 0,
            ("End", _) => count.saturating_sub(1),
            ("Enter", Some(here)) => {
                pinned.update(|pinned| *pinned = !*pinned);
                here
            }
            ("Escape", Some(here)) if pinned.get_untracked() => {
                pinned.set(false);
                here
            }
            _ => return,
        };
        event.prevent_default();
        current.set(Some(there));
        // Only for the keyboard: what moves under a pointer is no longer what it points at.
        if let Some(element) = box_.get_untracked()
            && let Some(leaf) = part(&element, there)
        {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            leaf.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };
    let explanation = move || match current.get() {
        Some(number) => {
            let lines = meanings.with_value(|meanings| Some(meanings.get(number)?.iter().map(line).collect_view()));
            view! { <dl>{lines}</dl> }.into_any()
        }
        None => {
            let how = "Point at a part, or focus the bytes and use the arrow keys. Enter or a click pins it.";
            view! { <p class="provenance">{how}</p> }.into_any()
        }
    };
    let cut = half
        .truncated
        .then(|| format!(", of which the first {} are kept", size(half.bytes.len() as u64)));
    view! {
        <section class="wire-half">
            <h3>{heading}" "<span class="provenance">{size(half.size)}{cut}</span></h3>
            <pre
                class="code-block wire-bytes"
                tabindex="0"
                aria-label=format!("The bytes of the {}", heading.to_lowercase())
                node_ref=box_
                on:keydown=step
                on:pointerover=move |event| point(event.into())
                on:click=move |event| pin(event.into())
            >
                {bytes}
            </pre>
            <div class="wire-meaning" aria-live="polite" data-pinned=move || pinned.get().then_some("")>{explanation}</div>
        </section>
    }
    .into_any()
}

fn line(line: &Line) -> impl IntoView + use<> {
    let Line {
        name,
        words,
        spec,
        fault,
    } = line.clone();
    view! {
        <dt>{name}</dt>
        <dd>
            {fault.map(|fault| view! { <span class="wire-fault">{fault}" "</span> })}
            {words}
            {spec.map(|spec| view! { <cite>{spec}</cite> })}
        </dd>
    }
}

fn leaf_view(number: usize, leaf: &Leaf<'_>, bytes: &[u8]) -> impl IntoView + use<> {
    let text = bytes.get(leaf.part.start..leaf.part.end).map(shown).unwrap_or_default();
    let is_faulty = leaf.part.fault.is_some() || leaf.path.iter().any(|part| part.fault.is_some());
    // The eye is to find names and values, so what stands between them is quiet.
    let is_between = bytes.get(leaf.part.start..leaf.part.end).is_some_and(|bytes| {
        bytes
            .iter()
            .all(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | b':'))
    });
    let kind = match &*leaf.part.name {
        "field name" | "method" | "status code" => "name",
        _ if is_between => "mark",
        _ => "value",
    };
    view! {
        <span class="wire-part" data-part=number.to_string() data-kind=kind data-fault=is_faulty.then_some("")>
            {text}
        </span>
    }
}

/// Bytes as they are read: line ends are seen and kept, and what is no text is shown as its number.
fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\n' => text.push_str("\\n\n"),
                control if control.is_control() => text.extend(control.escape_default()),
                other => text.push(other),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// What is said of one part.
#[derive(Clone)]
struct Line {
    name: String,
    words: Option<String>,
    spec: Option<String>,
    fault: Option<String>,
}

/// What is said of a leaf: of itself, and of the parts that it is in.
fn meaning(leaf: &Leaf<'_>, heading: &'static str) -> Vec<Line> {
    let line = |part: &&Part| Line {
        name: part.name.clone().into_owned(),
        words: part.meaning.as_deref().map(str::to_owned),
        spec: part.spec.as_deref().map(str::to_owned),
        fault: part.fault.as_deref().map(str::to_owned),
    };
    let place = Line {
        name: "bytes".to_owned(),
        words: Some(format!(
            "{} to {} of the {}",
            leaf.part.start,
            leaf.part.end,
            heading.to_lowercase()
        )),
        spec: None,
        fault: None,
    };
    let outwards = leaf.path.iter().rev();
    [&leaf.part]
        .into_iter()
        .chain(outwards)
        .map(line)
        .chain([place])
        .collect()
}
