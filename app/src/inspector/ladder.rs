//! The ladder: client and server as two lines, time downwards, and between them what travelled, all to scale.
//!
//! - [`drawing`]: where everything lies
//! - [`strokes`]: what it is drawn with
//! - `super::clocks`: how the two accounts came onto one clock
//!
//! The parts are buttons within one group: the arrow keys go from one to the next in the order of time, Enter looks closer.
//! What the picture says, the list below it says in words.

mod drawing;
mod strokes;

use std::sync::Arc;

use exchange::{Exchange, Interval, Outcome, Phase, Reading, timeline::Side};
use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
    svg,
};

use self::{
    drawing::{BOTTOM, HEIGHT, TOP, Window, spread},
    strokes::{CLIENT, SERVER, between, lane, line, polygon, rectangle, text},
};
use super::{
    clocks::Joined,
    figures::{duration, size},
    pointing::{mark, number_of},
    recorded::{Account, recorded_id},
    timing::{colour, label, provenance},
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

/// Where a part is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A bar on one of the two lines.
    Bar { on: Line, nested: bool },
    /// What travels: from the first interval's times on one line to the second's on the other.
    Message {
        from: Line,
        leaves: Interval,
        arrives: Option<Interval>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Client,
    Server,
}

/// One thing that is drawn.
#[derive(Clone)]
struct Part {
    place: Place,
    /// When it begins and ends.
    span: Interval,
    name: String,
    /// What is written beside it.
    words: String,
    /// The same where there is little room.
    few_words: String,
    /// Its colour, and for words how its times are known.
    colour: &'static str,
    provenance: &'static str,
    how: String,
    meaning: &'static str,
}

impl Part {
    /// All of it in a sentence.
    fn sentence(&self) -> String {
        let Interval { start_us, end_us } = self.span;
        format!(
            "{}, {} ({} to {}). {} {}",
            self.name,
            duration(self.span.duration_us()),
            duration(start_us),
            duration(end_us),
            self.meaning,
            self.how
        )
    }
}

/// The parts of an exchange in the order of time.
fn parts(exchange: &Exchange, joined: &Joined) -> Vec<Part> {
    let timeline = &joined.timeline;
    let known = |phase| timeline.span(phase).and_then(|span| span.reading.value()).copied();
    let mut parts: Vec<Part> = timeline
        .0
        .iter()
        .filter_map(|span| {
            let interval = *span.reading.value()?;
            let on = match span.phase.side() {
                Side::Server => Line::Server,
                Side::Client | Side::Browser => Line::Client,
            };
            let nested = matches!(span.phase, Phase::Store | Phase::Encode);
            let name = label(span.phase);
            let words = format!("{} {}", short(span.phase), duration(interval.duration_us()));
            Some(Part {
                place: Place::Bar { on, nested },
                span: interval,
                name: name.to_owned(),
                few_words: words.clone(),
                words,
                colour: colour(span.phase),
                provenance: provenance(&span.reading),
                how: how(&span.reading),
                meaning: meaning(span.phase),
            })
        })
        .collect();
    parts.extend(request(exchange, known));
    parts.extend(response(exchange, known));
    parts.sort_by_key(|part| (part.span.start_us, part.span.end_us));
    parts
}

/// The request on its way. Where the server's side is not known it has no end.
fn request(exchange: &Exchange, known: impl Fn(Phase) -> Option<Interval>) -> Option<Part> {
    let leaves = known(Phase::Send).or_else(|| {
        let wait = known(Phase::Wait)?;
        Some(Interval::between(wait.start_us, wait.start_us))
    })?;
    let first = [Phase::Read, Phase::Route, Phase::Handle].into_iter().find_map(&known);
    let arrives = known(Phase::Read).or(first.map(|first| Interval::between(first.start_us, first.start_us)));
    let span = Interval::between(leaves.start_us, arrives.map_or(leaves.end_us, |arrives| arrives.end_us));
    let bytes = exchange
        .request
        .body
        .as_ref()
        .map(|body| format!(", {}", size(body.size)))
        .unwrap_or_default();
    let method = &exchange.request.method;
    let words = match arrives {
        Some(_) => format!("{method} {}", cut(&exchange.request.target)),
        None => format!("{method}: its arrival is not known"),
    };
    Some(Part {
        place: Place::Message {
            from: Line::Client,
            leaves,
            arrives,
        },
        span,
        name: format!("The request on its way: {words}{bytes}"),
        words,
        few_words: method.clone(),
        colour: "send",
        provenance: "derived",
        how: "From the client's clock at its start and the server's at its end.".to_owned(),
        meaning: "The bytes of the request travel from the client to the server.",
    })
}

/// The response on its way, or what came instead of one.
fn response(exchange: &Exchange, known: impl Fn(Phase) -> Option<Interval>) -> Option<Part> {
    let (name, words, few_words) = match &exchange.outcome {
        Outcome::Response(response) => {
            let bytes = response.body.as_ref().map_or(0, |body| body.size);
            let reason = response
                .reason
                .as_deref()
                .map(|reason| format!(" {reason}"))
                .unwrap_or_default();
            (
                format!("The response on its way: {}{reason}, {}", response.status, size(bytes)),
                format!("{}{reason} · {}", response.status, size(bytes)),
                format!("{} · {}", response.status, size(bytes)),
            )
        }
        // A failure is drawn on the client's line only: nothing is known to have travelled back.
        Outcome::Failure(_) => return None,
    };
    let arrives = known(Phase::Receive)?;
    let leaves = known(Phase::Write).or_else(|| {
        let answered = [Phase::Encode, Phase::Store, Phase::Handle]
            .into_iter()
            .filter_map(&known)
            .map(|interval| interval.end_us)
            .max()?;
        Some(Interval::between(answered, answered))
    })?;
    Some(Part {
        place: Place::Message {
            from: Line::Server,
            leaves,
            arrives: Some(arrives),
        },
        span: Interval::between(leaves.start_us, arrives.end_us.max(leaves.start_us)),
        name,
        words,
        few_words,
        colour: "receive",
        provenance: "derived",
        how: "From the server's clock at its start and the client's at its end.".to_owned(),
        meaning: "The bytes of the response travel from the server to the client.",
    })
}

fn how(reading: &Reading<Interval>) -> String {
    match reading {
        Reading::Measured(_) => "Measured.".to_owned(),
        Reading::Derived { how, .. } => format!("Derived: {how}."),
        Reading::Unavailable { why } => format!("Not known: {why}."),
    }
}

/// What a phase is called where its line already says whose it is.
fn short(phase: Phase) -> &'static str {
    match phase {
        Phase::Read => "Read",
        Phase::Route => "Route",
        Phase::Handle => "Handle",
        Phase::Store => "Store",
        Phase::Encode => "Encode",
        Phase::Write => "Write",
        other => label(other),
    }
}

/// A target as long as there is room for.
fn cut(target: &str) -> String {
    const MOST: usize = 28;
    if target.chars().count() <= MOST {
        return target.to_owned();
    }
    target.chars().take(MOST - 1).chain(['…']).collect()
}

/// What happens in a phase, in a sentence.
const fn meaning(phase: Phase) -> &'static str {
    match phase {
        Phase::Queue => "The request waits for its turn or for a free connection.",
        Phase::Dns => "The host's name is resolved to an address.",
        Phase::Connect => "The transport connection is made.",
        Phase::Tls => "Client and server agree on keys.",
        Phase::Send => "The client hands the bytes of the request to the network.",
        Phase::Wait => "The client has asked and has nothing of the response yet.",
        Phase::Receive => "The bytes of the response arrive, from the first to the last.",
        Phase::Read => "The server reads the head of the request, from its first byte to its last.",
        Phase::Route => "The server finds out what is to answer.",
        Phase::Handle => "The handler works on its answer.",
        Phase::Store => "Within the handler: it waits for the database.",
        Phase::Encode => "Within the handler: the representation is made.",
        Phase::Write => "The server hands the bytes of the response to the network.",
        Phase::Parse => "The page turns the bytes into data.",
        Phase::Render => "The page draws what it was given.",
    }
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
    let has_bytes = recorded_id(&exchange).is_some();
    let list = parts
        .iter()
        .map(|part| view! { <li>{part.sentence()}</li> })
        .collect_view();
    let parts = StoredValue::new(parts);
    let span = move |number: usize| parts.with_value(|parts| parts.get(number).map(|part| part.span));

    let window = RwSignal::new(Window::whole(end));
    let current = RwSignal::new(0_usize);
    let drawing = NodeRef::<svg::Svg>::new();
    Effect::new(move |before: Option<usize>| {
        let now = current.get();
        if let Some(drawing) = drawing.get() {
            mark(&drawing, before, Some(now));
        }
        now
    });

    let whole = move || window.set(Window::whole(end));
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
            "0" | "Escape" if window.get_untracked() != Window::whole(end) => whole(),
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
    let is_whole =
        Signal::derive(move || (window.get() == Window::whole(end)).then(|| "All of the exchange is shown".to_owned()));
    let buttons = [
        (
            "Closer",
            IconName::Plus,
            Signal::default(),
            Callback::new(move |()| zoom(true)),
        ),
        ("Wider", IconName::Minus, is_whole, Callback::new(move |()| zoom(false))),
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
            <p class="provenance">{account.source()}" "{clocks(joined.uncertainty_us)}</p>
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

fn element_id(id: &str, number: usize) -> String {
    format!("{id}-ladder-{number}")
}

/// A part: its shape, and beside it what it is.
fn part_view(
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
fn tick(at: u64, window: Window) -> AnyView {
    let y = window.y(at);
    view! { {line("ladder-tick", "0", "100%", y, y)} {text("ladder-time", "0", 8, y - 4, "start", duration(at))} }
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
fn clocks(uncertainty: Option<u64>) -> String {
    match uncertainty {
        Some(0) => "Both sides are on the client's clock.".to_owned(),
        Some(us) => format!(
            "Both sides are on the client's clock; the server's may lie up to {} earlier or later, which is hatched.",
            duration(us)
        ),
        None => "Nothing is known of the server's side.".to_owned(),
    }
}

/// The stretches by which the server's account may lie elsewhere, at both of its ends.
fn doubt(joined: &Joined) -> Vec<Interval> {
    let server = joined
        .timeline
        .0
        .iter()
        .filter(|span| span.phase.side() == Side::Server);
    let known: Vec<Interval> = server.filter_map(|span| span.reading.value().copied()).collect();
    let start = known.iter().map(|interval| interval.start_us).min();
    let end = known.iter().map(|interval| interval.end_us).max();
    match (start, end, joined.uncertainty_us) {
        (Some(start), Some(end), Some(us)) if us > 0 => vec![
            Interval::between(start.saturating_sub(us), start),
            Interval::between(end, end + us),
        ],
        _ => Vec::new(),
    }
}

/// The heights of the words beside each part; none for what lies outside of the window.
fn words(parts: &[Part], window: Window) -> Vec<Option<i64>> {
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
