//! What all transports read from: a subscription, and which of its events are wanted.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll, ready},
};

use feed::{Cursor, Delivery, Event, Feed, FeedError, Gap, Position, Subscription, Topic};

use super::room::Room;

/// What a reader gets.
#[derive(Debug)]
pub(crate) enum Told {
    /// Events, at least one, in order.
    Events(Vec<Arc<Event>>),
    /// Something was missed.
    Gap(Gap),
}

/// A reader of a log.
#[derive(Debug)]
pub(crate) struct Reader {
    subscription: Subscription,
    /// The log; none where there is nothing to read yet.
    topic: Option<Topic>,
    /// The room whose messages are wanted, or all events.
    room: Option<Room>,
}

impl Reader {
    /// Reads a log from a position on. Without a log, nothing ever comes.
    pub(crate) async fn open(
        feed: &Feed,
        topic: Option<Topic>,
        from: Position,
        room: Option<Room>,
    ) -> Result<Self, FeedError> {
        let subscription = feed.subscribe(topic.clone().map(|topic| (topic, from))).await?;
        Ok(Self {
            subscription,
            topic,
            room,
        })
    }

    /// The place: what was told lies before it.
    pub(crate) fn cursor(&self) -> Cursor {
        let mut cursors = self.subscription.cursors();
        cursors.next().map_or(Cursor::ORIGIN, |(_, cursor)| cursor)
    }

    /// The log.
    pub(crate) fn topic(&self) -> Option<&Topic> {
        self.topic.as_ref()
    }

    /// What comes next; none when the log is closed. May be dropped at any time.
    pub(crate) async fn next(&mut self) -> Result<Option<Told>, FeedError> {
        poll_fn(|context| self.poll_next(context)).await
    }

    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Told>, FeedError>> {
        loop {
            let told = match ready!(self.subscription.poll_next(context))? {
                None => return Poll::Ready(Ok(None)),
                Some(Delivery::Gap(gap)) => Told::Gap(gap),
                Some(Delivery::Events(batch)) => {
                    let mut events = batch.events;
                    if let Some(room) = &self.room {
                        events.retain(|event| room.has(event));
                    }
                    if events.is_empty() {
                        continue;
                    }
                    Told::Events(events)
                }
            };
            return Poll::Ready(Ok(Some(told)));
        }
    }
}
