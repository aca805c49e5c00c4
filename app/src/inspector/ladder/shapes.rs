//! How a part is drawn within a window of time, and where the words beside it lie.

use leptos::prelude::*;

use super::{
    drawing::{BOTTOM, HEIGHT, TOP, Window, spread},
    parts::{Line, Part, Place},
    strokes::{CLIENT, SERVER, between, lane, line, polygon, rectangle, text},
};
use crate::inspector::figures::duration;

/// The identifier of a part's element.
pub(super) fn element_id(id: &str, number: usize) -> String {
    format!("{id}-ladder-{number}")
}

/// A part: its shape, and beside it what it is.
pub(super) fn part_view(
    part: &Part,
    height: Option<i64>,
    window: Window,
    number: usize,
    is_current: bool,
    id: &'static str,
) -> AnyView {
    let mut drawn = shape(part, height, window);
    if let Some(y) = height {
        let (x, dx, anchor) = match part.place {
            Place::Bar { on: Line::Client, .. } => (CLIENT, -22, "end"),
            Place::Bar { on: Line::Server, .. } => (SERVER, 26, "start"),
            Place::Message { .. } => ("50%", 0, "middle"),
        };
        drawn.push(text("ladder-words", x, dx, y + 4, anchor, part.words.clone()));
        drawn.push(text(
            "ladder-words ladder-few-words",
            x,
            dx,
            y + 4,
            anchor,
            part.few_words.clone(),
        ));
    }
    view! {
        <g
            class="ladder-part"
            id=element_id(id, number)
            role="button"
            tabindex=if is_current { "0" } else { "-1" }
            aria-label=part.sentence()
            data-part=number.to_string()
            data-phase=part.colour
            data-provenance=part.provenance
            data-current=is_current.then_some("")
        >
            {drawn}
        </g>
    }
    .into_any()
}

/// A moment, marked across the drawing.
pub(super) fn tick(at: u64, window: Window) -> AnyView {
    let y = window.y(at);
    view! { {line("ladder-tick", "0", "100%", y, y)} {text("ladder-time", "0", 8, y - 4, "start", duration(at))} }
        .into_any()
}

/// The heights of the words beside each part; none for what lies outside of the window.
pub(super) fn words(parts: &[Part], window: Window) -> Vec<Option<i64>> {
    let middle = |part: &Part| match part.place {
        Place::Bar { .. } => window
            .bar(part.span.start_us, part.span.end_us)
            .map(|(top, height)| top + height / 2),
        Place::Message { leaves, arrives, .. } => {
            let arrives = arrives.unwrap_or(leaves);
            let moments = [leaves.start_us, leaves.end_us, arrives.start_us, arrives.end_us];
            let heights = moments.map(|at| window.y(at));
            let is_outside = heights.iter().all(|y| *y < TOP) || heights.iter().all(|y| *y > HEIGHT - BOTTOM);
            let middle = heights.iter().sum::<i64>() / 4;
            // Above the request and below the response, where the other is not.
            (!is_outside).then(|| middle.clamp(TOP, HEIGHT - BOTTOM) - 12)
        }
    };
    let wanted: Vec<Option<i64>> = parts.iter().map(middle).collect();
    let mut heights = vec![None; parts.len()];
    let column = |part: &Part| match part.place {
        Place::Bar { on: Line::Client, .. } => 0,
        Place::Bar { on: Line::Server, .. } => 1,
        Place::Message { .. } => 2,
    };
    for chosen in 0..3 {
        let members: Vec<(usize, i64)> = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| column(part) == chosen)
            .filter_map(|(index, _)| Some((index, wanted[index]?)))
            .collect();
        let wants: Vec<i64> = members.iter().map(|(_, height)| *height).collect();
        for ((index, _), height) in members.iter().zip(spread(&wants, HEIGHT - 8)) {
            heights[*index] = Some(height);
        }
    }
    heights
}

/// What is drawn of a part beside its words.
fn shape(part: &Part, words: Option<i64>, window: Window) -> Vec<AnyView> {
    match part.place {
        Place::Bar { on, nested } => {
            let (Some((top, height)), Some(words)) = (window.bar(part.span.start_us, part.span.end_us), words) else {
                return Vec::new();
            };
            // From the bar to its words, which may have made room for others.
            let middle = top + height / 2;
            let (line, leader) = match on {
                Line::Client => (CLIENT, format!("-7,{middle} -10,{middle} -18,{words}")),
                Line::Server => (SERVER, format!("7,{middle} 14,{middle} 22,{words}")),
            };
            let x = if nested { 0 } else { -6 };
            vec![lane(
                line,
                vec![
                    polygon("ladder-leader", leader),
                    rectangle("ladder-span", x, top, height),
                ],
            )]
        }
        Place::Message { from, leaves, arrives } => {
            let known = arrives.is_some();
            let arrives = arrives.unwrap_or(leaves);
            let [leaves_first, leaves_last] = [leaves.start_us, leaves.end_us].map(|at| window.y(at));
            let [arrives_first, arrives_last] = [arrives.start_us, arrives.end_us].map(|at| window.y(at));
            let (start, end) = match (from, known) {
                (Line::Client, true) => (0, 100),
                // It is not known whether it arrived.
                (Line::Client, false) => (0, 45),
                (Line::Server, _) => (100, 0),
            };
            let outline =
                format!("{start},{leaves_first} {end},{arrives_first} {end},{arrives_last} {start},{leaves_last}");
            let mut drawn = vec![between(polygon("ladder-message", outline))];
            if known {
                let (line, side) = match from {
                    Line::Client => (SERVER, -1),
                    Line::Server => (CLIENT, 1),
                };
                let (back, tip) = (15 * side, 6 * side);
                let (upper, lower) = (arrives_last - 4, arrives_last + 4);
                let head = format!("{back},{upper} {tip},{arrives_last} {back},{lower}");
                drawn.push(lane(line, vec![polygon("ladder-arrow", head)]));
            }
            drawn
        }
    }
}
