//! Live: one topic of the event log by three transports side by side, and a chat over it.
//!
//! - [`desk`]: what the page knows and does; [`person`]: who sends; [`lane`]: what one transport has brought
//! - [`column`]: a transport as it is shown, with its [`ladder`]
//! - [`proof`]: what each received, after [`tally`]; [`plots`]: what it cost, after [`figures`]
//! - [`chat`]: the rooms

mod chat;
mod chip;
mod column;
mod desk;
mod figures;
mod ladder;
mod lane;
mod person;
mod plots;
mod proof;
mod tally;

use leptos::prelude::*;

use self::{chat::Chat, column::Column, desk::Desk, person::Joining, plots::Plots, proof::Proof};
use super::late::{Draw, Outline, late};
use crate::{
    client::live::{Place, Transport},
    kit::{Button, ButtonKind, Choice, EmptyState, FailureCard, IconName, Load, Loadable, Segmented, TextField, cut},
};

/// The page.
#[component]
pub fn LivePage() -> impl IntoView {
    late(Outline {
        title: "Live",
        lead: "One log, three transports: the same messages by long polling, server-sent events and a WebSocket, with the same \
               cursor. Cut any of them: nothing is lost, doubled or reordered.",
        more: || {
            view! { <p><a href="/docs/live">"The protocol on a page, with a client in 30 lines"</a></p> }.into_any()
        },
        class: "live",
        load: |chunk| chunk.load(self::chunk),
    })
}

/// What is in the chunk.
const DRAW: Draw = || view! { <Stage /> }.into_any();

cut!(live: Draw = DRAW);

#[component]
fn Stage() -> impl IntoView {
    let desk = Desk::provide();
    let retry = Callback::new(move |()| desk.look());
    let state = desk.place();
    // Only whether there is a log matters here; where it is read from is the columns' own affair.
    let shown = Signal::derive(move || state.with(|state| state.clone().map(|_: Place| ())));
    let nowhere = move || {
        view! {
            <div class="live-nowhere">
                <EmptyState
                    icon=IconName::Inbox
                    text="There is no log of yours yet. Join as somebody: the first message makes your sandbox, and its log with it."
                />
            </div>
        }
        .into_any()
    };
    view! {
        <section class="live-desk" aria-label="What to do">
            <Joining desk />
            <Sending desk />
        </section>
        <Load state=shown retry empty=nowhere ready=move |()| view! { <Transports desk /> } />
    }
    .into_any()
}

/// What is sent, and what is done to all connections.
#[component]
fn Sending(desk: Desk) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let nobody = Signal::derive(move || {
        desk.person()
            .with(Option::is_none)
            .then(|| "Join as somebody first".to_owned())
    });
    let send = Callback::new(move |()| {
        let words = text.get_untracked();
        text.set(String::new());
        desk.send(words);
    });
    let many = move || match desk.left().get() {
        0 => "Send 100".to_owned(),
        left => format!("{left} to go"),
    };
    let busy = Signal::derive(move || desk.left().get() > 0);
    let network = move || {
        if desk.is_online().get() {
            view! {
                <Button icon=IconName::Unplugged on_press=move || desk.go(false)>"Go offline"</Button>
            }
        } else {
            view! {
                <Button kind=ButtonKind::Primary icon=IconName::Retry on_press=move || desk.go(true)>"Go online"</Button>
            }
        }
    };
    let nothing_to_end = Signal::derive(move || {
        let is_there = desk.place().with(|place| matches!(place, Loadable::Ready(_)));
        (!is_there || !desk.is_online().get()).then(|| "Nothing reads the log now".to_owned())
    });
    let trouble = move || {
        desk.trouble()
            .get()
            .map(|(title, explanation)| view! { <FailureCard title explanation icon=IconName::Alert /> })
    };
    view! {
        <form
            class="live-send"
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <TextField id="live-text" label="Message" value=text placeholder="Hello" />
            <div class="live-buttons">
                <Button kind=ButtonKind::Primary icon=IconName::Send unavailable=nobody submit=true>"Send"</Button>
                <Button icon=IconName::Send unavailable=nobody pending=busy on_press=move || desk.send_many()>{many}</Button>
                {network}
                <Button icon=IconName::Retry unavailable=nothing_to_end on_press=move || desk.restart()>"Restart server"</Button>
            </div>
        </form>
        <p class="quiet live-note" role="status">
            {move || {
                if desk.is_online().get() {
                    "Each message goes to the server once, by POST /api/messages, and comes back by every transport."
                } else {
                    "This page reads nothing now: its connections are ended. What is sent goes into the log all the same, and each \
                     transport catches up from its cursor."
                }
            }}
        </p>
        {trouble}
    }
    .into_any()
}

/// How much time the ladders show, in milliseconds.
const SPANS: [Choice; 3] = [
    Choice {
        value: "2000",
        label: "2 s",
    },
    Choice {
        value: "15000",
        label: "15 s",
    },
    Choice {
        value: "60000",
        label: "60 s",
    },
];

#[component]
fn Transports(desk: Desk) -> impl IntoView {
    let clock = desk.clock();
    let hold = move || {
        let (words, icon) = if clock.is_held() {
            ("Go on", IconName::ArrowRight)
        } else {
            ("Hold still", IconName::Stop)
        };
        view! { <Button kind=ButtonKind::Ghost icon on_press=move || clock.hold(!clock.is_held())>{words}</Button> }
    };
    let columns = Transport::ALL
        .map(|transport| view! { <Column desk transport /> })
        .collect_view();
    view! {
        <section class="live-transports" aria-labelledby="live-transports-heading">
            <header class="live-bar">
                <h2 id="live-transports-heading">"Three ways to the same log"</h2>
                <div class="live-bar-tools">
                    <span class="field-label" aria-hidden="true">"Time shown"</span>
                    <Segmented label="Time shown" choices=SPANS.to_vec() value=clock.span />
                    {hold}
                </div>
            </header>
            <p class="quiet live-topic">
                "Topic " <code>{move || desk.topic()}</code>
                ". Three connections for one topic are for the comparison alone: a browser has six for each host over HTTP/1.1, so other \
                 pages of this program use one stream for everything that they watch."
            </p>
            <div class="live-columns">{columns}</div>
        </section>
        <Proof desk />
        <Plots desk />
        <Chat desk />
    }
    .into_any()
}
