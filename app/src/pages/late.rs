//! A page that is a chunk of the client: its heading is there at once, and what is below comes when somebody is there.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::{Chunk, LoadChunk};

/// What a page has below its heading.
pub(crate) type Draw = fn() -> AnyView;

/// What is there of a page before its chunk is.
#[derive(Clone, Copy)]
pub(crate) struct Outline {
    /// Its title, and its heading.
    pub(crate) title: &'static str,
    /// What it is for, in a sentence.
    pub(crate) lead: &'static str,
    /// What else stands in its heading, with the program and without.
    pub(crate) more: fn() -> AnyView,
    /// The class of its element.
    pub(crate) class: &'static str,
    /// Has the chunk loaded.
    pub(crate) load: fn(Chunk<Draw>),
}

/// The page of an outline. The server renders the heading, and that the rest is being loaded.
pub(crate) fn late(outline: Outline) -> AnyView {
    let Outline {
        title,
        lead,
        more,
        class,
        load,
    } = outline;
    view! {
        <Title text=title />
        <div class=format!("page {class}")>
            <header class="page-head">
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                {more()}
            </header>
            <LoadChunk chunk=Chunk::new() load draw=Arc::new(|draw: Draw| draw()) label="Loading the page" />
        </div>
    }
    .into_any()
}
