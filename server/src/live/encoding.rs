//! How events are written. Each of the encodings of an event is made by the first reader that needs it, and then shared by all.

use std::fmt;

use bytes::{BufMut as _, Bytes, BytesMut};
use contract::feeds;
use feed::{Event, Gap, Missing};
use serde::Serialize;

use super::{
    places::Places,
    room::{MESSAGE, PRESENCE},
};

/// How an event stream writes an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `/v1/feeds`: the data are the whole event.
    Feed,
    /// The practice API: the data are the message, the notification and so on.
    Practice,
}

impl Encoding {
    /// An event as a stream has it (HTML standard, section 9.2.5).
    pub(crate) fn of_stream(self, event: &Event) -> Bytes {
        match self {
            Self::Feed => event.frame::<0>(|event| frame(event.cursor(), event.kind(), event.json())),
            Self::Practice => event.frame::<1>(|event| {
                if event.kind() == MESSAGE {
                    frame(event.cursor(), MESSAGE, &message(event))
                } else {
                    frame(event.cursor(), event.kind(), event.data())
                }
            }),
        }
    }
}

/// A message as the practice API shows it, in JSON: `{"cursor", "room", "user", "text", "id"?, "sent_at"}`.
pub(crate) fn message(event: &Event) -> Bytes {
    event.frame::<2>(placed)
}

/// An event as `/api/socket` says it, in JSON: `{"type", …}`.
pub(crate) fn of_socket(event: &Event) -> Bytes {
    event.frame::<3>(|event| match event.kind() {
        MESSAGE => typed("chat_message", &message(event)),
        PRESENCE => typed("user_status", event.data()),
        kind => typed(kind, event.data()),
    })
}

/// An object that is not empty, with its type in front.
fn typed(name: &str, object: &[u8]) -> Bytes {
    let mut json = BytesMut::with_capacity(object.len() + name.len() + 16);
    json.put_slice(format!("{{\"type\":\"{name}\",").as_bytes());
    json.put_slice(object.strip_prefix(b"{").unwrap_or_default());
    json.freeze()
}

/// The data of a message, which are an object that is not empty, with its place and its time.
fn placed(event: &Event) -> Bytes {
    let members = event.data().strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    let mut json = BytesMut::with_capacity(event.data().len() + 128);
    json.put_slice(format!("{{\"cursor\":\"{}\",", event.cursor()).as_bytes());
    json.put_slice(members.unwrap_or_default());
    json.put_slice(format!(",\"sent_at\":\"{}\"}}", event.at()).as_bytes());
    json.freeze()
}

/// An event of a stream. The data are in one line, and the id is where a reader goes on that has seen it.
pub(crate) fn frame(id: impl fmt::Display, kind: &str, data: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(data.len() + kind.len() + 64);
    frame.put_slice(format!("id: {id}\nevent: {kind}\ndata: ").as_bytes());
    frame.put_slice(data);
    frame.put_slice(b"\n\n");
    frame.freeze()
}

/// A gap as the contract has it.
pub(crate) fn gap(gap: &Gap) -> feeds::Gap {
    feeds::Gap {
        topic: gap.topic.to_string(),
        missing: missing(gap.missing),
        cursor: gap.cursor.to_string(),
    }
}

pub(crate) fn missing(missing: Missing) -> Option<feeds::Missing> {
    match missing {
        Missing::Range { from, to } => Some(feeds::Missing { from, to }),
        Missing::Unknown => None,
    }
}

/// A value in JSON. What is written here are texts and numbers, which have one.
pub(crate) fn json(value: &impl Serialize) -> Bytes {
    serde_json::to_vec(value).unwrap_or_default().into()
}

/// The answer to a poll: what was missed, the events, each written already, and where to go on.
pub(crate) fn answer(missed: Option<&Gap>, name: &str, events: &[Bytes], places: &Places) -> Bytes {
    let size: usize = events.iter().map(|event| event.len() + 1).sum();
    let mut answer = BytesMut::with_capacity(size + 256);
    answer.put_u8(b'{');
    if let Some(missed) = missed {
        answer.put_slice(b"\"gap\":");
        answer.put_slice(&json(&gap(missed)));
        answer.put_u8(b',');
    }
    answer.put_slice(format!("\"{name}\":[").as_bytes());
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            answer.put_u8(b',');
        }
        answer.put_slice(event);
    }
    answer.put_slice(format!("],\"cursor\":\"{places}\"}}").as_bytes());
    answer.freeze()
}
