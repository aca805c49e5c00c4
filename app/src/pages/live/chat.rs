//! The rooms of the sandbox, over `/api/socket`: what is said, who is there, and who is writing something.
//!
//! - [`rooms`]: what is known of each room; [`unsent`]: what waits for a connection
//! - [`talk`]: the connection, and what is said over it
//!
//! What people write is text, and shown as text.

mod rooms;
mod talk;
mod unsent;

use contract::shop::{Message, Status};
use leptos::{html, prelude::*};

use self::{rooms::Room, talk::Talk};
use super::{chip::Chip, desk::Desk};
use crate::{
    client::live::Link,
    inspector::figures::moment,
    kit::{Badge, Button, ButtonKind, EmptyState, IconName, Skeleton, TextField, Tone},
};

/// Nearer than so many pixels to its end, a list is taken to be at it.
const NEAR: i32 = 40;

#[component]
pub(super) fn Chat(desk: Desk) -> impl IntoView {
    let inside = move || {
        match desk.person().get() {
        Some(person) => view! { <Rooms talk=Talk::new(desk, person) desk /> }.into_any(),
        None => view! {
            <div class="live-head"><h2 id="live-chat-heading">"Chat"</h2></div>
            <EmptyState icon=IconName::Send text="Join as somebody, above, to talk. A second window can be somebody else." />
        }
        .into_any(),
    }
    };
    view! { <section class="live-panel" aria-labelledby="live-chat-heading">{inside}</section> }.into_any()
}

#[component]
fn Rooms(talk: Talk, desk: Desk) -> impl IntoView {
    let rooms = talk.rooms();
    let link = talk.link();
    let buttons = move || {
        rooms.with(|rooms| {
            let buttons = rooms.names().map(|name| {
                let (shown, chosen) = (name.to_owned(), name.to_owned());
                let unread = rooms.unread(name);
                let is_chosen = name == rooms.chosen();
                view! {
                    <button
                        type="button"
                        class="live-room"
                        aria-pressed=if is_chosen { "true" } else { "false" }
                        on:click=move |_| talk.choose(&chosen)
                    >
                        {shown}
                        {(unread > 0).then(|| view! { " "<Badge tone=Tone::Info>{unread}" new"</Badge> })}
                    </button>
                }
            });
            buttons.collect_view()
        })
    };
    let name = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let enter = move || match talk.enter(name.get_untracked().trim()) {
        Ok(()) => {
            name.set(String::new());
            wrong.set(None);
        }
        Err(words) => wrong.set(Some(words)),
    };
    let state = move || {
        let unsent = talk.unsent().with(Vec::len);
        match link.get() {
            _ if unsent > 0 => format!("{unsent} unsent: kept in this tab, and sent once when the connection is back."),
            Link::Refused { why } | Link::Retrying { why, .. } => format!("Not connected: {why}."),
            _ => String::new(),
        }
    };
    let problem = move || {
        talk.problem()
            .get()
            .map(|words| view! { <p class="field-error">{words}</p> })
    };
    view! {
        <header class="live-head">
            <h2 id="live-chat-heading">"Chat"</h2>
            <div class="live-chips"><Chip kept=talk.kept() clock=desk.clock() /></div>
        </header>
        <div class="live-room-bar">
            <div class="live-rooms" role="group" aria-label="Rooms">{buttons}</div>
            <form class="live-open-room" on:submit=move |event| { event.prevent_default(); enter(); }>
                <TextField id="live-room-name" label="Another room" value=name placeholder="garden" error=wrong />
                <Button icon=IconName::Plus submit=true>"Enter"</Button>
            </form>
        </div>
        <div class="live-talk">
            <Said talk />
            <People talk />
        </div>
        <p class="live-typing" aria-live="polite">{move || typing(talk, desk.clock().beat())}</p>
        <Writing talk />
        <p class="quiet" role="status">{state}</p>
        <div role="alert">{problem}</div>
    }
    .into_any()
}

/// What was said in the room that is chosen, and what waits to be.
#[component]
fn Said(talk: Talk) -> impl IntoView {
    let rooms = talk.rooms();
    let list = NodeRef::<html::Div>::new();
    let was_at_end = StoredValue::new(true);
    let to_end = move || {
        if let Some(list) = list.try_get_untracked().flatten() {
            list.set_scroll_top(list.scroll_height());
        }
    };
    // Whoever reads further up is not torn away from there.
    Effect::new(move || {
        rooms.track();
        talk.unsent().track();
        if was_at_end.get_value() {
            request_animation_frame(to_end);
        }
    });
    // What is said between a scroll and the event that tells of it puts the end further away, and nobody has turned from it: only
    // who scrolls up has.
    let last_top = StoredValue::new(0);
    let scrolled = move |_| {
        if let Some(list) = list.get_untracked() {
            let top = list.scroll_top();
            let left = list.scroll_height() - top - list.client_height();
            let turned_back = top < last_top.get_value();
            last_top.set_value(top);
            was_at_end.update_value(|was| *was = left < NEAR || *was && !turned_back);
        }
    };
    let me = talk.me();
    let earlier = move || {
        let has_earlier = rooms.with(|rooms| rooms.current().earlier.is_some());
        has_earlier.then(|| {
            view! { <Button kind=ButtonKind::Ghost icon=IconName::ChevronUp on_press=move || talk.read_earlier()>"Earlier messages"</Button> }
        })
    };
    let messages = move || rooms.with(|rooms| rooms.current().messages.clone());
    let unsent = move || {
        let room = rooms.with(|rooms| rooms.chosen().to_owned());
        let unsent = talk.unsent().get().into_iter();
        unsent.filter(|message| message.room == room).collect::<Vec<_>>()
    };
    let notice = move || {
        let is_quiet = unsent().is_empty();
        rooms.with(|rooms| match rooms.current() {
            room if !room.is_loaded => Some(view! { <Skeleton lines=3 label="Loading the messages" /> }.into_any()),
            room if room.messages.is_empty() && is_quiet => {
                Some(view! { <p class="quiet">"Nobody has said anything here yet."</p> }.into_any())
            }
            _ => None,
        })
    };
    view! {
        <div class="live-said" role="group" aria-label="Messages" tabindex="0" node_ref=list on:scroll=scrolled>
            {earlier}
            {notice}
            // Only what is new in it is read out, so each message keeps its element.
            <ol class="live-messages" aria-live="polite">
                <For each=messages key=|message| message.cursor.clone() let(message)>{said(&message, me)}</For>
                <For each=unsent key=|message| message.id.clone() let(message)>{not_said(message.text)}</For>
            </ol>
        </div>
    }
    .into_any()
}

fn not_said(text: String) -> AnyView {
    view! {
        <li class="live-message" data-own="" data-unsent="">
            <span class="live-by">"Not sent yet"</span>
            <p class="live-text">{text}</p>
        </li>
    }
    .into_any()
}

fn said(message: &Message, me: i64) -> AnyView {
    let is_own = message.said.user.id == me;
    let by = format!("{}, {}", message.said.user.name, moment(message.sent_at));
    view! {
        <li class="live-message" data-own=is_own.then_some("") data-cursor=message.cursor.clone()>
            <span class="live-by">{by}</span>
            <p class="live-text">{message.said.text.clone()}</p>
        </li>
    }
    .into_any()
}

/// Who is in the room.
#[component]
fn People(talk: Talk) -> impl IntoView {
    let rooms = talk.rooms();
    let people = move || {
        rooms.with(|rooms| {
            let people = rooms.current().people.iter().map(|present| {
                let (words, tone) = match present.status {
                    Status::Online => ("Online", Tone::Good),
                    Status::Away => ("Away", Tone::Caution),
                    Status::Offline => ("Offline", Tone::Neutral),
                };
                view! { <li><span>{present.user.name.clone()}</span><Badge tone>{words}</Badge></li> }
            });
            people.collect_view()
        })
    };
    let nobody = move || {
        let is_empty = rooms.with(|rooms| rooms.current().people.is_empty());
        is_empty.then(|| view! { <p class="quiet">"That is known while there is a connection."</p> })
    };
    view! {
        <div class="live-company">
            <h3>"Who is here"</h3>
            <ul class="live-people" role="list" aria-label="People">{people}</ul>
            {nobody}
        </div>
    }
    .into_any()
}

/// Who is writing something now.
fn typing(talk: Talk, now: f64) -> String {
    talk.rooms().with(|rooms| {
        let names: Vec<&str> = rooms.current().typing(now).collect();
        match &names[..] {
            [] => String::new(),
            [one] => format!("{one} is writing"),
            [some @ .., last] => format!("{} and {last} are writing", some.join(", ")),
        }
    })
}

/// Where something is written.
#[component]
fn Writing(talk: Talk) -> impl IntoView {
    let text = RwSignal::new(String::new());
    // What is written is told to the others; what is set here, such as nothing after it was sent, is not.
    let told = Memo::new(move |_| text.with(|text| !text.is_empty()).then(|| text.get()));
    Effect::watch(
        move || told.get(),
        move |told, _, _| {
            if told.is_some() {
                talk.is_typing();
            }
        },
        false,
    );
    let send = move || {
        let words = text.get_untracked();
        if !words.trim().is_empty() {
            talk.say(words);
            text.set(String::new());
        }
    };
    view! {
        <form class="live-send" on:submit=move |event| { event.prevent_default(); send(); }>
            <TextField id="live-chat-text" label="Say something" value=text />
            <Button kind=ButtonKind::Primary icon=IconName::Send submit=true>"Say"</Button>
        </form>
    }
    .into_any()
}

/// The room that is shown where none is known.
const NO_ROOM: &Room = &Room::NEW;
