//! What happens, as it happens: a topic of the event log, read by long polling, as an event stream or over a WebSocket.
//!
//! - [`Kept`]: a connection that is made again whenever it ends, and its state
//! - [`watch`]: reads a topic over such a connection, and goes on behind the last cursor each time
//! - `poll`, `stream`, `socket`: the three readers, of which each tells the same [`News`]
//! - [`place`]: which topic is the visitor's, and where it ends now
//! - [`cursor`], [`sse`], [`backoff`]: what they have in common and can be tested without a browser

pub mod backoff;
pub mod cursor;
mod keep;
mod place;
mod poll;
pub(crate) mod socket;
pub mod sse;
mod stream;

use std::rc::Rc;

use contract::{
    Endpoint,
    feeds::{Event, FeedPath, FeedQuery, Gap, ReadFeed},
};
use leptos::prelude::*;

pub use self::{
    keep::{Attempt, Ended, Kept, Link},
    place::{Place, place},
};

/// How a topic is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// A request that waits, again and again.
    Poll,
    /// One response that goes on (HTML standard, server-sent events).
    Stream,
    /// Frames in both directions (RFC 6455).
    Socket,
}

impl Transport {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Poll, Self::Stream, Self::Socket];

    /// The same in a word.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Poll => "Polling",
            Self::Stream => "SSE",
            Self::Socket => "WebSocket",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Poll => "Long polling",
            Self::Stream => "Server-sent events",
            Self::Socket => "WebSocket",
        }
    }
}

/// What a reader tells, at the moment at which it happens.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A request or a handshake has left.
    Asked,
    /// The answer has begun that will go on: the head of a stream, or the end of a handshake.
    Opened,
    /// Something came.
    Came(Arrival),
    /// The connection has ended, and why.
    Ended(String),
}

/// What came in one piece: the answer to a poll, a piece of a stream, a message of a WebSocket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrival {
    /// How many bytes of content it has, as the page counted them.
    pub content: u64,
    /// What was missed before these events.
    pub gap: Option<Gap>,
    /// The events in it, in order.
    pub events: Vec<Read>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// An event, and how long its JSON is, in bytes; this is the same by each transport.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The event.
    pub event: Event,
    /// The bytes of its JSON.
    pub size: u64,
}

/// Who is told.
type Tell = Rc<dyn Fn(News)>;

/// What is read, and where reading goes on.
#[derive(Clone)]
struct Reading {
    /// The base of URLs, as [`Origins::api`](super::Origins::api) has it.
    base: String,
    topic: String,
    cursor: StoredValue<String>,
    tell: Tell,
}

/// Reads a topic behind a cursor, until the connection is stopped. The cursor is moved along with what is told.
pub fn watch(
    kept: Kept,
    transport: Transport,
    base: String,
    topic: String,
    cursor: StoredValue<String>,
    tell: impl Fn(News) + 'static,
) {
    let reading = Reading {
        base,
        topic,
        cursor,
        tell: Rc::new(tell),
    };
    kept.start(move |attempt| {
        let reading = reading.clone();
        async move {
            let ended = match transport {
                Transport::Poll => poll::read(&reading, &attempt).await,
                Transport::Stream => stream::read(&reading, &attempt).await,
                Transport::Socket => socket::read(&reading, &attempt).await,
            };
            (reading.tell)(News::Ended(ended.why().to_owned()));
            ended
        }
    });
}

impl Reading {
    /// Where the topic is read on, on the API's origin. A poll waits for so many seconds.
    fn target(&self, wait: Option<u64>) -> String {
        let path = FeedPath {
            topic: self.topic.clone(),
        };
        let query = FeedQuery {
            after: self.cursor.try_get_value(),
            wait,
            ..FeedQuery::default()
        };
        ReadFeed::target(&path, &query)
    }

    /// Tells of what came, and moves the cursor.
    fn came(&self, arrival: Arrival) {
        if let Some(cursor) = &arrival.cursor {
            self.cursor.try_set_value(cursor.clone());
        }
        (self.tell)(News::Came(arrival));
    }
}
