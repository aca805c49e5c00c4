//! A conversation, from the login to the close frame.
//!
//! It holds two places, in the log of the sandbox and in that of who is writing, and asks for more only when the client has taken
//! what there was. So a client that is slow is behind, and keeps nobody waiting.

use std::{convert::Infallible, time::Duration};

use contract::{
    Problem, ProblemKind,
    shop::{AUTH_WITHIN, Hear, MAX_ROOMS, Person, SANDBOX_GONE, UNAUTHENTICATED},
};
use feed::{Cursor, Delivery, FeedError, NewEvent, Position, Subscription, Topic};
use serde::Serialize;
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::{Utf8Bytes, protocol::frame::coding::CloseCode};
use tracing::error;

use super::{
    entered::{Entered, is_within},
    said::{Said, Wrong},
};
use crate::{
    AppState,
    live::{
        encoding,
        presence::{self, Connection, Whose},
        room::{Room, TYPING},
        socket::{failed, text},
        topics,
    },
    problem::Rejection,
    shop::{
        messages::{Saying, person, say},
        sandbox::{self, write::make_empty},
        session::Login,
    },
    websocket::{Ending, Over, Socket, Talk},
};

/// How many events are read at once of those that lie behind.
const PAGE: usize = 250;

/// Converses until either end has enough. `sandbox` is the one that the handshake names.
pub(super) async fn hold(state: AppState, socket: Socket, sandbox: Option<String>) {
    let mut talk = Talk::new(socket);
    let Err(over) = converse(state, &mut talk, sandbox).await;
    talk.end(over).await;
}

async fn converse(state: AppState, talk: &mut Talk, sandbox: Option<String>) -> Result<Infallible, Over> {
    let conversation = Box::pin(Conversation::begin(state, talk, sandbox)).await?;
    conversation.go_on().await
}

/// Why something that the client has said is not done.
enum Not {
    /// The client is told, and the connection stays.
    Refused(Rejection),
    Over(Over),
}

impl From<Over> for Not {
    fn from(over: Over) -> Self {
        Self::Over(over)
    }
}

impl<R: Into<Rejection>> From<R> for Not {
    fn from(rejection: R) -> Self {
        Self::Refused(rejection.into())
    }
}

/// What comes next.
enum Next {
    Heard(Utf8Bytes),
    Told(Delivery),
    /// Leases were taken away.
    Lost,
}

struct Conversation<'t> {
    state: AppState,
    talk: &'t mut Talk,
    login: Login,
    me: Person,
    /// How what this person does begins, behind the room.
    own: Box<[u8]>,
    sandbox: String,
    topic: Topic,
    typing: Topic,
    /// Reads both, while the connection is in a room.
    subscription: Subscription,
    presence: Connection,
    rooms: Vec<Entered>,
}

/// That somebody is writing something: the room first, as in all events of a room.
#[derive(Serialize)]
struct Types<'a> {
    room: &'a str,
    user: &'a Person,
}

fn unauthenticated(why: &'static str) -> Over {
    Over::Ended(Ending(CloseCode::from(UNAUTHENTICATED), why))
}

const STOPPING: Over = Over::Ended(Ending::STOPPING);

impl<'t> Conversation<'t> {
    /// Waits for the login.
    async fn begin(state: AppState, talk: &'t mut Talk, sandbox: Option<String>) -> Result<Self, Over> {
        let heard = tokio::select! {
            heard = talk.hear() => heard?,
            () = sleep(Duration::from_secs(AUTH_WITHIN)) => return Err(unauthenticated("no login came in time")),
            () = state.shutdown.begun() => return Err(STOPPING),
        };
        let token = match Said::of(&heard) {
            Ok(Said::Auth(token)) => token,
            Ok(_) => {
                let detail = "the first message must be of type `auth`, with the token of a login";
                let problem = Problem::new(ProblemKind::Unauthorized).with_detail(detail);
                tell(talk, &error_of(problem.into(), None)).await?;
                return Err(unauthenticated("nobody is logged in"));
            }
            Err(Wrong { rejection, id }) => {
                tell(talk, &error_of(rejection, id)).await?;
                return Err(unauthenticated("nobody is logged in"));
            }
        };
        let begun = Self::log_in(&state, &token, sandbox).await;
        let (login, sandbox) = match begun {
            Ok(Some(begun)) => begun,
            Ok(None) => {
                let message = "the token does not count, or not in this sandbox; POST /login gives one".to_owned();
                tell(talk, &Hear::AuthFailed { message }).await?;
                return Err(unauthenticated("the token does not count"));
            }
            Err(rejection) => {
                tell(talk, &error_of(rejection, None)).await?;
                return Err(Over::Ended(Ending(CloseCode::Again, "nobody can log in now")));
            }
        };
        let me = person(&login.user);
        let whose = Whose {
            sandbox: sandbox.clone(),
            user: me.clone(),
            session: login.hash.clone(),
        };
        let success = Hear::AuthSuccess {
            user: me.clone(),
            sandbox: sandbox.clone(),
        };
        tell(talk, &success).await?;
        let subscription = state.feed.subscribe([]).await.map_err(|error| failed(&error))?;
        Ok(Self {
            presence: state.presence.connect(whose),
            state,
            talk,
            login,
            own: format!("\"user\":{{\"id\":{},", me.id).into_bytes().into(),
            me,
            topic: topics::of_sandbox(&sandbox),
            typing: topics::of_typing(&sandbox),
            sandbox,
            subscription,
            rooms: Vec::new(),
        })
    }

    /// The login of a token, if it counts, and the sandbox: that of the handshake, or of the login, or else a new one.
    async fn log_in(
        state: &AppState,
        token: &str,
        sandbox: Option<String>,
    ) -> Result<Option<(Login, String)>, Rejection> {
        let Some(login) = Login::of(&state.store, token, sandbox.as_deref()).await? else {
            return Ok(None);
        };
        let sandbox = match sandbox.or_else(|| login.sandbox.clone()) {
            Some(sandbox) => sandbox,
            None => make_empty(&state.store).await?,
        };
        Ok(Some((login, sandbox)))
    }

    async fn go_on(mut self) -> Result<Infallible, Over> {
        loop {
            let next = tokio::select! {
                heard = self.talk.hear() => Next::Heard(heard?),
                told = self.subscription.next() => match told {
                    Ok(Some(delivery)) => Next::Told(delivery),
                    Ok(None) => return Err(STOPPING),
                    Err(error) => return Err(failed(&error)),
                },
                () = self.presence.ended() => return Err(unauthenticated("the login does not count any more")),
                () = self.presence.lost() => Next::Lost,
                () = self.state.shutdown.begun() => return Err(STOPPING),
            };
            // In boxes, because they are kilobytes, which a connection that only listens would have too.
            match next {
                Next::Heard(heard) => Box::pin(self.hear(&heard)).await?,
                Next::Told(Delivery::Events(batch)) => {
                    for event in &batch.events {
                        if self.rooms.iter().any(|entered| entered.is_new(event, &self.own)) {
                            self.talk.say(text(encoding::of_socket(event))).await?;
                        }
                    }
                }
                Next::Told(Delivery::Gap(gap)) if gap.topic == self.topic => {
                    self.say(&Hear::Gap(encoding::gap(&gap))).await?;
                    Box::pin(self.enter_again()).await?;
                }
                // That somebody was writing something is not missed.
                Next::Told(Delivery::Gap(_)) => {}
                Next::Lost => Box::pin(self.enter_again()).await?,
            }
            self.talk.flush().await?;
        }
    }

    async fn hear(&mut self, heard: &str) -> Result<(), Over> {
        let (said, id) = match Said::of(heard) {
            Ok(said) => {
                let id = match &said {
                    Said::Message(saying) => saying.id().map(str::to_owned),
                    _ => None,
                };
                (said, id)
            }
            Err(Wrong { rejection, id }) => return self.say(&error_of(rejection, id)).await,
        };
        match self.act(said).await {
            Ok(()) => Ok(()),
            Err(Not::Refused(rejection)) => self.say(&error_of(rejection, id)).await,
            Err(Not::Over(over)) => Err(over),
        }
    }

    async fn act(&mut self, said: Said) -> Result<(), Not> {
        self.check().await?;
        match said {
            Said::Auth(_) => {
                let detail = "somebody is logged in already; another login needs another connection";
                Err(Problem::new(ProblemKind::Conflict).with_detail(detail).into())
            }
            Said::Join { room, after } => self.join(room, after).await,
            Said::Leave(room) => self.leave(&room).await,
            Said::Message(saying) => self.chat(saying).await,
            Said::Typing(room) => self.types(&room).await,
            Said::Turn { away } => {
                let is_there = self.presence.turn(away).await?;
                is_there.then_some(()).ok_or_else(|| Self::gone().into())
            }
        }
    }

    /// Ends the conversation when the login does not count any more, or the sandbox is gone.
    async fn check(&mut self) -> Result<(), Not> {
        if !self.login.still_counts(&self.state.store).await? {
            return Err(unauthenticated("the login does not count any more").into());
        }
        if !sandbox::is_there(&self.state.store, &self.sandbox).await? {
            return Err(Self::gone().into());
        }
        Ok(())
    }

    fn gone() -> Over {
        Over::Ended(Ending(
            CloseCode::from(SANDBOX_GONE),
            "the sandbox is not there any more",
        ))
    }

    async fn join(&mut self, room: Room, after: Option<Position>) -> Result<(), Not> {
        let known = self.rooms.iter().position(|entered| entered.room == room);
        if known.is_none() && self.rooms.len() >= MAX_ROOMS {
            let right = format!("a connection is in at most {MAX_ROOMS} rooms; leave another one first");
            return Err(Problem::new(ProblemKind::ValidationFailed)
                .with_fault("/room", right)
                .into());
        }
        // From here on nothing is missed of what comes.
        if self.rooms.is_empty() {
            let topics = [
                (self.topic.clone(), Position::Latest),
                (self.typing.clone(), Position::Latest),
            ];
            self.subscription = self.state.feed.subscribe(topics).await?;
        }
        let place = self.place();
        if !self.presence.enter(room.name()).await? {
            return Err(Self::gone().into());
        }
        // What is wrong from here on ends the conversation, with which the person leaves again.
        let (looked, users) = self.look_round(&room).await?;
        let start = match after {
            None | Some(Position::Latest) => looked,
            Some(Position::After(cursor)) => cursor,
            Some(Position::Earliest) => self.bounds().await?.earliest,
        };
        let joined = Hear::Joined {
            room: room.name().to_owned(),
            cursor: start.to_string(),
            users,
        };
        self.say(&joined).await?;
        let from = if start == looked {
            start
        } else {
            self.catch_up(&room, start, place).await?
        };
        match known {
            Some(index) => self.rooms[index].go_on(from, looked),
            None => self.rooms.push(Entered::new(room, from, looked)),
        }
        Ok(())
    }

    /// The place up to which the log was told.
    fn place(&self) -> Cursor {
        let mut cursors = self.subscription.cursors();
        cursors
            .find_map(|(topic, cursor)| (*topic == self.topic).then_some(cursor))
            .unwrap_or(Cursor::ORIGIN)
    }

    async fn bounds(&mut self) -> Result<feed::Bounds, Over> {
        self.state
            .feed
            .bounds(&self.topic)
            .await
            .map_err(|error| failed(&error))
    }

    /// Who is in a room, and at which place of the log they were, or later: what comes behind it says who has come and gone.
    async fn look_round(&mut self, room: &Room) -> Result<(Cursor, Vec<contract::shop::Present>), Over> {
        let looked = self.bounds().await?.latest;
        let users = presence::users(&self.state.store, &self.sandbox, room.name()).await;
        let users = users.map_err(|error| {
            error!(%error, "a WebSocket ends");
            Over::Ended(Ending(CloseCode::Again, "nobody can say who is in the room"))
        })?;
        Ok((looked, users))
    }

    /// Tells what was said in a room behind `start` and up to the place where the others are. Returns where the room goes on: there,
    /// or where it begins if that is later.
    async fn catch_up(&mut self, room: &Room, start: Cursor, place: Cursor) -> Result<Cursor, Over> {
        let (mut from, mut at) = (start, start);
        loop {
            let page = self.state.feed.read(&self.topic, at.into(), PAGE).await;
            let page = page.map_err(|error: FeedError| failed(&error))?;
            let has_gap = page.gap.is_some();
            if let Some(gap) = page.gap {
                from = gap.cursor;
                self.say(&Hear::Gap(encoding::gap(&gap))).await?;
            }
            let behind = page.events.iter().take_while(|event| is_within(event.cursor(), place));
            for event in behind.filter(|event| room.has(event)) {
                self.talk.say(text(encoding::of_socket(event))).await?;
            }
            self.talk.flush().await?;
            at = page.cursor;
            let is_done = !page.more || !is_within(at, place) || at == place;
            if is_done && !has_gap {
                return Ok(from);
            }
        }
    }

    /// Enters all rooms again, because leases or events are gone, and says who is there.
    async fn enter_again(&mut self) -> Result<(), Over> {
        let entered = match self.check().await {
            Ok(()) => self.presence.enter_again().await.map_err(Not::from),
            Err(not) => Err(not),
        };
        match entered {
            Ok(true) => {}
            Ok(false) => return Err(Self::gone()),
            Err(Not::Over(over)) => return Err(over),
            Err(Not::Refused(rejection)) => {
                self.say(&error_of(rejection, None)).await?;
                return Err(Over::Ended(Ending(CloseCode::Again, "the rooms cannot be entered")));
            }
        }
        for index in 0..self.rooms.len() {
            let room = self.rooms[index].room.clone();
            let (looked, users) = self.look_round(&room).await?;
            self.rooms[index].looked(looked);
            let joined = Hear::Joined {
                room: room.name().to_owned(),
                cursor: self.place().to_string(),
                users,
            };
            self.say(&joined).await?;
        }
        Ok(())
    }

    async fn leave(&mut self, room: &Room) -> Result<(), Not> {
        self.presence.leave(room.name()).await?;
        self.rooms.retain(|entered| entered.room != *room);
        if self.rooms.is_empty() {
            self.subscription.remove(&self.topic);
            self.subscription.remove(&self.typing);
        }
        let room = room.name().to_owned();
        Ok(self.say(&Hear::Left { room }).await?)
    }

    async fn chat(&mut self, saying: Saying) -> Result<(), Not> {
        let said = saying.by(self.me.clone());
        let (message, _) = say(&self.state, &self.sandbox, said).await?;
        let sent = Hear::Sent {
            room: message.said.room,
            cursor: message.cursor,
            id: message.said.id,
        };
        Ok(self.say(&sent).await?)
    }

    async fn types(&mut self, room: &Room) -> Result<(), Not> {
        let Some(entered) = self.rooms.iter_mut().find(|entered| entered.room == *room) else {
            let right = "is not one that this connection is in; join it first";
            return Err(Problem::new(ProblemKind::ValidationFailed)
                .with_fault("/room", right)
                .into());
        };
        if !entered.types() {
            return Ok(());
        }
        let types = Types {
            room: room.name(),
            user: &self.me,
        };
        let event = NewEvent::new(TYPING, &types).map_err(Rejection::internal)?;
        self.state.feed.append(&self.typing, vec![event]).await?;
        Ok(())
    }

    async fn say(&mut self, hear: &Hear) -> Result<(), Over> {
        self.talk.say(text(encoding::json(hear))).await
    }
}

/// Says something at once.
async fn tell(talk: &mut Talk, hear: &Hear) -> Result<(), Over> {
    talk.say(text(encoding::json(hear))).await?;
    talk.flush().await
}

/// What the client is told of a rejection. What only the log may know goes there.
fn error_of(rejection: Rejection, id: Option<String>) -> Hear {
    if let Some(cause) = rejection.cause {
        error!(cause, "what came over a WebSocket could not be done");
    }
    Hear::Error {
        problem: *rejection.problem,
        id,
    }
}
