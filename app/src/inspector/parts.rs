//! The parts of an exchange, in tabs, and what else of the inspector is loaded later.
//!
//! They are much code that no page needs at first, so they are a chunk of the client. It is loaded once the page has nothing else to
//! do, or when an exchange is first shown if that is earlier. What must be there while the server is not, such as the word that it
//! does not answer, lies outside.

use std::sync::Arc;

use exchange::Exchange;
use leptos::prelude::*;

use super::{
    Shared,
    body::BodyView,
    compare::compare,
    export::ExportView,
    fields::FieldsView,
    ladder::LadderView,
    recorded::{Account, Recorded},
    shared::shared,
    timing::TimingView,
    wire::WireView,
};
use crate::{
    kit::{Chunk, Load, Skeleton, Tab, Tabs},
    log::Log,
};

/// What is in the chunk.
#[derive(Clone, Copy)]
struct Views {
    /// Draws the parts of an exchange in tabs, by the identifier of the tabs and which of them is open.
    parts: fn(Arc<Exchange>, &'static str, RwSignal<&'static str>, Option<Shared>) -> AnyView,
    /// Draws the exchange that is shared under a token.
    shared: fn(String) -> AnyView,
    /// Draws two exchanges side by side.
    compare: fn(Arc<Exchange>, Arc<Exchange>) -> AnyView,
}

/// The chunk, to be taken from the context: `expect_context::<InspectorChunk>()`.
#[derive(Clone, Copy)]
pub struct InspectorChunk(Chunk<Views>);

impl InspectorChunk {
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

/// The parts of an exchange, once their chunk is there.
#[component]
pub(super) fn Parts(
    exchange: Arc<Exchange>,
    id: &'static str,
    tab: RwSignal<&'static str>,
    share: Option<Shared>,
) -> impl IntoView {
    let chunk = expect_context::<InspectorChunk>();
    chunk.load();
    let retry = Callback::new(move |()| chunk.load());
    let ready = move |views: Views| (views.parts)(exchange.clone(), id, tab, share.clone());
    view! { <Load state=chunk.0.state() retry ready /> }
}

/// The exchange that is shared under a token, once the chunk is there. The server renders that it is being loaded.
#[component]
pub fn SharedExchange(
    /// The token of the share.
    token: String,
) -> impl IntoView {
    let chunk = expect_context::<InspectorChunk>();
    // Effects run in the browser only.
    Effect::new(move || chunk.load());
    let retry = Callback::new(move |()| chunk.load());
    let waiting = || view! { <Skeleton lines=6 label="Loading the exchange" /> }.into_any();
    let ready = move |views: Views| (views.shared)(token.clone());
    view! { <Load state=chunk.0.state() retry idle=waiting loading=waiting ready /> }
}

/// Two exchanges side by side, once the chunk is there.
#[component]
pub fn ComparedExchanges(
    /// The one on the left.
    one: Arc<Exchange>,
    /// The one on the right.
    other: Arc<Exchange>,
) -> impl IntoView {
    let chunk = expect_context::<InspectorChunk>();
    chunk.load();
    let retry = Callback::new(move |()| chunk.load());
    let ready = move |views: Views| (views.compare)(one.clone(), other.clone());
    view! { <Load state=chunk.0.state() retry ready /> }
}

/// Where the client is cut: what this function needs, and nothing else does, is the chunk.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(inspector, fallible)]
fn chunk() -> Result<Views, wasm_split_helpers::SplitLoaderError> {
    Ok(VIEWS)
}

/// In a build that is not split the chunk is always there.
#[cfg(not(feature = "split"))]
async fn chunk() -> Result<Views, std::convert::Infallible> {
    Ok(VIEWS)
}

const VIEWS: Views = Views { parts, shared, compare };

fn parts(exchange: Arc<Exchange>, id: &'static str, tab: RwSignal<&'static str>, share: Option<Shared>) -> AnyView {
    let [for_body, for_ladder, for_fields, for_timing] = [(); 4].map(|()| exchange.clone());
    expect_context::<Log>().being_drawn(exchange.id);
    let recorded = share.map(Recorded::of_share).or_else(|| Recorded::of(&exchange));
    let mut tabs = vec![
        Tab::new("body", "Body", move || {
            view! { <BodyView exchange=for_body.clone() /> }.into_any()
        }),
        Tab::new("ladder", "Ladder", move || {
            let account = Account::of(&for_ladder, recorded);
            view! { <LadderView exchange=for_ladder.clone() account id tab /> }.into_any()
        }),
        Tab::new("fields", "Fields", move || {
            view! { <FieldsView exchange=for_fields.clone() recorded /> }.into_any()
        }),
        Tab::new("timing", "Timing", move || {
            view! { <TimingView account=Account::of(&for_timing, recorded) /> }.into_any()
        }),
    ];
    if let Some(recorded) = recorded {
        tabs.extend([
            Tab::new("wire", "Wire", move || view! { <WireView recorded /> }.into_any()),
            Tab::new("export", "Export", move || {
                let account = Account::of(&exchange, Some(recorded));
                view! { <ExportView recorded account id /> }.into_any()
            }),
        ]);
    }
    view! { <Tabs id label="Parts of the exchange" tabs selected=tab /> }.into_any()
}
