//! The feed as its callers see it.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use store::Store;

use crate::{
    AppendError, Appended, Classes, Cursor, Event, FeedError, MAX_APPEND, MAX_EVENTS, NewEvent, OpenError, Page,
    Position, Subscription, Topic, Wakeups, Watch, compare,
    hub::Hub,
    notice::Notices,
    sweep,
    write::{self, Written},
    writer::Writer,
};

/// How a feed is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long events are kept.
    pub classes: Classes,
    /// How nodes tell each other what they have written.
    pub wakeups: Wakeups,
    /// How often what is known of the topics that somebody reads is compared with the log, about. This is how late an event is when
    /// its wake-up was lost.
    pub compare: Duration,
    /// How often what is too old is taken away, about.
    pub sweep: Duration,
}

impl Options {
    /// One node, compared every 2 s and swept every 30 s.
    #[must_use]
    pub fn new(classes: Classes) -> Self {
        Self {
            classes,
            wakeups: Wakeups::default(),
            compare: Duration::from_secs(2),
            sweep: Duration::from_secs(30),
        }
    }
}

/// Where a topic begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Before the oldest event that is there.
    pub earliest: Cursor,
    /// Behind the last event.
    pub latest: Cursor,
}

/// The event log of a store. Cheap to clone; all clones are the same feed.
#[derive(Debug, Clone)]
pub struct Feed(Arc<Open>);

#[derive(Debug)]
struct Open {
    hub: Arc<Hub>,
    classes: Arc<Classes>,
    notices: Notices,
    writer: Writer,
}

impl Feed {
    /// Starts what keeps a feed going, on the runtime that calls this.
    ///
    /// # Errors
    /// When NATS is asked for and does not answer, or the database cannot be written. Once NATS has answered, it may come and go.
    pub async fn open(store: Store, options: Options) -> Result<Self, OpenError> {
        let hub = Arc::new(Hub::new(store));
        let classes = Arc::new(options.classes);
        let notices = Notices::start(&hub, &options.wakeups).await;
        let notices = notices.inspect_err(|_| hub.close())?;
        hub.tasks.spawn(Arc::clone(&hub).run_refreshes());
        hub.tasks.spawn(Arc::clone(&hub).run_wakes());
        hub.tasks.spawn(compare::run(Arc::clone(&hub), options.compare));
        let sweeping = sweep::run(Arc::clone(&hub), Arc::clone(&classes), options.sweep);
        hub.tasks.spawn(sweeping);
        let writer = Writer::start(&hub, notices.clone()).inspect_err(|_| hub.close())?;
        Ok(Self(Arc::new(Open {
            hub,
            classes,
            notices,
            writer,
        })))
    }

    /// Appends events to a topic, all or none of them, in this order and with nothing between them. Makes the topic if there is
    /// none. Returns when they are committed, on the disk; waits when too much waits already. What came of each event is in the
    /// same place of the answer.
    ///
    /// When the caller does not wait for the answer, the events may be appended all the same.
    ///
    /// # Errors
    /// When the topic has no class, there are too many events, or the database does not take them.
    pub async fn append(&self, topic: &Topic, events: Vec<NewEvent>) -> Result<Vec<Appended>, AppendError> {
        self.check(topic, &events)?;
        if events.is_empty() {
            return Ok(Vec::new());
        }
        self.0.writer.append(topic.clone(), events).await
    }

    /// Appends events to a topic in a transaction of the caller, so that they are there if and only if what else it writes is.
    ///
    /// From here to the end of the transaction, other appends to the topic wait: this comes last in it, and where there are several
    /// topics, in the order of their names. After the commit, [`Feed::committed`] wakes readers.
    ///
    /// # Errors
    /// As [`Feed::append`]. A transaction of which a statement has failed is to be given up.
    pub async fn append_in(
        &self,
        transaction: &DatabaseTransaction,
        topic: &Topic,
        events: Vec<NewEvent>,
    ) -> Result<Pending, AppendError> {
        self.check(topic, &events)?;
        let mut pending = Pending::default();
        if !events.is_empty() {
            pending.written = write::append(transaction, &[(topic.clone(), events)]).await?;
        }
        Ok(pending)
    }

    fn check(&self, topic: &Topic, events: &[NewEvent]) -> Result<(), AppendError> {
        if self.0.hub.is_closed() {
            return Err(AppendError::Closed);
        }
        if self.0.classes.of(topic).is_none() {
            return Err(AppendError::Class(topic.clone()));
        }
        let size: usize = events.iter().map(|event| event.data.len()).sum();
        if events.len() > MAX_EVENTS || size > MAX_APPEND {
            return Err(AppendError::Many);
        }
        Ok(())
    }

    /// Removes a topic. Its readers are told of a gap of unknown size, and a topic of that name that is made later is another one.
    /// Gives whether there was one.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn remove(&self, topic: &Topic) -> Result<bool, AppendError> {
        if self.0.hub.is_closed() {
            return Err(AppendError::Closed);
        }
        let removed = write::remove(self.0.hub.store.writer(), topic).await?;
        if removed {
            self.0.notices.removed(&self.0.hub, std::slice::from_ref(topic));
        }
        Ok(removed)
    }

    /// Removes a topic in a transaction of the caller. After the commit, [`Feed::committed`] tells readers.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn remove_in(&self, transaction: &DatabaseTransaction, topic: &Topic) -> Result<Pending, AppendError> {
        let mut pending = Pending::default();
        if write::remove(transaction, topic).await? {
            pending.removed.push(topic.clone());
        }
        Ok(pending)
    }

    /// Wakes the readers of what a transaction has changed, after its commit. Without this they see it only at the next comparison.
    pub fn committed(&self, pending: Pending) {
        self.0.notices.committed(&self.0.hub, &pending.written);
        self.0.notices.removed(&self.0.hub, &pending.removed);
    }

    /// Where a topic begins and ends. One that does not exist does both at [`Cursor::ORIGIN`].
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn bounds(&self, topic: &Topic) -> Result<Bounds, FeedError> {
        let page = self.0.hub.page(topic, Position::Latest, 1).await?;
        Ok(Bounds {
            earliest: page.extent.map_or(Cursor::ORIGIN, crate::gap::Extent::earliest),
            latest: page.cursor,
        })
    }

    /// Reads what lies behind a position now: at most `limit` events (1 to 1,000) and about a megabyte of data.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn read(&self, topic: &Topic, from: Position, limit: usize) -> Result<Page, FeedError> {
        self.0.hub.page(topic, from, limit).await
    }

    /// Reads backwards: at most `limit` events before the one with this cursor, or the last ones; in order.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn before(
        &self,
        topic: &Topic,
        cursor: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Arc<Event>>, FeedError> {
        self.0.hub.before(topic, cursor, limit).await
    }

    /// Watches a topic.
    #[must_use]
    pub fn watch(&self, topic: &Topic) -> Watch {
        Watch::new(Arc::clone(&self.0.hub), topic)
    }

    /// Reads topics as events come, each from a position.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn subscribe(
        &self,
        topics: impl IntoIterator<Item = (Topic, Position)>,
    ) -> Result<Subscription, FeedError> {
        let mut subscription = Subscription::new(Arc::clone(&self.0.hub));
        for (topic, position) in topics {
            subscription.add(topic, position).await?;
        }
        Ok(subscription)
    }

    /// Ends the subscriptions to a topic that this node has now, as [`Feed::close`] would. Whoever subscribes afterwards reads on, so
    /// that a client can be seen to come again without a server that stops.
    pub fn dismiss(&self, topic: &Topic) {
        self.0.hub.dismiss(topic);
    }

    /// Takes away now what is too old or too much. This happens by itself, too.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn sweep(&self) -> Result<(), FeedError> {
        Ok(sweep::all(&self.0.hub, &self.0.classes, Timestamp::now()).await?)
    }

    /// Closes the feed, of all clones: subscriptions end, nothing is appended any more, and what waits to be appended is. Returns
    /// when all that is done. The store is closed after it.
    pub async fn close(&self) {
        self.0.hub.close();
        self.0.hub.tasks.wait().await;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.hub.close();
    }
}

/// What a transaction has done to topics, for [`Feed::committed`].
#[derive(Debug, Default)]
#[must_use = "readers are woken by `Feed::committed`, after the commit"]
pub struct Pending {
    written: Vec<Written>,
    removed: Vec<Topic>,
}

impl Pending {
    /// What came of each event.
    pub fn appended(&self) -> impl Iterator<Item = Appended> {
        self.written.iter().flat_map(|written| written.appended.iter().copied())
    }

    /// Adds what the same transaction has done to another topic.
    pub fn and(mut self, other: Self) -> Self {
        self.written.extend(other.written);
        self.removed.extend(other.removed);
        self
    }
}
