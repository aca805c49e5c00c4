//! Long polling: an answer at once where there is something, else when it comes, else after a while.
//!
//! A poll that waits is a reader and one timer, and no thread. When the server stops, it is answered with nothing, and its cursor.

use std::{sync::Arc, time::Duration};

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use contract::{
    Problem, ProblemKind,
    feeds::{MAX_EVENTS, MAX_WAIT, WAIT},
};
use feed::{Cursor, Event, Feed, FeedError, Gap, Position, Topic};
use http::{HeaderValue, header};
use tokio::time::sleep;

use super::{
    NO_STORE, encoding,
    reader::{Reader, Told},
    room::Room,
};
use crate::listen::Shutdown;

/// What a poll found.
pub(crate) struct Polled {
    gap: Option<Gap>,
    events: Vec<Arc<Event>>,
    cursor: Cursor,
}

/// What is read, and how long is waited for it.
pub(crate) struct Poll {
    pub(crate) topic: Option<Topic>,
    pub(crate) from: Position,
    pub(crate) room: Option<Room>,
    pub(crate) wait: Duration,
}

/// How long a poll waits that asks for so many seconds.
pub(crate) fn wait(seconds: Option<u64>) -> Result<Duration, Problem> {
    let seconds = seconds.unwrap_or(MAX_WAIT);
    if seconds > MAX_WAIT {
        let right = format!("must be {}", WAIT.words());
        return Err(Problem::new(ProblemKind::InvalidParameters).with_fault("/wait", right));
    }
    Ok(Duration::from_secs(seconds))
}

impl Poll {
    pub(crate) async fn run(self, feed: &Feed, shutdown: &Shutdown) -> Result<Polled, FeedError> {
        match self.topic {
            Some(ref topic) if self.wait.is_zero() => self.now(feed, topic).await,
            _ => self.soon(feed, shutdown).await,
        }
    }

    /// What is there now.
    async fn now(&self, feed: &Feed, topic: &Topic) -> Result<Polled, FeedError> {
        let mut from = self.from;
        loop {
            let page = feed
                .read(topic, from, usize::try_from(MAX_EVENTS).unwrap_or(usize::MAX))
                .await?;
            let mut events = page.events;
            if let Some(room) = &self.room {
                events.retain(|event| room.has(event));
            }
            if !events.is_empty() || page.gap.is_some() || !page.more {
                return Ok(Polled {
                    gap: page.gap,
                    events,
                    cursor: page.cursor,
                });
            }
            from = page.cursor.into();
        }
    }

    /// What comes in time.
    async fn soon(self, feed: &Feed, shutdown: &Shutdown) -> Result<Polled, FeedError> {
        let mut reader = Reader::open(feed, self.topic, self.from, self.room).await?;
        let told = tokio::select! {
            told = reader.next() => told?,
            () = sleep(self.wait) => None,
            () = shutdown.begun() => None,
        };
        let (gap, events) = match told {
            Some(Told::Events(events)) => (None, events),
            Some(Told::Gap(gap)) => (Some(gap), Vec::new()),
            None => (None, Vec::new()),
        };
        let cursor = reader.cursor();
        Ok(Polled { gap, events, cursor })
    }
}

impl Polled {
    /// The answer, with the events under that name, each as `write` writes it.
    pub(crate) fn respond(&self, name: &str, write: impl Fn(&Event) -> Bytes) -> Response {
        let events: Vec<Bytes> = self.events.iter().map(|event| write(event)).collect();
        let content = encoding::answer(self.gap.as_ref(), name, &events, self.cursor);
        let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        ([json, NO_STORE], content).into_response()
    }
}
