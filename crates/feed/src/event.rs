//! Events: one that is to be appended, and one that was.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;

use crate::{Cursor, Topic, topic::is_of_a_segment};

/// The most data that an event carries, in bytes of JSON. What is larger lies elsewhere, and the event names it.
pub const MAX_DATA: usize = 256 << 10;

/// The longest kind, writer or identifier, in bytes.
const MAX_NAME: usize = 128;

/// How many encodings of an event are kept beside its data.
const FRAMES: usize = 4;

/// What an event takes in memory beside its data, about.
const OVERHEAD: usize = 512;

/// An event that is to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub(crate) kind: Box<str>,
    pub(crate) data: Bytes,
    pub(crate) key: Option<Key>,
}

/// Who wrote an event, and what the writer calls it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) writer: Box<str>,
    pub(crate) id: Box<str>,
}

impl NewEvent {
    /// An event of a kind (a word of letters, digits, `_`, `-` and `.`) with data, which is encoded here and then never again.
    ///
    /// # Errors
    /// When the kind is no such word, or the data are no JSON or more than [`MAX_DATA`].
    pub fn new(kind: &str, data: &impl Serialize) -> Result<Self, EventError> {
        if kind.is_empty() || kind.len() > MAX_NAME || !kind.chars().all(|it| it == '.' || is_of_a_segment(it)) {
            return Err(EventError::Kind);
        }
        let mut data = serde_json::to_vec(data).map_err(|error| EventError::Data(error.to_string()))?;
        if data.len() > MAX_DATA {
            return Err(EventError::Large { size: data.len() });
        }
        // Only a value that is JSON already can bring line breaks along, and those stand between tokens. Event streams and
        // lines of JSON end at a line break, so that every transport can send the data as they are.
        for byte in &mut data {
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        Ok(Self {
            kind: kind.into(),
            data: data.into(),
            key: None,
        })
    }

    /// Makes it one that is appended exactly once: another one of the same writer with the same identifier, in the same topic, is
    /// taken for this one, as long as retention has left it there.
    ///
    /// # Errors
    /// When either is empty, longer than 128 bytes or has control characters.
    pub fn written_by(mut self, writer: &str, id: &str) -> Result<Self, EventError> {
        for name in [writer, id] {
            if name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control) {
                return Err(EventError::Key);
            }
        }
        self.key = Some(Key {
            writer: writer.into(),
            id: id.into(),
        });
        Ok(self)
    }

    /// Its data, as they are in the database.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.data).expect("serde_json writes UTF-8")
    }

    /// What it takes in the queue, in bytes.
    pub(crate) fn size(&self) -> usize {
        OVERHEAD + self.data.len()
    }
}

/// Why an event cannot be appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The kind is no word.
    #[error("the kind of an event is a word of at most {MAX_NAME} letters, digits, `_`, `-` and `.`")]
    Kind,
    /// The data cannot be written as JSON.
    #[error("the data of an event cannot be written as JSON: {0}")]
    Data(String),
    /// The data are too large.
    #[error("the data of an event have at most {MAX_DATA} bytes of JSON, and these have {size}")]
    Large {
        /// Their size.
        size: usize,
    },
    /// The writer or the identifier cannot be one.
    #[error("a writer and its identifier of an event have 1 to {MAX_NAME} bytes without control characters")]
    Key,
}

/// What became of an event that was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place.
    pub cursor: Cursor,
    /// When it was appended.
    pub at: Timestamp,
    /// Whether it was appended now. If not, its writer had appended it before, and this is what was said then.
    pub new: bool,
}

/// An event of the log. All readers of a topic share it.
pub struct Event {
    pub(crate) cursor: Cursor,
    pub(crate) topic: Topic,
    pub(crate) at: Timestamp,
    pub(crate) kind: Box<str>,
    pub(crate) data: Bytes,
    pub(crate) key: Option<Key>,
    json: OnceLock<Bytes>,
    frames: [OnceLock<Bytes>; FRAMES],
}

impl Event {
    pub(crate) fn new(
        topic: Topic,
        cursor: Cursor,
        at: Timestamp,
        kind: impl Into<Box<str>>,
        data: Bytes,
        key: Option<Key>,
    ) -> Arc<Self> {
        Arc::new(Self {
            cursor,
            topic,
            at,
            kind: kind.into(),
            data,
            key,
            json: OnceLock::new(),
            frames: [const { OnceLock::new() }; FRAMES],
        })
    }

    /// Its place. A reader that has it goes on from there.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Its topic.
    #[must_use]
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// When it was appended, by the clock of the node that did it, but never before the event that precedes it.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What kind of event it is.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// JSON, in one line.
    #[must_use]
    pub fn data(&self) -> &Bytes {
        &self.data
    }

    /// The writer and its identifier, if it was to be written exactly once.
    #[must_use]
    pub fn writer(&self) -> Option<(&str, &str)> {
        self.key.as_ref().map(|key| (&*key.writer, &*key.id))
    }

    /// The whole event in JSON, in one line: `{"cursor","topic","kind","at","data"}`. Encoded once, for all readers.
    #[must_use]
    pub fn json(&self) -> &Bytes {
        self.json.get_or_init(|| {
            // No member needs escaping: a topic and a kind are words, and the others have but digits and letters.
            let head = format!(
                r#"{{"cursor":"{}","topic":"{}","kind":"{}","at":"{}","data":"#,
                self.cursor, self.topic, self.kind, self.at
            );
            [head.as_bytes(), &self.data, b"}"].concat().into()
        })
    }

    /// An encoding of a transport, made by the first reader that needs it and then shared by all. `N` is 0 to 3, and stands for
    /// one encoding in the whole program.
    pub fn frame<const N: usize>(&self, encode: impl FnOnce(&Self) -> Bytes) -> Bytes {
        const { assert!(N < FRAMES, "there is no such frame") }
        self.frames[N].get_or_init(|| encode(self)).clone()
    }

    /// What it takes in memory with its encodings, in bytes, about.
    pub(crate) fn weight(&self) -> usize {
        OVERHEAD + 3 * self.data.len()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Event")
            .field("cursor", &self.cursor)
            .field("topic", &self.topic)
            .field("at", &self.at)
            .field("kind", &self.kind)
            .field("data", &self.data)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_cannot_be_appended_is_refused_with_the_reason() {
        for kind in ["", "a b", "a\nb", "ä", &"k".repeat(129)] {
            assert_eq!(NewEvent::new(kind, &1).unwrap_err(), EventError::Kind, "{kind:?}");
        }
        assert!(NewEvent::new("chat.message", &1).is_ok());
        let text = "x".repeat(MAX_DATA - 2);
        assert!(NewEvent::new("message", &text).is_ok());
        let error = NewEvent::new("message", &format!("{text}x")).unwrap_err();
        assert_eq!(error, EventError::Large { size: MAX_DATA + 1 });
        let no_json = std::collections::HashMap::from([((1, 2), 3)]);
        assert!(matches!(NewEvent::new("message", &no_json), Err(EventError::Data(_))));
        let event = NewEvent::new("message", &1).unwrap();
        for (writer, id) in [
            ("", "1"),
            ("ada", ""),
            ("ada", "1\n"),
            ("a\0", "1"),
            ("ada", &*"1".repeat(129)),
        ] {
            let refused = event.clone().written_by(writer, id);
            assert_eq!(refused.unwrap_err(), EventError::Key, "{writer:?} {id:?}");
        }
        assert!(event.written_by("Ada", "a message of mine").is_ok());
    }

    #[test]
    fn an_event_is_encoded_once_and_in_one_line() {
        let new = NewEvent::new("message", &"two\r\nlines").unwrap();
        let topic: Topic = "room.lobby".parse().unwrap();
        let at: Timestamp = "2026-11-25T08:00:00.5Z".parse().unwrap();
        let event = Event::new(topic, Cursor::new(0xab, 7).unwrap(), at, new.kind, new.data, None);
        let expected = r#"{"cursor":"ab-7","topic":"room.lobby","kind":"message","at":"2026-11-25T08:00:00.5Z","data":"two\r\nlines"}"#;
        assert_eq!(event.json(), expected);
        let made = Cell::new(0);
        for _ in 0..3 {
            let frame = event.frame::<1>(|event| {
                made.set(made.get() + 1);
                event.data().clone()
            });
            assert_eq!(frame, event.data());
        }
        assert_eq!(made.get(), 1);
    }
}
