//! Reading as events come: a position in each of several topics.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use crate::{
    Cursor, Event, FeedError, Gap, Page, Position, Topic,
    channel::{EVENTS, Look},
    gap::Extent,
    hub::{Hub, Membership},
    signal::Signal,
};

/// How many events are delivered at once at most.
const BATCH: usize = 128;

/// What a subscription gives.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// Events.
    Events(Batch),
    /// The reader has missed something that is not there any more.
    Gap(Gap),
}

/// Events of a topic that follow each other, at least one.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The topic.
    pub topic: Topic,
    /// The events, in order. They are shared by all readers.
    pub events: Vec<Arc<Event>>,
}

/// A reader of one or several topics. It is asked for what comes next, and holds nothing but its places: one that is slow reads
/// later what the log then still has, and nobody waits for it.
///
/// In a topic nothing is left out, doubled or out of order, and what is not there any more is told as a [`Gap`]. Between topics
/// there is no order.
pub struct Subscription {
    hub: Arc<Hub>,
    signal: Arc<Signal>,
    places: Vec<Place>,
    /// The place that is looked at first, so that a busy topic does not keep another one waiting.
    next: usize,
    /// The log being read for a place.
    reading: Option<Reading>,
}

struct Place {
    membership: Membership,
    cursor: Cursor,
    /// The version of the channel at which there was nothing for this place; 0 is before all.
    seen: u64,
}

struct Reading {
    topic: Topic,
    /// The version of the channel when it began.
    version: u64,
    page: Pin<Box<dyn Future<Output = Result<Page, FeedError>> + Send>>,
}

impl Subscription {
    pub(crate) fn new(hub: Arc<Hub>) -> Self {
        Self {
            hub,
            signal: Arc::default(),
            places: Vec::new(),
            next: 0,
            reading: None,
        }
    }

    /// What comes next: events or a gap. `None` when the feed is closed, and from then on when the readers of one of the topics were
    /// dismissed.
    ///
    /// May be dropped at any time: what was not delivered is delivered by the next call.
    ///
    /// # Errors
    /// When the log cannot be read. The place stays as it is, so that the call can be repeated.
    pub async fn next(&mut self) -> Result<Option<Delivery>, FeedError> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The same for bodies and streams.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Delivery>, FeedError>> {
        // Registered before it is looked, so that what comes in between wakes.
        self.signal.register(context.waker());
        loop {
            if self.hub.is_closed() || self.is_dismissed() {
                return Poll::Ready(Ok(None));
            }
            if let Some(reading) = &mut self.reading {
                let page = ready!(reading.page.as_mut().poll(context));
                let Some(Reading { topic, version, .. }) = self.reading.take() else {
                    continue;
                };
                if let Some(delivery) = self.read(&topic, version, page?) {
                    return Poll::Ready(Ok(Some(delivery)));
                }
            }
            match self.look() {
                Some(delivery) => return Poll::Ready(Ok(Some(delivery))),
                None if self.reading.is_none() => return Poll::Pending,
                None => {}
            }
        }
    }

    fn is_dismissed(&self) -> bool {
        self.places.iter().any(|place| place.membership.is_dismissed())
    }

    /// Looks at each channel that has changed, until one has something or the log is to be read.
    fn look(&mut self) -> Option<Delivery> {
        let count = self.places.len();
        for turn in 0..count {
            let index = (self.next + turn) % count;
            let place = &mut self.places[index];
            let version = place.membership.channel.version();
            if place.seen == version {
                continue;
            }
            match place.membership.channel.look(place.cursor, BATCH) {
                Look::Events(events) => {
                    self.next = index + 1;
                    place.cursor = events.last().map_or(place.cursor, |event| event.cursor());
                    let topic = place.membership.channel.topic.clone();
                    return Some(Delivery::Events(Batch { topic, events }));
                }
                Look::Nothing => place.seen = version,
                Look::Fill => {
                    place.seen = version;
                    self.hub.fill(&place.membership.channel);
                }
                Look::Log => {
                    self.next = index + 1;
                    let (hub, topic, cursor) = (
                        Arc::clone(&self.hub),
                        place.membership.channel.topic.clone(),
                        place.cursor,
                    );
                    self.reading = Some(Reading {
                        topic: topic.clone(),
                        version,
                        page: Box::pin(async move { hub.page(&topic, cursor.into(), EVENTS).await }),
                    });
                    return None;
                }
            }
        }
        None
    }

    /// What was read in the log for a place, if that is still wanted.
    fn read(&mut self, topic: &Topic, version: u64, page: Page) -> Option<Delivery> {
        let place = self
            .places
            .iter_mut()
            .find(|place| place.membership.channel.topic == *topic)?;
        place.cursor = page.cursor;
        if let Some(gap) = page.gap {
            return Some(Delivery::Gap(gap));
        }
        if page.events.is_empty() {
            // The log is ahead of the channel, and has nothing behind this place either: the channel has to follow.
            place.seen = version;
            self.hub.refresh(&place.membership.channel);
            return None;
        }
        let topic = topic.clone();
        let events = page.events;
        Some(Delivery::Events(Batch { topic, events }))
    }

    /// Reads another topic too. One that is read already is read from this position on.
    ///
    /// # Errors
    /// When the log cannot be read, or is closed. The subscription is as before then.
    pub async fn add(&mut self, topic: Topic, position: Position) -> Result<Cursor, FeedError> {
        // Registered first, so that nothing that comes after the position is missed. Whoever drops this future leaves again.
        let membership = Membership::new(&self.hub, &topic, &self.signal);
        self.hub.load(&membership.channel).await?;
        let extent = membership.channel.extent();
        let cursor = match position {
            Position::After(cursor) => cursor,
            Position::Earliest => extent.map_or(Cursor::ORIGIN, Extent::earliest),
            Position::Latest => extent.map_or(Cursor::ORIGIN, Extent::latest),
        };
        self.remove(&topic);
        self.places.push(Place {
            membership,
            cursor,
            seen: 0,
        });
        Ok(cursor)
    }

    /// No longer reads a topic. Gives the place in it, if it was read.
    pub fn remove(&mut self, topic: &Topic) -> Option<Cursor> {
        let index = self
            .places
            .iter()
            .position(|place| place.membership.channel.topic == *topic)?;
        let place = self.places.swap_remove(index);
        self.reading.take_if(|reading| reading.topic == *topic);
        Some(place.cursor)
    }

    /// The places: what has been delivered lies before them.
    pub fn cursors(&self) -> impl Iterator<Item = (&Topic, Cursor)> {
        self.places
            .iter()
            .map(|place| (&place.membership.channel.topic, place.cursor))
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.cursors()).finish()
    }
}
