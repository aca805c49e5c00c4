//! The state of a connection in a few words, always in sight.

use leptos::prelude::*;

use super::desk::Clock;
use crate::{
    client::live::{Kept, Link},
    kit::{Badge, Tone, VisuallyHidden},
};

/// What is said of a state, without what counts down; and what it means.
pub(super) fn words(link: &Link) -> (&'static str, Tone) {
    match link {
        Link::Offline => ("Offline", Tone::Neutral),
        Link::Connecting => ("Connecting", Tone::Info),
        Link::Live { resumed: false } => ("Live", Tone::Good),
        Link::Live { resumed: true } => ("Live, resumed", Tone::Good),
        Link::Retrying { .. } => ("Retrying", Tone::Caution),
        Link::Refused { .. } => ("Refused", Tone::Bad),
    }
}

/// How many whole seconds there are left; the last one counts as one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a pause of seconds, and negative is taken as none"
)]
pub(super) fn seconds(left_ms: f64) -> u32 {
    (left_ms.max(0.0) / 1_000.0).ceil() as u32
}

/// The state of a connection. What changes is read out; what counts down is not.
#[component]
pub(super) fn Chip(kept: Kept, clock: Clock) -> impl IntoView {
    let link = kept.link();
    let state = Memo::new(move |_| link.with(|link| words(link).0));
    let shown = move || {
        let link = link.get();
        let (words, tone) = words(&link);
        let more = match &link {
            Link::Retrying { at, .. } => match seconds(at - clock.beat()) {
                0 => String::new(),
                left => format!(" in {left} s"),
            },
            _ => String::new(),
        };
        view! { <Badge tone><span class="live-dot" aria-hidden="true"></span>{words}{more}</Badge> }
    };
    view! {
        <span class="live-chip" aria-hidden="true">{shown}</span>
        <span role="status"><VisuallyHidden>{move || state.get()}</VisuallyHidden></span>
    }
    .into_any()
}

/// Why a connection is not there, in a sentence; nothing where it is.
pub(super) fn why(link: &Link) -> Option<String> {
    match link {
        Link::Retrying { why, .. } | Link::Refused { why } => Some(why.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_countdown_ends_at_nothing() {
        for (left, expected) in [(2_001.0, 3), (2_000.0, 2), (1.0, 1), (0.0, 0), (-5.0, 0)] {
            assert_eq!(seconds(left), expected);
        }
    }
}
