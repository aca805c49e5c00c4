//! One transport: its state, its ladder, and what can be done to its connection.

use leptos::prelude::*;

use super::{
    chip::{Chip, why, words},
    desk::Desk,
    ladder::{Ladder, sentence},
    plots::name,
};
use crate::{
    client::live::{Link, Transport},
    inspector::figures::size,
    kit::{Badge, Button, IconName, Tone, VisuallyHidden, counted},
};

/// How many of the latest things are told in words.
const TOLD: usize = 20;

/// What a transport does, in a sentence.
const fn meaning(transport: Transport) -> &'static str {
    match transport {
        Transport::Poll => "A request waits until there is something, is answered, and the next one leaves.",
        Transport::Stream => "One request, and one response that goes on: an event for each message.",
        Transport::Socket => "One handshake, and then frames in both directions over the same connection.",
    }
}

#[component]
pub(super) fn Column(desk: Desk, transport: Transport) -> impl IntoView {
    let lane = desk.lane(transport);
    let name = name(transport);
    let heading = format!("live-{name}-heading");
    let labels = heading.clone();
    let link = lane.kept.link();
    let gap = move || {
        let words = lane.with(|seen| seen.tally.gaps_in_words());
        words.map(|words| view! { <Badge tone=Tone::Caution>{words}</Badge> })
    };
    let trouble = move || link.with(why).unwrap_or_else(|| "None".to_owned());
    let counts = move || {
        let heads = desk.heads().get();
        lane.with(|seen| {
            let requests = seen.figures.requests;
            let bytes = match seen.figures.bytes(transport, heads).value() {
                Some(bytes) => size(*bytes),
                None => "bytes unknown".to_owned(),
            };
            let events = seen.tally.received;
            let noun = if transport == Transport::Socket {
                "handshake"
            } else {
                "request"
            };
            format!("{}, {}, {bytes}", counted(events, "event"), counted(requests, noun))
        })
    };
    let cursor = move || lane.with(|_| lane.cursor.get_value());
    let not_live = Signal::derive(move || {
        link.with(|link| (!matches!(link, Link::Live { .. })).then(|| "There is no connection to cut".to_owned()))
    });
    let cannot = Signal::derive(move || (!desk.is_online().get()).then(|| "The page is offline".to_owned()));
    let told = move || {
        lane.with(|seen| {
            let latest = seen.marks.iter().rev().take(TOLD).collect::<Vec<_>>();
            let end = latest.first().map_or(0.0, |mark| mark.at);
            latest
                .into_iter()
                .rev()
                .map(|mark| view! { <li>{sentence(mark, end, transport)}</li> })
                .collect_view()
        })
    };
    let summary = move || {
        let state = link.with(|link| words(link).0);
        format!("{}, {}: {}", transport.label(), state.to_lowercase(), counts())
    };
    view! {
        <section class="live-column" aria-labelledby=labels data-transport=name>
            <header class="live-head">
                <h3 id=heading>{transport.label()}</h3>
                <div class="live-chips">
                    {gap}
                    <Chip kept=lane.kept clock=desk.clock() />
                </div>
            </header>
            <p class="quiet live-meaning">{meaning(transport)}</p>
            <Ladder lane clock=desk.clock() label=Signal::derive(summary) />
            <dl class="live-facts">
                <div><dt>"Cursor"</dt><dd><code class="live-cursor">{cursor}</code></dd></div>
                <div><dt>"So far"</dt><dd class="live-counts">{counts}</dd></div>
                <div><dt>"Trouble"</dt><dd class="live-why">{trouble}</dd></div>
            </dl>
            <div class="live-actions">
                <Button icon=IconName::Unplugged unavailable=not_live on_press=move || lane.kept.cut()>
                    "Cut"
                    <VisuallyHidden>{format!(" {}", transport.label())}</VisuallyHidden>
                </Button>
                <Button icon=IconName::Retry unavailable=cannot on_press=move || { lane.kept.again(); lane.kept.resume(); }>
                    "Reconnect"
                    <VisuallyHidden>{format!(" {}", transport.label())}</VisuallyHidden>
                </Button>
            </div>
            <details class="live-words">
                <summary>"The same in words"</summary>
                <ol>{told}</ol>
            </details>
        </section>
    }
    .into_any()
}

/// What is behind the buttons, for the page to say once.
pub(super) const ENDINGS: &str = "Cut ends the connection from this side, as a line that breaks; the client comes back after a pause \
                                  that doubles and is never the same. Reconnect ends it and comes back at once. Restart server has the \
                                  server end all that reads this log, as it does when it stops: the stream is over, the WebSocket is \
                                  closed with 1001, and the poll is answered with nothing before its time.";
