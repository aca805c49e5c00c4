//! What a client says, read so that every fault is told, as it is of the content of a request.

use contract::{Problem, ProblemKind};
use feed::Position;
use serde_json::Value;

use crate::{
    live::room::Room,
    problem::Rejection,
    shop::{
        members::{Members, Object, any_text, kind, object},
        messages::Saying,
    },
};

/// The longest token that is looked at, in characters.
const MAX_TOKEN: usize = 300;

/// What a client says.
pub(super) enum Said {
    Auth(String),
    Join { room: Room, after: Option<Position> },
    Leave(Room),
    Message(Saying),
    Typing(Room),
    Turn { away: bool },
}

/// What is wrong with it.
pub(super) struct Wrong {
    pub(super) rejection: Rejection,
    /// What the client calls the message.
    pub(super) id: Option<String>,
}

impl Said {
    /// What a text says.
    pub(super) fn of(text: &str) -> Result<Self, Wrong> {
        let mut object = object(text.as_bytes()).map_err(|rejection| Wrong { rejection, id: None })?;
        let type_ = object.remove("type");
        let named = type_.as_ref().and_then(Value::as_str) == Some("chat_message");
        let id = named.then(|| Some(object.get("id")?.as_str()?.to_owned())).flatten();
        Self::of_type(type_.as_ref(), object).map_err(|problem| Wrong {
            rejection: problem.into(),
            id,
        })
    }

    fn of_type(type_: Option<&Value>, object: Object) -> Result<Self, Problem> {
        match type_.and_then(Value::as_str) {
            Some("auth") => only(object, "token", any_text(MAX_TOKEN)).map(Self::Auth),
            Some("join") => join(object),
            Some("leave") => only(object, "room", room).map(Self::Leave),
            Some("chat_message") => Saying::of(object).map(Self::Message),
            Some("typing") => only(object, "room", room).map(Self::Typing),
            Some("status") => only(object, "status", away).map(|away| Self::Turn { away }),
            _ => {
                let is = match type_ {
                    None => "is needed".to_owned(),
                    Some(Value::String(_)) => "is none that there is".to_owned(),
                    Some(other) => format!("is {}", kind(other)),
                };
                let right = format!("{is}; it is one of auth, join, leave, chat_message, typing, status");
                Err(Problem::new(ProblemKind::ValidationFailed).with_fault("/type", right))
            }
        }
    }
}

fn join(object: Object) -> Result<Said, Problem> {
    let mut members = Members::of(object);
    let room = members.need("room", room);
    let after = members.take("after", |value| {
        let text = value.as_str().unwrap_or_default();
        text.parse::<Position>()
            .map_err(|_| "must be a cursor, `<epoch>-<seq>`, `earliest` or `latest`".to_owned())
    });
    members.finish("type, room, after")?;
    // What is needed and missing is a fault, so it is always there.
    let room = room.ok_or(ProblemKind::ValidationFailed)?;
    Ok(Said::Join { room, after })
}

/// The one member that an object has to have.
fn only<T>(object: Object, name: &str, read: impl FnOnce(&Value) -> Result<T, String>) -> Result<T, Problem> {
    let mut members = Members::of(object);
    let taken = members.need(name, read);
    members.finish(&format!("type, {name}"))?;
    // What is needed and missing is a fault, so it is always there.
    taken.ok_or_else(|| ProblemKind::ValidationFailed.into())
}

fn room(value: &Value) -> Result<Room, String> {
    Room::named(value.as_str().unwrap_or_default())
}

/// Whether a status is that of somebody who looks elsewhere.
fn away(value: &Value) -> Result<bool, String> {
    match value.as_str() {
        Some("online") => Ok(false),
        Some("away") => Ok(true),
        _ => Err("must be `online` or `away`; whoever is offline has no connection".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_place() {
        for (text, pointers) in [
            (
                r#"{"type": "join", "room": "a b", "after": 7}"#,
                vec!["/room", "/after"],
            ),
            (r#"{"type": "join", "room": "lobby", "loud": true}"#, vec!["/loud"]),
            (r#"{"type": "chat_message", "text": " "}"#, vec!["/room", "/text"]),
            (r#"{"type": "status", "status": "offline"}"#, vec!["/status"]),
            (r#"{"type": "auth", "token": 7}"#, vec!["/token"]),
            (r#"{"type": "shout"}"#, vec!["/type"]),
            (r#"{"type": 7}"#, vec!["/type"]),
            ("{}", vec!["/type"]),
            ("[]", vec![""]),
        ] {
            let wrong = Said::of(text).err().unwrap();
            let errors = &wrong.rejection.problem.errors;
            let told: Vec<_> = errors.iter().map(|fault| &*fault.pointer).collect();
            assert_eq!(told, pointers, "{text}");
        }
        let wrong = Said::of(r#"{"type": "chat_message", "id": "m-1"}"#).err().unwrap();
        assert_eq!(wrong.id.as_deref(), Some("m-1"));
        let malformed = Said::of("{").err().unwrap().rejection;
        assert_eq!(malformed.problem.kind(), Some(ProblemKind::MalformedJson));
    }
}
