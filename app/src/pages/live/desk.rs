//! What the page knows and does: whose log it is, what is sent, and whether it is online.

use std::{collections::HashMap, time::Duration};

use contract::{
    endpoint::{Json, NoContent, NoParameters},
    exchanges::{ExchangePath, GetWire},
    shop::{DisconnectReaders, LOBBY, NewMessage, PollMessages, PollQuery, PostMessage},
};
use exchange::message::field;
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    figures::Heads,
    lane::Lane,
    person::{Somebody, restore, store},
};
use crate::{
    client::{
        CallError, Cancel, Client,
        asked::refused,
        live::{Arrival, Kept, Link, Place, Transport, place},
    },
    kit::{Loadable, monotonic_ms},
};

/// How many messages the larger button sends.
const MANY: u32 = 100;

/// How many of them are under way at a time: as many connections as the readers leave, and one more to spare.
const AT_A_TIME: u32 = 3;

/// Before everything in a log.
const ORIGIN: &str = "0-0";

/// How often moving things are drawn, and how often where motion is to be little.
const BEAT: Duration = Duration::from_millis(250);
const SLOW_BEAT: Duration = Duration::from_secs(2);

/// The time that the ladders show: it goes on by itself, and stands still when somebody wants to look.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Now, or when it was held, in milliseconds of [`monotonic_ms`].
    now: RwSignal<f64>,
    /// Now, also while the ladders are held, for what counts down.
    beat: RwSignal<f64>,
    held: RwSignal<bool>,
    /// How much time is shown, in milliseconds as text.
    pub(super) span: RwSignal<&'static str>,
}

impl Clock {
    fn start() -> Self {
        let clock = Self {
            now: RwSignal::new(monotonic_ms()),
            beat: RwSignal::new(monotonic_ms()),
            held: RwSignal::new(false),
            span: RwSignal::new("15000"),
        };
        let is_calm = window()
            .match_media("(prefers-reduced-motion: reduce)")
            .is_ok_and(|query| query.is_some_and(|query| query.matches()));
        let turn = move || {
            let now = monotonic_ms();
            clock.beat.set(now);
            if !clock.held.get_untracked() {
                clock.now.set(now);
            }
        };
        // It fails only where there are no timers.
        if let Ok(timer) = set_interval_with_handle(turn, if is_calm { SLOW_BEAT } else { BEAT }) {
            on_cleanup(move || timer.clear());
        }
        clock
    }

    pub(super) fn now(self) -> f64 {
        self.now.get()
    }

    pub(super) fn beat(self) -> f64 {
        self.beat.get()
    }

    pub(super) fn is_held(self) -> bool {
        self.held.get()
    }

    pub(super) fn hold(self, held: bool) {
        self.held.set(held);
    }

    /// How much time is shown, in milliseconds.
    pub(super) fn span_ms(self) -> f64 {
        self.span.get().parse().unwrap_or(15_000.0)
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    client: Client,
    place: RwSignal<Loadable<Place>>,
    person: RwSignal<Option<Somebody>>,
    lanes: [Lane; 3],
    clock: Clock,
    online: RwSignal<bool>,
    /// Connections of other parts of the page, which go offline with the others.
    others: StoredValue<Vec<Kept>>,
    /// When this page has sent a message, by its id, in milliseconds of [`monotonic_ms`].
    sent: StoredValue<HashMap<String, f64>>,
    /// How many are still to be sent of many.
    left: RwSignal<u32>,
    /// Which hundred that is.
    batch: StoredValue<u32>,
    trouble: RwSignal<Option<(String, String)>>,
    heads: RwSignal<Option<Heads>>,
}

impl Desk {
    /// The desk of the page, which looks for the log. Only for the browser.
    pub(super) fn provide() -> Self {
        let desk = Self {
            client: expect_context(),
            place: RwSignal::new(Loadable::Idle),
            person: RwSignal::new(restore()),
            lanes: Transport::ALL.map(Lane::new),
            clock: Clock::start(),
            online: RwSignal::new(true),
            others: StoredValue::new(Vec::new()),
            sent: StoredValue::new(HashMap::new()),
            left: RwSignal::new(0),
            batch: StoredValue::new(0),
            trouble: RwSignal::new(None),
            heads: RwSignal::new(None),
        };
        // What the device says of its network is only a reason to try, or to say why nothing comes.
        let back = window_event_listener(leptos::ev::online, move |_| {
            if desk.online.get_untracked() {
                desk.each(|kept| {
                    if matches!(kept.link().try_get_untracked(), Some(Link::Retrying { .. })) {
                        kept.again();
                    }
                });
            }
        });
        on_cleanup(move || back.remove());
        desk.look();
        desk
    }

    pub(super) const fn place(self) -> RwSignal<Loadable<Place>> {
        self.place
    }

    pub(super) const fn person(self) -> RwSignal<Option<Somebody>> {
        self.person
    }

    pub(super) const fn clock(self) -> Clock {
        self.clock
    }

    pub(super) const fn is_online(self) -> RwSignal<bool> {
        self.online
    }

    pub(super) const fn left(self) -> RwSignal<u32> {
        self.left
    }

    pub(super) const fn trouble(self) -> RwSignal<Option<(String, String)>> {
        self.trouble
    }

    pub(super) const fn heads(self) -> RwSignal<Option<Heads>> {
        self.heads
    }

    pub(super) const fn client(self) -> Client {
        self.client
    }

    pub(super) fn lane(self, transport: Transport) -> Lane {
        let index = Transport::ALL.iter().position(|other| *other == transport);
        self.lanes[index.unwrap_or_default()]
    }

    pub(super) const fn lanes(self) -> [Lane; 3] {
        self.lanes
    }

    /// The topic that is read.
    pub(super) fn topic(self) -> Option<String> {
        self.place.with(|place| match place {
            Loadable::Ready(place) => Some(place.topic.clone()),
            _ => None,
        })
    }

    /// Looks for the log, and reads on from where it ends.
    pub(super) fn look(self) {
        self.find(None);
    }

    /// Looks for the log; reads it behind that cursor, or what is new.
    fn find(self, from: Option<&'static str>) {
        self.place.set(Loadable::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let base = self.client.origins().api;
            let found = match place(&base).await {
                Ok(Some(mut place)) => {
                    if let Some(from) = from {
                        from.clone_into(&mut place.cursor);
                    }
                    Loadable::Ready(place)
                }
                Ok(None) => Loadable::Empty,
                Err(explanation) => Loadable::Failed {
                    title: "The log could not be found".to_owned(),
                    explanation,
                },
            };
            if let Loadable::Ready(Place { topic, cursor }) = &found {
                for lane in self.lanes {
                    let took = move |arrival: &Arrival| self.took(arrival);
                    lane.start(base.clone(), topic.clone(), cursor, took);
                }
            }
            let is_found = matches!(found, Loadable::Ready(_));
            // The page may have been left.
            let _ = self.place.try_set(found);
            if is_found {
                self.measure_heads().await;
            } else if from.is_none() {
                // Not after a greeting: where the sandbox cannot be kept it would never end.
                self.greet();
            }
        });
    }

    /// How long ago this page has sent what came, in microseconds; nothing of what others have sent.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no page lives for 2^53 µs"
    )]
    fn took(self, arrival: &Arrival) -> Vec<u64> {
        let now = monotonic_ms();
        let ids = arrival
            .events
            .iter()
            .filter_map(|read| read.event.data.get("id")?.as_str());
        let sent = self
            .sent
            .try_with_value(|sent| ids.filter_map(|id| sent.get(id).copied()).collect::<Vec<f64>>());
        let sent = sent.unwrap_or_default();
        sent.into_iter()
            .map(|at| ((now - at).max(0.0) * 1_000.0).round() as u64)
            .collect()
    }

    /// Has the server record a poll of this page, and reads how long its heads were.
    async fn measure_heads(self) {
        let nothing = NoParameters::default();
        let query = PollQuery {
            wait: Some(0),
            after: Some("latest".to_owned()),
            ..PollQuery::default()
        };
        let poll = self.client.once::<PollMessages>(&nothing, &query, &NoContent);
        let called = poll.logged_if(|_| false).send(&Cancel::new()).await;
        let exchange = called.exchange;
        let response = exchange.as_ref().and_then(|exchange| exchange.outcome.response());
        let Some((response, id)) = response.and_then(|response| {
            let id = field(&response.fields, "exchange-id")?.parse::<Uuid>().ok()?;
            Some((response, id))
        }) else {
            return;
        };
        let content = response.body.as_ref().map_or(0, |body| body.size);
        let recorded = self
            .client
            .look_up::<GetWire>(&ExchangePath { id }, &Cancel::new())
            .await;
        if let Ok(answer) = recorded {
            let Json(transcript) = answer.content;
            let _ = self.heads.try_set(Some(Heads {
                request: transcript.request.size,
                response: transcript.response.size.saturating_sub(content),
            }));
        }
    }

    /// Goes offline, or online again.
    pub(super) fn go(self, online: bool) {
        self.online.set(online);
        self.each(|kept| if online { kept.resume() } else { kept.stop() });
    }

    /// Another connection of the page, which goes offline with the others.
    pub(super) fn has(self, kept: Kept) {
        self.others.update_value(|others| others.push(kept));
    }

    fn each(self, act: impl Fn(Kept)) {
        for lane in self.lanes {
            act(lane.kept);
        }
        self.others.with_value(|others| others.iter().copied().for_each(act));
    }

    /// Somebody is there, or nobody any more.
    pub(super) fn becomes(self, person: Option<Somebody>) {
        store(person.as_ref());
        // The page may be gone by now.
        if self.person.try_set(person).is_some() {
            return;
        }
        self.trouble.set(None);
        self.greet();
    }

    /// Has whoever is there say so where nothing was said before: the first message makes the sandbox, and with it the log that
    /// is read. While the log is looked for, nobody knows yet; it is called again then.
    fn greet(self) {
        let is_nowhere = self.place.try_with_untracked(|place| matches!(place, Loadable::Empty));
        let person = self.person.try_get_untracked().flatten();
        if let (Some(true), Some(person)) = (is_nowhere, person) {
            spawn_local(async move {
                if self.post(format!("{} is here.", person.name), true).await {
                    self.find(Some(ORIGIN));
                }
            });
        }
    }

    /// Sends a message.
    pub(super) fn send(self, words: String) {
        let words = if words.trim().is_empty() {
            "Hello".to_owned()
        } else {
            words
        };
        self.trouble.set(None);
        spawn_local(async move {
            self.post(words, true).await;
        });
    }

    /// Sends a hundred messages; those of an earlier hundred that are not sent yet are left.
    pub(super) fn send_many(self) {
        let batch = self.batch.get_value() + 1;
        self.batch.set_value(batch);
        self.left.set(MANY);
        self.trouble.set(None);
        let next = StoredValue::new(0_u32);
        for _ in 0..AT_A_TIME {
            spawn_local(async move {
                loop {
                    let number = next.try_update_value(|next| {
                        *next += 1;
                        *next
                    });
                    let Some(number) = number.filter(|number| *number <= MANY) else {
                        return;
                    };
                    let sent = self.post(format!("Message {number} of {MANY}"), false).await;
                    if self.batch.try_get_value() != Some(batch) {
                        return;
                    }
                    if !sent {
                        self.left.set(0);
                        next.set_value(MANY);
                        return;
                    }
                    self.left.update(|left| *left = left.saturating_sub(1));
                }
            });
        }
    }

    /// Sends one message, and says whether it is in the log.
    async fn post(self, text: String, is_logged: bool) -> bool {
        // The page may be gone by now.
        let Some(person) = self.person.try_get_untracked().flatten() else {
            return false;
        };
        let id = Uuid::now_v7().simple().to_string();
        let body = Json(NewMessage {
            room: LOBBY.to_owned(),
            text,
            id: Some(id.clone()),
        });
        let nothing = NoParameters::default();
        let call = self.client.once::<PostMessage>(&nothing, &nothing, &body);
        let call = call.with_field("authorization", &format!("Bearer {}", person.token));
        let call = if is_logged {
            call
        } else {
            call.logged_if(Result::is_err)
        };
        self.sent.update_value(|sent| {
            sent.insert(id, monotonic_ms());
        });
        let Err(error) = call.send(&Cancel::new()).await.result else {
            return true;
        };
        if matches!(&error, CallError::Problem(problem) if problem.status == 401) {
            self.is_nobody(&person.token);
        } else {
            self.is_in_trouble(error);
        }
        false
    }

    /// Has the server end everything that reads the log, as one that restarts does.
    pub(super) fn restart(self) {
        spawn_local(async move {
            let nothing = NoParameters::default();
            let call = self.client.once::<DisconnectReaders>(&nothing, &nothing, &NoContent);
            match call.send(&Cancel::new()).await.result {
                Ok(_) => {
                    let _ = self.trouble.try_set(None);
                }
                Err(error) => self.is_in_trouble(error),
            }
        });
    }

    /// Says what went wrong.
    fn is_in_trouble(self, error: CallError) {
        let trouble = match refused::<()>(error) {
            Loadable::Problem(problem) => (problem.title.to_string(), problem.detail.unwrap_or_default()),
            Loadable::Failed { title, explanation } => (title, explanation),
            _ => return,
        };
        let _ = self.trouble.try_set(Some(trouble));
    }

    /// A login does not count any more. Somebody may have joined with another one since.
    pub(super) fn is_nobody(self, token: &str) {
        let is_theirs = self
            .person
            .try_with_untracked(|person| person.as_ref().is_some_and(|person| person.token == token));
        if is_theirs != Some(true) {
            return;
        }
        store(None);
        self.person.set(None);
        let words = (
            "You are not logged in any more".to_owned(),
            "Join again; nothing else is lost.".to_owned(),
        );
        self.trouble.set(Some(words));
    }
}
