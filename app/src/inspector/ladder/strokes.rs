//! What the ladder is drawn with: the few elements of SVG that it needs.
//!
//! Every attribute is a text here. Each other combination of types would be compiled into views of its own, which made the client
//! some hundred kilobytes larger.

use leptos::prelude::*;

use super::drawing::HEIGHT;

/// How far to the right the two lines are.
pub(super) const CLIENT: &str = "33%";
pub(super) const SERVER: &str = "67%";
/// And how far they are apart.
const BETWEEN: &str = "34%";

/// How wide a bar is.
const WIDTH: &str = "12";

pub(super) fn line(class: &'static str, from: &'static str, to: &'static str, top: i64, bottom: i64) -> AnyView {
    view! { <line class=class x1=from x2=to y1=top.to_string() y2=bottom.to_string() /> }.into_any()
}

pub(super) fn text(
    class: &'static str,
    x: &'static str,
    dx: i64,
    y: i64,
    anchor: &'static str,
    words: String,
) -> AnyView {
    view! {
        <text class=class x=x dx=dx.to_string() y=y.to_string() text-anchor=anchor aria-hidden="true">
            {words}
        </text>
    }
    .into_any()
}

pub(super) fn rectangle(class: &'static str, x: i64, top: i64, height: i64) -> AnyView {
    view! { <rect class=class x=x.to_string() y=top.to_string() width=WIDTH height=height.to_string() rx="2" /> }
        .into_any()
}

pub(super) fn polygon(class: &'static str, points: String) -> AnyView {
    view! { <polygon class=class points=points /> }.into_any()
}

/// What is drawn in pixels from one of the two lines.
pub(super) fn lane(at: &'static str, drawn: Vec<AnyView>) -> AnyView {
    view! { <svg x=at overflow="visible" aria-hidden="true">{drawn}</svg> }.into_any()
}

/// What is drawn between the two lines, from 0 on the client's to 100 on the server's.
pub(super) fn between(drawn: AnyView) -> AnyView {
    let view_box = format!("0 0 100 {HEIGHT}");
    view! {
        <svg
            x=CLIENT
            width=BETWEEN
            height=HEIGHT.to_string()
            viewBox=view_box
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {drawn}
        </svg>
    }
    .into_any()
}
