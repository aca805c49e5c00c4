//! A JSON document as a tree that can be folded.

mod tree;

use std::sync::Arc;

use leptos::prelude::*;

use self::tree::{Kind, NodeId, Tree};

/// A document that is longer is shown as text: nobody reads a tree of that size, and building it would stop the page.
const MAX_TREE_BYTES: usize = 4 << 20;

/// As much of a text as is shown at once; the browser's layout suffers beyond it.
const MAX_TEXT_BYTES: usize = 256 << 10;

/// How many members of one object or array are shown before being asked for more.
const CHUNK: usize = 100;

/// How deep the tree is unfolded at first.
const UNFOLDED_DEPTH: usize = 2;

/// A document of no more values than this is unfolded whole.
const UNFOLDED_VALUES: usize = 80;

/// Shows JSON highlighted and foldable, exactly as it was written: order, repeated names and the digits of numbers are kept.
/// What is not JSON is shown as text.
#[component]
pub fn JsonView(
    /// The document.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    if text.len() <= MAX_TREE_BYTES
        && let Some(tree) = Tree::parse(&text)
    {
        let root = tree.root();
        return view! { <div class="json-view">{node(&Arc::new(tree), root, 0)}</div> }.into_any();
    }
    let shown = text.floor_char_boundary(MAX_TEXT_BYTES);
    let rest = text.len() - shown;
    let note = (rest > 0).then(|| view! { <p class="json-more">{format!("{rest} more bytes are not shown.")}</p> });
    let mut text = text;
    text.truncate(shown);
    view! {
        <pre class="code-block" tabindex="0">{text}</pre>
        {note}
    }
    .into_any()
}

/// A value, with its name if it is a member of an object.
fn node(tree: &Arc<Tree>, id: NodeId, depth: usize) -> AnyView {
    let name = tree.name(id).map(|name| {
        view! {
            <span class="json-name">{name.to_owned()}</span>
            <span class="json-mark">": "</span>
        }
    });
    match tree.kind(id) {
        Kind::Object | Kind::Array if tree.len(id) > 0 => branch(tree, id, depth, name.into_any()),
        kind => {
            view! { <div class="json-leaf">{name}<span class=class(kind)>{tree.source(id).to_owned()}</span></div> }
                .into_any()
        }
    }
}

/// An object or array with something in it. Its members are rendered when it is first unfolded.
fn branch(tree: &Arc<Tree>, id: NodeId, depth: usize, name: AnyView) -> AnyView {
    let (opening, closing, noun) = match tree.kind(id) {
        Kind::Object => ("{", "}", "member"),
        _ => ("[", "]", "item"),
    };
    let len = tree.len(id);
    let plural = if len == 1 { "" } else { "s" };
    let unfolded = depth == 0 || tree.values() <= UNFOLDED_VALUES || depth < UNFOLDED_DEPTH && len <= CHUNK;
    let opened = RwSignal::new(unfolded);
    let tree = Arc::clone(tree);
    view! {
        <details class="json-branch" open=unfolded on:toggle=move |_| opened.set(true)>
            <summary>
                {name}
                <span class="json-mark">{opening}</span>
                <span class="json-fold">{format!("{len} {noun}{plural}")}</span>
                <span class="json-mark json-fold-end">{closing}</span>
            </summary>
            {move || opened.get().then(|| members(&tree, id, depth))}
            <span class="json-mark">{closing}</span>
        </details>
    }
    .into_any()
}

/// The members of an object or array, a chunk at a time.
fn members(tree: &Arc<Tree>, id: NodeId, depth: usize) -> AnyView {
    let shown = RwSignal::new(CHUNK);
    let len = tree.len(id);
    let tree = Arc::clone(tree);
    // Each chunk is keyed by where it begins, so asking for more leaves what is there, and what is unfolded in it, alone.
    let chunks = move || (0..len.min(shown.get())).step_by(CHUNK).collect::<Vec<_>>();
    view! {
        <ul class="json-members" role="list">
            <For each=chunks key=|&start| start let(start)>
                {tree
                    .members(id)
                    .skip(start)
                    .take(CHUNK)
                    .map(|member| view! { <li>{node(&tree, member, depth + 1)}</li> })
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
