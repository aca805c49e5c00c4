//! Long polling: an answer at once where there is something, else when it comes, else after a while.
//!
//! A poll that waits is a reader and one timer, and no thread. When the server stops, it is answered with nothing, and its cursor.

use std::{sync::Arc, time::Duration};

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use contract::{
    Problem,
    feeds::{LIMIT, MAX_EVENTS, MAX_WAIT, WAIT},
};
use feed::{Event, Feed, FeedError, Gap, Page, Position, Topic};
use http::{HeaderValue, header};
use tokio::time::sleep;

use super::{
    NO_STORE, encoding,
    places::Places,
    reader::{Reader, Told},
    room::Room,
};
use crate::listen::Shutdown;

/// What a poll found.
pub(crate) struct Polled {
    gap: Option<Gap>,
    events: Vec<Arc<Event>>,
    places: Places,
}

/// What is read, from where on, how much of it, and how long is waited for it.
pub(crate) struct Poll {
    pub(crate) from: Vec<(Topic, Position)>,
    pub(crate) room: Option<Room>,
    pub(crate) limit: usize,
    pub(crate) wait: Duration,
}

/// How long a poll waits that asks for so many seconds.
pub(crate) fn wait(seconds: Option<u64>) -> Result<Duration, Problem> {
    WAIT.check(seconds.unwrap_or(MAX_WAIT)).map(Duration::from_secs)
}

/// How many events an answer may have at most to a poll that asks for so many.
pub(crate) fn limit(events: Option<u64>) -> Result<usize, Problem> {
    let events = LIMIT.check(events.unwrap_or(MAX_EVENTS))?;
    Ok(usize::try_from(events).unwrap_or(usize::MAX))
}

impl Poll {
    pub(crate) async fn run(self, feed: &Feed, shutdown: &Shutdown) -> Result<Polled, FeedError> {
        if self.wait.is_zero() {
            self.now(feed).await
        } else {
            self.soon(feed, shutdown).await
        }
    }

    /// What is there now, a share of the answer for each topic.
    async fn now(self, feed: &Feed) -> Result<Polled, FeedError> {
        let share = (self.limit / self.from.len().max(1)).max(1);
        let (mut gap, mut events, mut places) = (None, Vec::new(), Vec::with_capacity(self.from.len()));
        for (topic, from) in self.from {
            let page = read(feed, &topic, from, share, self.room.as_ref()).await?;
            let cursor = match from {
                // An answer has room for one gap; the next one tells the next.
                Position::After(cursor) if page.gap.is_some() && gap.is_some() => cursor,
                _ => page.cursor,
            };
            gap = gap.or(page.gap);
            events.extend(page.events);
            places.push((topic, cursor));
        }
        let places = Places::new(places);
        Ok(Polled { gap, events, places })
    }

    /// What comes in time.
    async fn soon(self, feed: &Feed, shutdown: &Shutdown) -> Result<Polled, FeedError> {
        let mut reader = Reader::open(feed, self.from, self.room).await?;
        let told = tokio::select! {
            told = reader.next() => told?,
            () = sleep(self.wait) => None,
            () = shutdown.begun() => None,
        };
        let mut places = reader.places();
        let (gap, events) = match told {
            Some(Told::Events(mut events)) => {
                if events.len() > self.limit {
                    events.truncate(self.limit);
                    if let Some(last) = events.last() {
                        places.set(last.topic(), last.cursor());
                    }
                }
                (None, events)
            }
            Some(Told::Gap(gap)) => (Some(gap), Vec::new()),
            None => (None, Vec::new()),
        };
        Ok(Polled { gap, events, places })
    }
}

/// The next page of a topic that has something for this reader, or the last one.
async fn read(
    feed: &Feed,
    topic: &Topic,
    mut from: Position,
    limit: usize,
    room: Option<&Room>,
) -> Result<Page, FeedError> {
    loop {
        let mut page = feed.read(topic, from, limit).await?;
        if let Some(room) = room {
            page.events.retain(|event| room.has(event));
        }
        if !page.events.is_empty() || page.gap.is_some() || !page.more {
            return Ok(page);
        }
        from = page.cursor.into();
    }
}

impl Polled {
    /// The answer, with the events under that name, each as `write` writes it.
    pub(crate) fn respond(&self, name: &str, write: impl Fn(&Event) -> Bytes) -> Response {
        let events: Vec<Bytes> = self.events.iter().map(|event| write(event)).collect();
        let content = encoding::answer(self.gap.as_ref(), name, &events, &self.places);
        let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        ([json, NO_STORE], content).into_response()
    }
}
