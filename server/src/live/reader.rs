//! What all transports read from: a subscription, and which of its events are wanted.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll, ready},
};

use feed::{Cursor, Delivery, Event, Feed, FeedError, Gap, Position, Subscription, Topic};

use super::{places::Places, room::Room};

/// What a reader gets.
#[derive(Debug)]
pub(crate) enum Told {
    /// Events of one topic, at least one, in order.
    Events(Vec<Arc<Event>>),
    /// Something was missed.
    Gap(Gap),
}

/// A reader of some topics.
#[derive(Debug)]
pub(crate) struct Reader {
    subscription: Subscription,
    /// What is read, in the order in which it was asked for; nothing where there is nothing to read yet.
    topics: Vec<Topic>,
    /// The room whose messages are wanted, or all events.
    room: Option<Room>,
}

impl Reader {
    /// Reads topics, each from a position on. Without any, nothing ever comes.
    pub(crate) async fn open(
        feed: &Feed,
        from: impl IntoIterator<Item = (Topic, Position)>,
        room: Option<Room>,
    ) -> Result<Self, FeedError> {
        let from: Vec<(Topic, Position)> = from.into_iter().collect();
        let topics = from.iter().map(|(topic, _)| topic.clone()).collect();
        Ok(Self {
            subscription: feed.subscribe(from).await?,
            topics,
            room,
        })
    }

    /// The places: what was told lies before them.
    pub(crate) fn places(&self) -> Places {
        let place = |topic: &Topic| {
            let mut cursors = self.subscription.cursors();
            let cursor = cursors.find_map(|(of, cursor)| (of == topic).then_some(cursor));
            (topic.clone(), cursor.unwrap_or(Cursor::ORIGIN))
        };
        Places::new(self.topics.iter().map(place).collect())
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
