//! Phases of an exchange, drawn to scale.

use leptos::prelude::*;

/// One phase on a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseSpan {
    /// The phase's name in lower case: `queue dns connect tls send wait receive`, or `server` for a server's own work and `browser`
    /// for a page's.
    pub phase: &'static str,
    /// What a pointer that rests on it is told.
    pub label: String,
    /// When it began, in microseconds from the start of the bar.
    pub start_us: u64,
    /// When it ended, in microseconds from the start of the bar.
    pub end_us: u64,
}

/// A horizontal bar with phases to scale.
///
/// It is an SVG, because its lengths are attributes there: a `style` attribute would need a weaker content security policy.
/// It is hidden from assistive technology; the table it stands in has the figures.
#[component]
pub fn PhaseBar(
    /// The phases, each where it lies.
    spans: Vec<PhaseSpan>,
    /// How long the whole bar is, in microseconds.
    total_us: u64,
) -> impl IntoView {
    let rects = spans
        .into_iter()
        .map(|span| {
            let x = per_mille(span.start_us, total_us);
            // Whatever happened is seen, however short it was beside the rest.
            let width = per_mille(span.end_us, total_us)
                .saturating_sub(x)
                .max(4)
                .min(1000 - x.min(996));
            view! {
                <rect x=percent(x.min(996)) y="0" width=percent(width) height="100%" data-phase=span.phase>
                    <title>{span.label}</title>
                </rect>
            }
        })
        .collect_view();
    view! {
        <svg class="phase-bar" aria-hidden="true" focusable="false">
            {rects}
        </svg>
    }
    .into_any()
}

/// A small square in a phase's colour and pattern, to stand before its name.
#[component]
pub fn PhaseSwatch(
    /// The phase's name, as in [`PhaseSpan::phase`].
    phase: &'static str,
) -> impl IntoView {
    view! { <span class="phase-swatch" data-phase=phase aria-hidden="true"></span> }.into_any()
}

/// How much of the whole a part is, as the attributes of drawings take it; at most all of it.
pub(crate) fn length(part: u64, whole: u64) -> String {
    percent(per_mille(part, whole))
}

/// How much of the whole a part is, in thousandths; at most all of it.
fn per_mille(part: u64, whole: u64) -> u64 {
    part.min(whole).saturating_mul(1000).checked_div(whole).unwrap_or(0)
}

fn percent(per_mille: u64) -> String {
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use super::{per_mille, percent};

    #[test]
    fn a_part_is_never_more_than_the_whole() {
        for (part, whole, expected) in [(0, 10, 0), (5, 10, 500), (20, 10, 1000), (3, 0, 0), (1, 3, 333)] {
            assert_eq!(per_mille(part, whole), expected);
        }
    }

    #[test]
    fn percentages_keep_their_decimal() {
        assert_eq!(percent(5), "0.5%");
        assert_eq!(percent(1000), "100.0%");
    }
}
