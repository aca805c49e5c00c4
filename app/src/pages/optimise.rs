//! Optimise: what four techniques of HTTP are worth, each measured as a pair of the same resource without it and with it.
//!
//! - [`pair`]: the pairs, and the requests of each
//! - [`runs`]: what is measured of an exchange; [`worth`]: what the figures say, in words
//! - [`bench`]: sends the requests of a pair in turn, one pair at a time
//! - [`card`]: a pair in each of its states; [`plot`]: its figures as bars and dots

mod bench;
mod card;
mod pair;
mod plot;
mod runs;
pub(super) mod worth;

use leptos::prelude::*;

use self::{bench::Bench, card::Card, pair::PAIRS};
use super::late::{Draw, Outline, late};
use crate::kit::{Button, ButtonKind, IconName, cut};

/// What optimisations are worth.
#[component]
pub fn OptimisePage() -> impl IntoView {
    late(Outline {
        title: "Optimise",
        lead: "What an optimisation is worth: the same resource without it and with it, measured here and now.",
        more: || ().into_any(),
        class: "optimise",
        load: |chunk| chunk.load(self::chunk),
    })
}

/// What is in the chunk.
const DRAW: Draw = || view! { <Pairs /> }.into_any();

cut!(practice: Draw = DRAW);

/// All pairs, and a button that measures one after the other.
#[component]
fn Pairs() -> impl IntoView {
    let bench = Bench::new();
    // What nobody waits for any more is not worth finishing.
    on_cleanup(move || bench.cancel());
    let at = bench.at();
    let all = move || {
        if at.get().is_some() {
            view! {
                <Button kind=ButtonKind::Danger icon=IconName::Stop on_press=move || bench.cancel()>"Cancel"</Button>
            }
        } else {
            let measure = move || bench.measure(0..PAIRS.len());
            view! { <Button kind=ButtonKind::Primary icon=IconName::Clock on_press=measure>"Measure all"</Button> }
        }
    };
    let cards = (0..PAIRS.len())
        .map(|index| view! { <Card index bench /> })
        .collect_view();
    view! {
        <div class="optimise-tools">
            {all}
            <p class="quiet">
                "Without and with take turns, so that a noisy moment meets both: a bar is the median, a dot is one run. Bytes are those \
                 of the body as it travelled. Where the way is as short as to this server, they cost little time; over a slower one \
                 they cost more."
            </p>
        </div>
        <div class="optimise-cards">{cards}</div>
    }
    .into_any()
}
