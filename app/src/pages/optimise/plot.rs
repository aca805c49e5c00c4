//! The figures of a pair as a plot: for each side a bar as long as the median, and a dot for each run.
//!
//! Lengths are attributes, because a `style` attribute would need a weaker content security policy.

use leptos::prelude::*;

use super::{pair::SIDES, worth::median};
use crate::kit::{axis_end, phase_bar::length};

/// How high a side is, with its words above its bar.
const SIDE: usize = 40;
/// Where the bar begins below the top of its side.
const BAR_TOP: usize = 17;
/// How high a bar is.
const BAR: usize = 18;
/// How far the dots of two runs lie apart, one below the other, so that equal ones are seen.
const STEP: usize = 3;
/// Where the axis is.
const AXIS: usize = 2 * SIDE + 2;
/// How high the plot is, with the words below its axis.
const HEIGHT: usize = AXIS + 16;

/// Draws the figures of both sides on one scale. It is one picture to assistive technology; the table beside it has each figure.
pub(super) fn plot(title: &'static str, figures: &[Vec<u64>; 2], words: fn(u64) -> String) -> AnyView {
    let most = figures.iter().flatten().copied().max().unwrap_or_default();
    let end = axis_end(most);
    let medians = figures.each_ref().map(|side| median(side).unwrap_or_default());
    let label = format!(
        "{title}: {} without, {} with, the median of {} runs each",
        words(medians[0]),
        words(medians[1]),
        figures[0].len()
    );
    let sides = (0..SIDES.len())
        .map(|side| draw_side(side, &figures[side], medians[side], end, words))
        .collect_view();
    let ticks = [("0%", "start", 0), ("50%", "middle", end / 2), ("100%", "end", end)]
        .map(|(x, anchor, value)| {
            view! {
                <line class="optimise-grid" x1=x x2=x y1=BAR_TOP y2=AXIS />
                <text class="optimise-tick" x=x y=HEIGHT text-anchor=anchor>{words(value)}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="optimise-plot">
            <figcaption>{title}</figcaption>
            <svg role="img" aria-label=label height=HEIGHT focusable="false">
                {ticks}
                {sides}
            </svg>
        </figure>
    }
    .into_any()
}

fn draw_side(side: usize, runs: &[u64], median: u64, end: u64, words: fn(u64) -> String) -> AnyView {
    let top = side * SIDE;
    let bar = top + BAR_TOP;
    let dots = runs
        .iter()
        .enumerate()
        .map(|(index, run)| {
            view! {
                <circle class="optimise-dot" cx=length(*run, end) cy={bar + STEP + STEP * index} r="2.5">
                    <title>{words(*run)}</title>
                </circle>
            }
        })
        .collect_view();
    view! {
        <text class="optimise-side" x="0" y={top + 12}>{SIDES[side]}</text>
        <text class="optimise-median" x="100%" y={top + 12} text-anchor="end">{words(median)}</text>
        <rect class="optimise-bar" data-side=SIDES[side] x="0" y=bar width=length(median, end) height=BAR />
        {dots}
    }
    .into_any()
}
