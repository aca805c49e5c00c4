//! The connection of the chat, and what is said over it.

use contract::{
    Endpoint,
    endpoint::{Json, NoContent, NoParameters},
    shop::{
        Hear, LOBBY, ListMessages, MAX_ROOM, Messages, MessagesQuery, NewMessage, OpenSocket, Say, Status,
        UNAUTHENTICATED,
    },
};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;
use web_sys::WebSocket;

use super::{rooms::Rooms, unsent};
use crate::{
    client::{
        Cancel,
        live::{Attempt, Ended, Kept, Link, socket::converse},
    },
    kit::monotonic_ms,
    pages::live::{desk::Desk, person::Somebody},
};

/// The others are told no more often that somebody is writing, in milliseconds.
const TYPING_MS: f64 = 2_000.0;

/// How many messages are asked for at a time.
const PAGE: u64 = 30;

/// A chat of one person.
#[derive(Clone, Copy)]
pub(super) struct Talk {
    desk: Desk,
    person: StoredValue<Somebody>,
    kept: Kept,
    socket: StoredValue<Option<WebSocket>, LocalStorage>,
    rooms: RwSignal<Rooms>,
    unsent: RwSignal<Vec<NewMessage>>,
    typed_at: StoredValue<f64>,
    problem: RwSignal<Option<String>>,
}

impl Talk {
    /// Begins to talk, unless the page is offline.
    pub(super) fn new(desk: Desk, person: Somebody) -> Self {
        let talk = Self {
            desk,
            unsent: RwSignal::new(unsent::restore(person.id)),
            person: StoredValue::new(person),
            kept: Kept::new(),
            socket: StoredValue::new_local(None),
            rooms: RwSignal::new(Rooms::new()),
            typed_at: StoredValue::new(f64::MIN),
            problem: RwSignal::new(None),
        };
        desk.has(talk.kept);
        talk.kept.start(move |attempt| talk.connect(attempt));
        if !desk.is_online().get_untracked() {
            talk.kept.stop();
        }
        // Whoever looks at another tab is away.
        let turned = window_event_listener_untyped("visibilitychange", move |_| {
            talk.tell(&Say::Status { status: talk.status() });
        });
        on_cleanup(move || turned.remove());
        talk
    }

    pub(super) const fn kept(self) -> Kept {
        self.kept
    }

    pub(super) const fn link(self) -> RwSignal<Link> {
        self.kept.link()
    }

    pub(super) const fn rooms(self) -> RwSignal<Rooms> {
        self.rooms
    }

    pub(super) const fn unsent(self) -> RwSignal<Vec<NewMessage>> {
        self.unsent
    }

    pub(super) const fn problem(self) -> RwSignal<Option<String>> {
        self.problem
    }

    /// The id of the person.
    pub(super) fn me(self) -> i64 {
        self.person.with_value(|person| person.id)
    }

    /// One connection, from its handshake to its end.
    async fn connect(self, attempt: Attempt) -> Ended {
        let url = format!(
            "{}{}",
            self.desk.client().origins().api,
            OpenSocket::target(&NoParameters::default(), &NoParameters::default())
        );
        let opened = move |socket: &WebSocket| {
            self.socket.try_set_value(Some(socket.clone()));
            let token = self.person.try_with_value(|person| person.token.clone());
            self.tell(&Say::Auth {
                token: token.unwrap_or_default(),
            });
        };
        let heard = {
            let attempt = attempt.clone();
            move |text: String| {
                // What a newer server says beside what is known here is passed over.
                if let Ok(hear) = serde_json::from_str(&text) {
                    self.hear(hear, &attempt);
                }
            }
        };
        let closed = converse(&url, &attempt, opened, heard).await;
        self.socket.try_set_value(None);
        let _ = self.rooms.try_update(Rooms::alone);
        // What was said before can be read without a connection.
        let unread = self.rooms.try_with_untracked(Rooms::not_loaded);
        for name in unread.unwrap_or_default() {
            self.load(&name).await;
        }
        match closed {
            Ok(closed) if closed.code == Some(UNAUTHENTICATED) => {
                if let Some(token) = self.person.try_with_value(|person| person.token.clone()) {
                    self.desk.is_nobody(&token);
                }
                Ended::Refused("the login does not count any more".to_owned())
            }
            Ok(closed) => Ended::Broken(closed.words()),
            Err(why) => Ended::Refused(why),
        }
    }

    fn hear(self, hear: Hear, attempt: &Attempt) {
        match hear {
            Hear::AuthSuccess { .. } => {
                attempt.opened();
                let _ = self.problem.try_set(None);
                let names = self
                    .rooms
                    .try_with_untracked(|rooms| rooms.names().map(str::to_owned).collect::<Vec<_>>());
                for name in names.unwrap_or_default() {
                    self.join(name);
                }
                self.tell(&Say::Status { status: self.status() });
                let unsent = self.unsent.try_with_untracked(Vec::clone).unwrap_or_default();
                for message in unsent {
                    self.tell(&Say::ChatMessage(message));
                }
            }
            Hear::Joined { room, users, .. } => {
                let _ = self.rooms.try_update(|rooms| rooms.joined(&room, users));
            }
            Hear::ChatMessage(message) => {
                let _ = self.rooms.try_update(|rooms| rooms.said(message));
            }
            Hear::Sent { id: Some(id), .. } => self.is_sent(&id),
            Hear::UserStatus(status) => {
                let _ = self.rooms.try_update(|rooms| rooms.status(status));
            }
            Hear::Typing { room, user } => {
                let now = monotonic_ms();
                let _ = self.rooms.try_update(|rooms| rooms.writes(&room, user, now));
            }
            // What was missed is not in the log any more; what there is now takes its place.
            Hear::Gap(_) => {
                let names = self
                    .rooms
                    .try_with_untracked(|rooms| rooms.names().map(str::to_owned).collect::<Vec<_>>());
                for name in names.unwrap_or_default() {
                    spawn_local(async move {
                        self.load(&name).await;
                    });
                }
            }
            Hear::AuthFailed { message } => {
                let _ = self.problem.try_set(Some(message));
            }
            Hear::Error { problem, id } => {
                // What was refused once is refused again.
                if let Some(id) = id {
                    self.is_sent(&id);
                }
                let _ = self.problem.try_set(Some(problem.to_string()));
            }
            Hear::Left { .. } | Hear::Sent { id: None, .. } => {}
        }
    }

    /// Enters a room over the connection that is there, behind what is known of it.
    fn join(self, name: String) {
        spawn_local(async move {
            let is_loaded = self
                .rooms
                .try_with_untracked(|rooms| rooms.get(&name).is_some_and(|room| room.is_loaded));
            if is_loaded == Some(false) && !self.load(&name).await {
                return;
            }
            let after = self
                .rooms
                .try_with_untracked(|rooms| rooms.get(&name).and_then(|room| room.cursor.clone()));
            self.tell(&Say::Join {
                room: name,
                after: after.flatten(),
            });
        });
    }

    /// Asks for the latest messages of a room, and says whether they came.
    async fn load(self, name: &str) -> bool {
        match self.ask(name, None).await {
            Some(came) => {
                let _ = self.rooms.try_update(|rooms| rooms.loaded(name, came));
                true
            }
            None => false,
        }
    }

    /// Asks for the messages before those that are there.
    pub(super) fn read_earlier(self) {
        let (name, before) = self
            .rooms
            .with_untracked(|rooms| (rooms.chosen().to_owned(), rooms.current().earlier.clone()));
        spawn_local(async move {
            if let Some(came) = self.ask(&name, before.clone()).await {
                let _ = self
                    .rooms
                    .try_update(|rooms| rooms.loaded_earlier(&name, before.as_deref(), came));
            }
        });
    }

    async fn ask(self, room: &str, before: Option<String>) -> Option<Messages> {
        let query = MessagesQuery {
            room: Some(room.to_owned()),
            limit: Some(PAGE),
            before,
        };
        let call = self
            .desk
            .client()
            .once::<ListMessages>(&NoParameters::default(), &query, &NoContent);
        match call.send(&Cancel::new()).await.result {
            Ok(Json(messages)) => Some(messages),
            Err(error) => {
                let _ = self.problem.try_set(Some(error.to_string()));
                None
            }
        }
    }

    /// Shows a room that is there.
    pub(super) fn choose(self, name: &str) {
        self.rooms.update(|rooms| rooms.choose(name));
    }

    /// Enters another room, or says why there can be none of that name.
    pub(super) fn enter(self, name: &str) -> Result<(), String> {
        if name.is_empty()
            || name.len() > MAX_ROOM
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        {
            return Err(format!("1 to {MAX_ROOM} letters, digits, _ and -"));
        }
        let is_known = self.rooms.with_untracked(|rooms| rooms.get(name).is_some());
        self.choose(name);
        if !is_known {
            self.join(name.to_owned());
        }
        Ok(())
    }

    /// Says something in the room that is shown: now, or when the connection is back.
    pub(super) fn say(self, text: String) {
        let room = self.rooms.with_untracked(|rooms| rooms.chosen().to_owned());
        let message = NewMessage {
            room: if room.is_empty() { LOBBY.to_owned() } else { room },
            text,
            id: Some(Uuid::now_v7().simple().to_string()),
        };
        self.unsent.update(|unsent| unsent.push(message.clone()));
        self.keep_unsent();
        self.typed_at.set_value(f64::MIN);
        if matches!(self.link().get_untracked(), Link::Live { .. }) {
            self.tell(&Say::ChatMessage(message));
        }
    }

    /// The server has a message, or will not have it.
    fn is_sent(self, id: &str) {
        let _ = self
            .unsent
            .try_update(|unsent| unsent.retain(|message| message.id.as_deref() != Some(id)));
        self.keep_unsent();
    }

    fn keep_unsent(self) {
        // Somebody else may have joined by now.
        let me = self.person.try_with_value(|person| person.id);
        if let Some(me) = me {
            let _ = self.unsent.try_with_untracked(|unsent| unsent::store(me, unsent));
        }
    }

    /// The person is writing something.
    pub(super) fn is_typing(self) {
        let now = monotonic_ms();
        if now - self.typed_at.get_value() < TYPING_MS {
            return;
        }
        self.typed_at.set_value(now);
        let room = self.rooms.with_untracked(|rooms| rooms.chosen().to_owned());
        self.tell(&Say::Typing { room });
    }

    fn status(self) -> Status {
        if document().hidden() {
            Status::Away
        } else {
            Status::Online
        }
    }

    /// Says something to the server, if it hears.
    fn tell(self, say: &Say) {
        let Ok(text) = serde_json::to_string(say) else { return };
        self.socket.try_with_value(|socket| {
            if let Some(socket) = socket.as_ref().filter(|socket| socket.ready_state() == WebSocket::OPEN) {
                // It fails only while a socket is not open.
                let _ = socket.send_with_str(&text);
            }
        });
    }
}
