//! Who reads: by one of the transports, on one connection after another, each from where the last one came to.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, anyhow};
use fastrand::Rng;
use futures_util::{SinkExt, StreamExt};
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::watch,
    time::{sleep, timeout},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

use crate::{
    client::{Account, Connection, Trouble, Way, expect, socket},
    ledger::{Reading, Received, Scope},
    place::Place,
};

/// How long a stream may be silent. The server says something every 15 to 20 s.
const SILENCE: Duration = Duration::from_secs(30);

/// By what a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// `/v1/feeds/{topic}`, by long polling.
    FeedPoll,
    /// The same as an event stream.
    FeedEvents,
    /// The same over a WebSocket.
    FeedSocket,
    /// `/api/messages/poll`
    PracticePoll,
    /// `/api/events`
    PracticeEvents,
    /// `/api/socket`, in the room where everything is said.
    PracticeSocket,
}

impl Transport {
    pub(crate) const ALL: [Self; 6] = [
        Self::FeedPoll,
        Self::FeedEvents,
        Self::FeedSocket,
        Self::PracticePoll,
        Self::PracticeEvents,
        Self::PracticeSocket,
    ];

    fn scope(self) -> Scope {
        match self {
            Self::FeedPoll | Self::FeedEvents | Self::FeedSocket | Self::PracticeEvents => Scope::Events,
            Self::PracticePoll | Self::PracticeSocket => Scope::Messages,
        }
    }
}

/// One that reads.
pub(crate) struct Reader {
    pub(crate) name: String,
    pub(crate) transport: Transport,
    pub(crate) ways: Arc<[Way]>,
    pub(crate) account: Account,
    pub(crate) chance: Rng,
    /// What it has read lies before it.
    pub(crate) place: Place,
    pub(crate) received: Vec<Received>,
    /// How many connections it has had.
    pub(crate) connections: u64,
    /// Where it has come to, for whoever waits for it.
    pub(crate) progress: watch::Sender<Place>,
}

impl Reader {
    /// Reads until it has come to the end, once that is known.
    pub(crate) async fn read(mut self, mut end: watch::Receiver<Option<Place>>) -> Result<(Reading, u64)> {
        loop {
            let known = *end.borrow_and_update();
            if known.is_some_and(|end| self.place.epoch == end.epoch && self.place.seq >= end.seq) {
                break;
            }
            self.connections += 1;
            // Some look out of the window for a while, and have to catch up.
            let leaves = Duration::from_millis(match self.chance.u8(..4) {
                0 => self.chance.u64(..1_000),
                _ => 60_000,
            });
            let progress = self.progress.subscribe();
            let trouble = tokio::select! {
                trouble = self.connect() => trouble,
                () = reached(progress, &mut end) => Ok(()),
                () = sleep(leaves) => Ok(()),
            };
            match trouble {
                Ok(()) | Err(Trouble::Passing) => {}
                Err(Trouble::Wrong(error)) => return Err(error.context(format!("{} at {}", self.name, self.place))),
            }
            let pause = if self.chance.u8(..8) == 0 { 500 } else { 40 };
            sleep(Duration::from_millis(self.chance.u64(1..pause))).await;
        }
        let reading = Reading {
            reader: self.name,
            scope: self.transport.scope(),
            received: self.received,
        };
        Ok((reading, self.connections))
    }

    /// Reads on one connection until it breaks. May be dropped at any time, as a client may go at any time.
    async fn connect(&mut self) -> Result<(), Trouble> {
        let way = self.ways[self.chance.usize(..self.ways.len())];
        let sandbox = self.account.sandbox.clone();
        match self.transport {
            Transport::FeedPoll => {
                self.poll(way, "events", |place| {
                    format!("/v1/feeds/sandbox.{sandbox}?after={place}&wait=5")
                })
                .await
            }
            Transport::PracticePoll => {
                let target = |place| format!("/api/messages/poll?sandbox={sandbox}&room=lobby&after={place}&wait=5");
                self.poll(way, "messages", target).await
            }
            Transport::FeedEvents => self.stream(way, &format!("/v1/feeds/sandbox.{sandbox}")).await,
            Transport::PracticeEvents => self.stream(way, &format!("/api/events?sandbox={sandbox}")).await,
            Transport::FeedSocket => self.socket(way, &format!("/v1/feeds/sandbox.{sandbox}")).await,
            Transport::PracticeSocket => self.room(way, &format!("/api/socket?sandbox={sandbox}")).await,
        }
    }

    async fn poll(&mut self, way: Way, list: &str, target: impl Fn(Place) -> String) -> Result<(), Trouble> {
        let mut connection = Connection::open(way).await?;
        loop {
            let answer = connection
                .ask(Method::GET, &target(self.place), &[], "", StatusCode::OK)
                .await?;
            if let Some(gap) = answer.get("gap") {
                self.take_gap(gap)?;
            }
            let events = answer[list]
                .as_array()
                .context("an answer without a list")
                .map_err(Trouble::Wrong)?;
            for event in events {
                self.take(event)?;
            }
            // Behind what was read, there may be more that is not for this reader.
            self.move_to(place_of(&answer)?);
        }
    }

    async fn stream(&mut self, way: Way, target: &str) -> Result<(), Trouble> {
        let mut connection = Connection::open(way).await?;
        let place = self.place.to_string();
        let fields = [("accept", "text/event-stream"), ("last-event-id", &*place)];
        let response = connection.send(Method::GET, target, &fields, "").await?;
        let mut body = expect(response, StatusCode::OK).await?.into_body();
        let mut bytes = Vec::new();
        while let Some(frame) = timeout(SILENCE, body.frame()).await? {
            if let Some(data) = frame?.data_ref() {
                bytes.extend_from_slice(data);
            }
            // What has no blank line behind it is not whole, and no event (HTML standard, section 9.2.6).
            while let Some(end) = bytes.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = bytes.drain(..end + 2).collect();
                self.take_streamed(&String::from_utf8_lossy(&event))?;
            }
        }
        Ok(())
    }

    /// Takes an event of a stream, whose data are the event itself or, in the practice API, a message.
    fn take_streamed(&mut self, text: &str) -> Result<(), Trouble> {
        let (mut kind, mut id, mut data) = ("", "", "");
        for line in text.lines() {
            match line.split_once(": ") {
                Some(("event", value)) => kind = value,
                Some(("id", value)) => id = value,
                Some(("data", value)) => data = value,
                _ => {}
            }
        }
        if kind.is_empty() {
            return Ok(());
        }
        let data: Value = serde_json::from_str(data)
            .with_context(|| format!("the event {text:?}"))
            .map_err(Trouble::Wrong)?;
        match kind {
            "connected" => self.begin(&json!({"cursor": id})),
            "gap" => self.take_gap(&data),
            _ => self.take(&json!({"cursor": id, "data": data})),
        }
    }

    async fn socket(&mut self, way: Way, target: &str) -> Result<(), Trouble> {
        let mut socket = socket(way, &format!("{target}?after={}", self.place)).await?;
        while let Some(event) = hear(&mut socket).await? {
            match event["kind"].as_str() {
                Some("connected") => self.begin(&event)?,
                Some("gap") => self.take_gap(&event)?,
                _ => self.take(&event)?,
            }
        }
        Ok(())
    }

    /// Enters the room from where this reader has come to, and listens.
    async fn room(&mut self, way: Way, target: &str) -> Result<(), Trouble> {
        let token = self.account.bearer.trim_start_matches("Bearer ");
        let says = [
            json!({"type": "auth", "token": token}),
            json!({"type": "join", "room": "lobby", "after": self.place.to_string()}),
        ];
        let mut socket = socket(way, target).await?;
        for said in says {
            socket.send(Message::text(said.to_string())).await?;
        }
        let mut is_in = false;
        while let Some(heard) = hear(&mut socket).await? {
            match heard["type"].as_str() {
                // A later one says who is there after a gap, and where the server has come to with events that this reader is not
                // given.
                Some("joined") if !is_in => {
                    self.begin(&heard)?;
                    is_in = true;
                }
                Some("chat_message") => self.take(&heard)?,
                Some("gap") => self.take_gap(&heard)?,
                Some("auth_success" | "joined" | "user_status") => {}
                Some("error") if heard["problem"]["status"] == 503 => return Err(Trouble::Passing),
                _ => return Err(Trouble::Wrong(anyhow!("the server says {heard}"))),
            }
        }
        Ok(())
    }

    /// The server says where it begins, which is where this reader has come to.
    fn begin(&self, connected: &Value) -> Result<(), Trouble> {
        let place = place_of(connected)?;
        if place == self.place {
            return Ok(());
        }
        Err(Trouble::Wrong(anyhow!("the server begins at {place}")))
    }

    fn take_gap(&mut self, gap: &Value) -> Result<(), Trouble> {
        let place = place_of(gap)?;
        let number = |name: &str| gap["missing"][name].as_u64();
        self.received.push(match (number("from"), number("to")) {
            (Some(from), Some(to)) => Received::Gap(from, to, place),
            _ => Received::Anew(place),
        });
        self.move_to(place);
        Ok(())
    }

    /// Takes an event, in whichever form it has come.
    fn take(&mut self, event: &Value) -> Result<(), Trouble> {
        let place = place_of(event)?;
        // In `/v1/feeds` the message is the event's data, in a stream the event is the data of that.
        let forms = [event, &event["data"], &event["data"]["data"]];
        let id = forms.iter().find_map(|form| form["id"].as_str());
        self.received.push(Received::Event(place, id.map(str::to_owned)));
        self.move_to(place);
        Ok(())
    }

    fn move_to(&mut self, place: Place) {
        self.place = place;
        self.progress.send_replace(place);
    }
}

/// The next message over a WebSocket; none when it is over.
async fn hear(socket: &mut WebSocketStream<TcpStream>) -> Result<Option<Value>, Trouble> {
    while let Some(message) = timeout(SILENCE, socket.next()).await? {
        match message? {
            Message::Text(text) => {
                let heard = serde_json::from_str(&text).with_context(|| format!("the message {text}"));
                return heard.map(Some).map_err(Trouble::Wrong);
            }
            // The answer that the library has made is sent with this.
            Message::Ping(_) => socket.flush().await?,
            _ => {}
        }
    }
    Ok(None)
}

/// Returns when the reader has come to the end.
async fn reached(mut progress: watch::Receiver<Place>, end: &mut watch::Receiver<Option<Place>>) {
    loop {
        let (at, known) = (*progress.borrow_and_update(), *end.borrow_and_update());
        if known.is_some_and(|end| at.epoch == end.epoch && at.seq >= end.seq) {
            return;
        }
        // The senders live as long as the reader.
        let _ = tokio::select! {
            changed = progress.changed() => changed,
            changed = end.changed() => changed,
        };
    }
}

fn place_of(event: &Value) -> Result<Place, Trouble> {
    let place = event["cursor"]
        .as_str()
        .with_context(|| format!("{event} has no cursor"));
    place.and_then(str::parse).map_err(Trouble::Wrong)
}
