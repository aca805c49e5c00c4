//! The bytes of both directions, each part of them with what it means and where that is specified.
//!
//! - `outline`: the parts of a message, numbered
//! - `half`: one direction, its bytes and how they are walked through
//! - `explanation`: what is said of the part that is looked at
//! - `arrivals`: when the pieces of a message came

mod arrivals;
mod explanation;
mod half;
mod outline;

use std::sync::Arc;

use exchange::Transcript;
use leptos::prelude::*;

use self::{half::HalfView, outline::Outline};
use super::{
    address::{Direction, PartLinks},
    bytes::{HEX, TEXT},
    recorded::{Recorded, not_recorded},
};
use crate::kit::{Choice, KeyHint, Load, Segmented};

#[component]
pub(super) fn WireView(recorded: Recorded) -> impl IntoView {
    let (state, retry) = recorded.transcript.get();
    let form = RwSignal::new(TEXT);
    let links = use_context::<PartLinks>();
    let pinned = links.map_or_else(|| RwSignal::new(None), |links| links.pinned);
    // What was pinned is a part of this exchange and of no other.
    on_cleanup(move || {
        let _ = pinned.try_set(None);
    });
    let half = move |transcript: &Arc<Transcript>, direction| {
        let outline = Outline::of(transcript.clone(), direction);
        view! { <HalfView outline form pinned links /> }
    };
    let ready = move |transcript: Arc<Transcript>| {
        let forms = vec![
            Choice {
                value: TEXT,
                label: "Text",
            },
            Choice {
                value: HEX,
                label: "Hex",
            },
        ];
        view! {
            <div class="wire-view">
                <div class="wire-bar">
                    <Segmented label="Show the bytes as" choices=forms value=form />
                    <p class="provenance">
                        "Point at a part, or walk through them with the arrows or " <KeyHint keys=&["j"] /> " "
                        <KeyHint keys=&["k"] /> ". " <KeyHint keys=&["Enter"] /> " or a click pins, "
                        <KeyHint keys=&["Esc"] /> " frees."
                    </p>
                </div>
                {half(&transcript, Direction::Request)}
                {half(&transcript, Direction::Response)}
            </div>
        }
    };
    view! { <Load state retry ready empty=not_recorded /> }
}
