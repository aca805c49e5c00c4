//! The ladder: client and server as two lines, time downwards, and between them what travelled, all to scale.
//!
//! - [`parts`]: what there is to draw
//! - [`drawing`]: times as heights
//! - [`shapes`]: how a part is drawn, with [`strokes`]
//! - `super::clocks`: how the two accounts came onto one clock
//!
//! The parts are buttons within one group: the arrow keys go from one to the next in the order of time, Enter looks closer.
//! What the picture says, the list below it says in words.

mod drawing;
mod parts;
mod shapes;
mod strokes;

use std::sync::Arc;

use exchange::{Exchange, Interval, Phase};
use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
    svg,
};

use self::{
    drawing::{BOTTOM, HEIGHT, TOP, Window},
    parts::{Part, Place, doubt, parts},
    shapes::{element_id, part_view, tick, words},
    strokes::{CLIENT, SERVER, lane, line, rectangle, text},
};
use super::{
    clocks::Joined,
    figures::duration,
    pointing::{mark, number_of},
    recorded::{Account, is_served},
};
use crate::{
    client::failure::title,
    kit::{Button, ButtonKind, IconName, focus_by_id},
};

#[component]
pub(super) fn LadderView(
    exchange: Arc<Exchange>,
    account: Account,
    id: &'static str,
    tab: RwSignal<&'static str>,
) -> impl IntoView {
    let shown = move || {
        let joined = account.joined();
        view! { <Drawing exchange=exchange.clone() joined account id tab /> }
    };
    view! { <div class="ladder-view">{shown}</div> }
}

#[component]
fn Drawing(
    exchange: Arc<Exchange>,
    joined: Joined,
    account: Account,
    id: &'static str,
    tab: RwSignal<&'static str>,
) -> impl IntoView {
    let end = joined.timeline.end_us();
    let parts = parts(&exchange, &joined);
    if parts.is_empty() {
        return view! { <p class="provenance">"Nothing was sent, so there is nothing to draw."</p> }.into_any();
    }
    let doubt = doubt(&joined);
    let failure = exchange.outcome.failure().map(|failure| title(failure.kind));
    let count = parts.len();
    let has_bytes = account.is_recorded();
    let list = parts
        .iter()
        .map(|part| view! { <li>{part.sentence()}</li> })
        .collect_view();
    let parts = StoredValue::new(parts);
    let span = move |number: usize| parts.with_value(|parts| parts.get(number).map(|part| part.span));

    let drawn = joined
        .timeline
        .span(Phase::Render)
        .and_then(|span| span.reading.value());
    let exchanged = Window::first(joined.timeline.exchanged_us(), drawn.map(|drawn| drawn.start_us), end);
    let window = RwSignal::new(exchanged);
    let current = RwSignal::new(0_usize);
    let drawing = NodeRef::<svg::Svg>::new();
    Effect::new(move |before: Option<usize>| {
        let now = current.get();
        if let Some(drawing) = drawing.get() {
            mark(&drawing, before, Some(now));
        }
        now
    });

    let whole = move || window.set(exchanged);
    let zoom = move |closer: bool| {
        let middle = span(current.get_untracked()).map_or(end / 2, |span| span.start_us.midpoint(span.end_us));
        window.update(|window| *window = window.scaled(closer, middle, end));
    };
    let look = move |number: usize| {
        if let Some(span) = span(number) {
            window.set(Window::onto(span.start_us, span.end_us, end));
        }
    };
    let point = move |event: Event| {
        if let Some(number) = number_of(&event) {
            current.set(number);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let here = current.get_untracked();
        let mut there = here;
        match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => there = (here + 1).min(count - 1),
            "ArrowUp" | "ArrowLeft" => there = here.saturating_sub(1),
            "Home" => there = 0,
            "End" => there = count - 1,
            "Enter" | " " => look(here),
            "+" => zoom(true),
            "-" => zoom(false),
            "0" | "Escape" if window.get_untracked() != exchanged => whole(),
            _ => return,
        }
        event.prevent_default();
        current.set(there);
        // By then it has been drawn anew, if it had to be.
        request_animation_frame(move || focus_by_id(&element_id(id, there)));
    };
    let scene = move || {
        let window = window.get();
        parts.with_value(|parts| {
            let heights = words(parts, window);
            let drawn = parts.iter().zip(heights).enumerate().map(|(number, (part, height))| {
                let is_current = number == current.get_untracked();
                part_view(part, height, window, number, is_current, id)
            });
            let ticks = window.ticks().map(|at| tick(at, window));
            let doubt = doubt.iter().filter_map(|span| {
                let (top, height) = window.bar(span.start_us, span.end_us)?;
                Some(lane(SERVER, vec![rectangle("ladder-doubt", -6, top, height)]))
            });
            ticks.chain(doubt).chain(drawn).collect_view()
        })
    };
    let detail = move || parts.with_value(|parts| parts.get(current.get()).map(|part| detail(part, has_bytes, tab)));
    let is_widest =
        Signal::derive(move || (window.get() == Window::whole(end)).then(|| "All that is known is shown".to_owned()));
    let is_whole =
        Signal::derive(move || (window.get() == exchanged).then(|| "All of the exchange is shown".to_owned()));
    let buttons = [
        (
            "Closer",
            IconName::Plus,
            Signal::default(),
            Callback::new(move |()| zoom(true)),
        ),
        (
            "Wider",
            IconName::Minus,
            is_widest,
            Callback::new(move |()| zoom(false)),
        ),
        ("All", IconName::Retry, is_whole, Callback::new(move |()| whole())),
    ]
    .map(|(words, icon, unavailable, on_press)| {
        view! {
            <Button kind=ButtonKind::Ghost icon unavailable on_press>
                {words}
            </Button>
        }
    });
    let how = "The exchange as a ladder, time downwards. The arrow keys go from part to part, Enter looks closer, 0 shows all.";
    view! {
        <div class="ladder-bar">
            <p class="provenance">{account.source()}" "{clocks(&joined)}</p>
            {buttons.into_iter().collect_view()}
        </div>
        <div class="ladder-and-detail">
            <svg
                class="ladder"
                width="100%"
                height=HEIGHT.to_string()
                role="group"
                aria-label=how
                node_ref=drawing
                on:keydown=on_key
                on:pointerover=move |event| point(event.into())
                on:focusin=move |event| point(event.into())
                on:click=move |event| {
                    if let Some(number) = number_of(&event) {
                        look(number);
                    }
                }
            >
                {line("ladder-line", CLIENT, CLIENT, TOP - 16, HEIGHT)}
                {line("ladder-line", SERVER, SERVER, TOP - 16, HEIGHT)}
                {text("ladder-head", CLIENT, 0, 20, "middle", "Client".to_owned())}
                {text("ladder-head", SERVER, 0, 20, "middle", "Server".to_owned())}
                {scene}
                {failure.map(|failure| text("ladder-failure", "50%", 0, HEIGHT - BOTTOM, "middle", failure.to_owned()))}
            </svg>
            <div class="ladder-detail" aria-live="polite">
                {detail}
            </div>
        </div>
        <details class="ladder-list">
            <summary>"The same in words"</summary>
            <ol>{list}</ol>
        </details>
    }
    .into_any()
}

/// What is said of the part that is looked at.
fn detail(part: &Part, has_bytes: bool, tab: RwSignal<&'static str>) -> impl IntoView + use<> {
    let Interval { start_us, end_us } = part.span;
    let travels = matches!(part.place, Place::Message { .. }) || matches!(part.colour, "send" | "receive");
    view! {
        <h3 data-phase=part.colour>{part.name.clone()}</h3>
        <p class="ladder-duration">{duration(part.span.duration_us())}</p>
        <p class="provenance">"from "{duration(start_us)}" to "{duration(end_us)}</p>
        <p>{part.meaning}</p>
        <p class="provenance">{part.how.clone()}</p>
        {(travels && has_bytes)
            .then(|| {
                let show = Callback::new(move |()| tab.set("wire"));
                view! { <Button icon=IconName::Braces on_press=show>"Its bytes"</Button> }
            })}
    }
}

/// How well the two sides are known against each other.
fn clocks(joined: &Joined) -> String {
    match joined.uncertainty_us {
        None if is_served(&joined.timeline) => "Times count from the first byte of the request.".to_owned(),
        Some(0) => "Both sides are on the client's clock.".to_owned(),
        Some(us) => format!(
            "Both sides are on the client's clock; the server's may lie up to {} earlier or later, which is hatched.",
            duration(us)
        ),
        None => "Nothing is known of the server's side.".to_owned(),
    }
}
