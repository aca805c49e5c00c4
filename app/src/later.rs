//! What no page needs at first: a chunk of the client that is loaded once the page has nothing else to do, or when some of it is first
//! shown if that is earlier. What must be there while the server is not, such as the word that it does not answer, lies outside.

use std::sync::Arc;

use exchange::Exchange;
use leptos::prelude::*;

use crate::{
    inspector::{self, Shared},
    kit::{Chunk, LoadChunk, cut},
    log,
    palette::{self, Commands},
};

/// What is in the chunk.
#[derive(Clone, Copy)]
pub struct Views {
    /// Draws the parts of an exchange in tabs, by the identifier of the tabs and which of them is open.
    pub(crate) parts: fn(Arc<Exchange>, &'static str, RwSignal<&'static str>, Option<Shared>) -> AnyView,
    /// Draws the exchange that is shared under a token.
    pub(crate) shared: fn(String) -> AnyView,
    /// Draws two exchanges side by side.
    pub(crate) compare: fn(Arc<Exchange>, Arc<Exchange>) -> AnyView,
    /// Draws the exchanges of the log.
    pub(crate) log: fn() -> AnyView,
    /// Draws the field of the palette and the commands that fit.
    pub(crate) finder: fn(Commands) -> AnyView,
}

const VIEWS: Views = Views {
    parts: inspector::parts,
    shared: inspector::shared,
    compare: inspector::compare,
    log: log::exchanges,
    finder: palette::finder,
};

/// The chunk, to be taken from the context: `expect_context::<Later>()`.
#[derive(Clone, Copy)]
pub struct Later(Chunk<Views>);

impl Later {
    /// Provides the chunk to everything below, and has it loaded when the page is idle.
    pub fn provide() {
        let chunk = Self(Chunk::new());
        provide_context(chunk);
        // By the first failure the server may be gone, and the chunk with it. A browser that never says that it is idle loads it
        // when it is needed.
        Effect::new(move || request_idle_callback(move || chunk.load()));
    }

    /// Loads it, unless it is there or under way.
    fn load(self) {
        self.0.load(chunk);
    }
}

/// Something of the chunk, once it is there. The server renders that it is being loaded.
#[component]
pub(crate) fn LoadLater(
    /// What is shown of it.
    draw: impl Fn(Views) -> AnyView + Send + Sync + 'static,
    /// What is read out while it is being loaded.
    #[prop(default = "Loading")]
    label: &'static str,
) -> impl IntoView {
    let later = expect_context::<Later>();
    view! { <LoadChunk chunk=later.0 load=|chunk| Later(chunk).load() draw=Arc::new(draw) lines=6 label /> }.into_any()
}

cut!(later: Views = VIEWS);
