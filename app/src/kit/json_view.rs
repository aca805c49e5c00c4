//! A JSON document as a tree that can be folded and searched.

mod tree;

use std::sync::Arc;

use leptos::{html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use self::tree::{Kind, NodeId, Tree};
use super::{
    prose::counted,
    search::{Count, Search, find},
};

/// How many members of one object or array are shown before being asked for more.
const CHUNK: usize = 100;

/// How deep the tree is unfolded at first.
const UNFOLDED_DEPTH: usize = 2;

/// A document of no more values than this is unfolded whole.
const UNFOLDED_VALUES: usize = 80;

/// A document that was read.
#[derive(Clone)]
pub struct JsonDocument(Arc<Tree>);

impl JsonDocument {
    /// A longer document is not read: nobody reads a tree of that size, and making it would stop the page.
    pub const MAX_BYTES: usize = 4 << 20;

    /// Reads a document; `None` when it is not JSON, too long, or nests too deep.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_short = text.len() <= Self::MAX_BYTES;
        let tree = is_short.then(|| Tree::parse(text)).flatten()?;
        Some(Self(Arc::new(tree)))
    }
}

/// What every node of a tree that is shown needs.
#[derive(Clone)]
struct Drawing {
    tree: Arc<Tree>,
    /// What is looked for.
    needle: RwSignal<String>,
    /// The one of the nodes that have it that is looked at.
    found: Memo<Option<NodeId>>,
}

/// Shows JSON highlighted and foldable, exactly as it was written: order, repeated names and the digits of numbers are kept. What
/// is looked for is marked, and what it is folded away in is unfolded.
#[component]
pub fn JsonView(
    /// The document.
    document: JsonDocument,
    /// What is looked for in it.
    search: Search,
) -> impl IntoView {
    let tree = document.0;
    let searched = tree.clone();
    let nodes = Memo::new(move |_| {
        search
            .needle
            .with(|needle| searched.all_with(|text| find(text.as_bytes(), needle.as_bytes()).is_some()))
    });
    Effect::new(move || {
        let found = nodes.with(Vec::len);
        search.at.set(0);
        search.count.set(Count { found, is_open: false });
    });
    let found = Memo::new(move |_| nodes.with(|nodes| nodes.get(search.at.get()).copied()));
    let root = tree.root();
    let drawing = Drawing {
        tree,
        needle: search.needle,
        found,
    };
    view! { <div class="json-view">{node(&drawing, root, 0)}</div> }.into_any()
}

/// A value, with its name if it is a member of an object.
fn node(drawing: &Drawing, id: NodeId, depth: usize) -> AnyView {
    let tree = &drawing.tree;
    let name = tree.name(id).map(|name| {
        view! {
            <span class="json-name">{marked(drawing, name)}</span>
            <span class="json-mark">": "</span>
        }
    });
    match tree.kind(id) {
        Kind::Object | Kind::Array if tree.len(id) > 0 => branch(drawing, id, depth, name.into_any()),
        kind => {
            let line = NodeRef::<html::Div>::new();
            let found = drawing.found;
            show_when_found(found, id, move || line.get_untracked().map(Into::into));
            view! {
                <div class="json-leaf" node_ref=line data-found=move || (found.get() == Some(id)).then_some("")>
                    {name}
                    <span class=class(kind)>{marked(drawing, tree.source(id))}</span>
                </div>
            }
            .into_any()
        }
    }
}

/// A text in which what is looked for is marked.
fn marked(drawing: &Drawing, text: &str) -> impl IntoView + use<> {
    let (needle, text) = (drawing.needle, text.to_owned());
    move || {
        needle.with(|needle| {
            let mut pieces: Vec<AnyView> = Vec::new();
            let mut rest = &*text;
            // It is found at the bounds of characters, because both are UTF-8.
            while let Some(at) = find(rest.as_bytes(), needle.as_bytes()) {
                let (before, found) = rest.split_at(at);
                let (found, after) = found.split_at(needle.len());
                pieces.push(before.to_owned().into_any());
                pieces.push(view! { <mark>{found.to_owned()}</mark> }.into_any());
                rest = after;
            }
            pieces.push(rest.to_owned().into_any());
            pieces
        })
    }
}

/// Scrolls to a node's line when it is the one that was found.
fn show_when_found(
    found: Memo<Option<NodeId>>,
    id: NodeId,
    line: impl Fn() -> Option<web_sys::Element> + Send + Sync + 'static,
) {
    Effect::new(move || {
        if found.get() == Some(id)
            && let Some(line) = line()
        {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// An object or array with something in it. Its members are rendered when it is first unfolded.
fn branch(drawing: &Drawing, id: NodeId, depth: usize, name: AnyView) -> AnyView {
    let tree = &drawing.tree;
    let (opening, closing, noun) = match tree.kind(id) {
        Kind::Object => ("{", "}", "member"),
        _ => ("[", "]", "item"),
    };
    let (len, end) = (tree.len(id), tree.end(id));
    let found = drawing.found;
    let holds = move |found: Option<NodeId>| found.is_some_and(|found| id < found && found < end);
    let unfolded = depth == 0
        || tree.values() <= UNFOLDED_VALUES
        || depth < UNFOLDED_DEPTH && len <= CHUNK
        || holds(found.get_untracked());
    let opened = RwSignal::new(unfolded);
    let shown = RwSignal::new(CHUNK);
    let details = NodeRef::<html::Details>::new();
    let searched = Arc::clone(tree);
    Effect::new(move || {
        let Some(found) = found.get().filter(|&found| holds(Some(found))) else {
            return;
        };
        opened.set(true);
        if let Some(details) = details.get_untracked() {
            // It fails only for a name that is no attribute's.
            let _ = details.set_attribute("open", "");
        }
        let before = searched.members(id).take_while(|&member| member <= found).count();
        if before > shown.get_untracked() {
            shown.set(before.next_multiple_of(CHUNK));
        }
    });
    let summary = NodeRef::<html::Summary>::new();
    show_when_found(found, id, move || summary.get_untracked().map(Into::into));
    let drawing = drawing.clone();
    view! {
        <details class="json-branch" open=unfolded node_ref=details on:toggle=move |_| opened.set(true)>
            <summary node_ref=summary data-found=move || (found.get() == Some(id)).then_some("")>
                {name}
                <span class="json-mark">{opening}</span>
                <span class="json-fold">{counted(len as u64, noun)}</span>
                <span class="json-mark json-fold-end">{closing}</span>
            </summary>
            {move || opened.get().then(|| members(&drawing, id, depth, shown))}
            <span class="json-mark">{closing}</span>
        </details>
    }
    .into_any()
}

/// The members of an object or array, a chunk at a time.
fn members(drawing: &Drawing, id: NodeId, depth: usize, shown: RwSignal<usize>) -> AnyView {
    let drawing = drawing.clone();
    let len = drawing.tree.len(id);
    // Each chunk is keyed by where it begins, so asking for more leaves what is there, and what is unfolded in it, alone.
    let chunks = move || (0..len.min(shown.get())).step_by(CHUNK).collect::<Vec<_>>();
    view! {
        <ul class="json-members" role="list">
            <For each=chunks key=|&start| start let(start)>
                {drawing
                    .tree
                    .members(id)
                    .skip(start)
                    .take(CHUNK)
                    .map(|member| view! { <li>{node(&drawing, member, depth + 1)}</li> })
                    .collect_view()}
            </For>
            {move || {
                let rest = len.saturating_sub(shown.get());
                (rest > 0)
                    .then(|| {
                        view! {
                            <li>
                                <button type="button" class="json-more" on:click=move |_| shown.update(|shown| *shown += CHUNK)>
                                    {format!("Show {} of {rest} more", rest.min(CHUNK))}
                                </button>
                            </li>
                        }
                    })
            }}
        </ul>
    }
    .into_any()
}

const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "json-string",
        Kind::Number => "json-number",
        Kind::Literal => "json-literal",
        Kind::Object | Kind::Array => "json-mark",
    }
}
