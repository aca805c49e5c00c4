//! Practise: the practice shop as a small app, in which every panel shows each state that remote data has, and every request is one
//! click away.

use leptos::prelude::*;

use super::late::{Draw, Outline, late};

/// The practice shop.
#[component]
pub fn PracticePage() -> impl IntoView {
    late(Outline {
        title: "Practise",
        lead: "A shop on the practice API: what you write is kept in a sandbox of your own, and every request can be looked into.",
        class: "practice",
        load: |chunk| chunk.load(self::chunk),
    })
}

/// What is in the chunk.
const DRAW: Draw = || ().into_any();

/// Where the client is cut: what this function needs, and nothing else does, is the chunk.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(practice, fallible)]
fn chunk() -> Result<Draw, wasm_split_helpers::SplitLoaderError> {
    Ok(DRAW)
}

/// In a build that is not split the chunk is always there.
#[cfg(not(feature = "split"))]
async fn chunk() -> Result<Draw, std::convert::Infallible> {
    Ok(DRAW)
}
