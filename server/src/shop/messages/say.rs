//! Saying something, over whichever transport it comes.

use contract::{
    Problem, ProblemKind,
    shop::{MAX_MESSAGE_ID, MAX_TEXT, Message, Person, Said},
};
use feed::{Appended, Cursor, EventError, NewEvent, Position, Topic};
use serde_json::Value;

use crate::{
    AppState,
    live::{room, topics},
    problem::Rejection,
    shop::members::{Members, Object, text},
};

/// What somebody wants to say.
pub(crate) struct Saying {
    room: String,
    text: String,
    id: Option<String>,
}

impl Saying {
    /// From the members of an object, or what is wrong with them.
    pub(crate) fn of(object: Object) -> Result<Self, Problem> {
        let mut members = Members::of(object);
        let room = members.need("room", room_name);
        let text = members.need("text", text(MAX_TEXT));
        let id = members.take("id", message_id);
        members.finish("room, text, id")?;
        // What is needed and missing is a fault, so both are always there.
        let (room, text) = room.zip(text).ok_or(ProblemKind::ValidationFailed)?;
        Ok(Self { room, text, id })
    }

    /// What the client calls it.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The same as somebody says it.
    pub(crate) fn by(self, user: Person) -> Said {
        Said {
            room: self.room,
            user,
            text: self.text,
            id: self.id,
        }
    }
}

fn room_name(value: &Value) -> Result<String, String> {
    let name = value.as_str().unwrap_or_default();
    room::Room::named(name).map(|room| room.name().to_owned())
}

fn message_id(value: &Value) -> Result<String, String> {
    let id = value.as_str().unwrap_or_default();
    let well_formed = (1..=MAX_MESSAGE_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    well_formed
        .then(|| id.to_owned())
        .ok_or_else(|| format!("must be text of 1 to {MAX_MESSAGE_ID} visible ASCII characters without spaces"))
}

/// A message as an event of its log. An identifier is its user's: nobody can take that of somebody else's message.
pub(super) fn event(said: &Said) -> Result<NewEvent, EventError> {
    let event = NewEvent::new(room::MESSAGE, said)?;
    match &said.id {
        Some(id) => event.written_by(&format!("user.{}", said.user.id), id),
        None => Ok(event),
    }
}

/// A message that is in its log.
pub(super) fn message(said: Said, appended: Appended) -> Message {
    Message {
        cursor: appended.cursor.to_string(),
        said,
        sent_at: appended.at,
    }
}

/// Says something in a sandbox that is there; returns when it is on the disk. With an identifier that was used before, for the
/// same message, it is that message.
pub(crate) async fn say(state: &AppState, sandbox: &str, said: Said) -> Result<(Message, Appended), Rejection> {
    let topic = topics::of_sandbox(sandbox);
    let event = event(&said).map_err(Rejection::internal)?;
    let appended = state.feed.append(&topic, vec![event]).await?;
    let appended = appended
        .first()
        .copied()
        .ok_or_else(|| Rejection::internal("an append without an answer"))?;
    if !appended.new {
        is_the_same(state, &topic, appended.cursor, &said).await?;
    }
    Ok((message(said, appended), appended))
}

/// Refuses an identifier that another message has.
async fn is_the_same(state: &AppState, topic: &Topic, cursor: Cursor, said: &Said) -> Result<(), Rejection> {
    let before = Cursor::new(cursor.epoch(), cursor.seq().saturating_sub(1)).unwrap_or(Cursor::ORIGIN);
    let page = state.feed.read(topic, Position::After(before), 1).await?;
    let Some(event) = page.events.first().filter(|event| event.cursor() == cursor) else {
        // Retention has just taken it away, and nobody can say any more what it was.
        return Ok(());
    };
    let was: Said = serde_json::from_slice(event.data()).map_err(Rejection::internal)?;
    if (&was.room, &was.text) == (&said.room, &said.text) {
        return Ok(());
    }
    let detail =
        format!("another message of yours has this id, with the cursor {cursor}; give each message one of its own");
    Err(Problem::new(ProblemKind::Conflict)
        .with_detail(detail)
        .with_fault("/id", "is used already")
        .into())
}
