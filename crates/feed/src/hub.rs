//! What the readers of a node share: the channels, and the tasks that keep them up to date and wake who waits.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use sea_orm::DbErr;
use store::Store;
use tokio::sync::{Notify, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Cursor, Event, FeedError, Position, Topic,
    channel::{Channel, EVENTS},
    log::{self, Page},
    signal::Signal,
};

/// How many readers ask the database at the same time. The others wait here, and leave the rest of its connections to whoever else
/// needs one.
const READS: usize = 4;

/// How often a channel is brought up to date in a row, before others have their turn.
const ROUNDS: usize = 8;

#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) store: Store,
    pub(crate) closed: CancellationToken,
    pub(crate) tasks: TaskTracker,
    channels: Mutex<HashMap<Topic, Arc<Channel>>>,
    memory: Arc<AtomicUsize>,
    reads: Semaphore,
    to_refresh: Agenda,
    to_wake: Agenda,
    /// That all channels should be compared with the log now.
    pub(crate) compare: Notify,
}

impl Hub {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            closed: CancellationToken::new(),
            tasks: TaskTracker::new(),
            channels: Mutex::default(),
            memory: Arc::default(),
            reads: Semaphore::new(READS),
            to_refresh: Agenda::default(),
            to_wake: Agenda::default(),
            compare: Notify::new(),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.is_cancelled()
    }

    /// Ends what waits.
    pub(crate) fn close(&self) {
        self.closed.cancel();
        self.tasks.close();
        for channel in self.channels() {
            channel.readers.wake();
        }
    }

    /// The channels that there are.
    pub(crate) fn channels(&self) -> Vec<Arc<Channel>> {
        self.lock().values().cloned().collect()
    }

    /// The channel of a topic, if somebody reads it.
    pub(crate) fn channel(&self, topic: &Topic) -> Option<Arc<Channel>> {
        self.lock().get(topic).cloned()
    }

    /// Forgets channels that nobody has read for two rounds: most who leave come back soon.
    pub(crate) fn forget_idle(&self) {
        self.lock().retain(|_, channel| {
            let idle = channel.readers.is_empty();
            let was_idle = channel.idle.swap(idle, Ordering::Relaxed);
            !(idle && was_idle)
        });
    }

    /// Reads the log for one reader.
    pub(crate) async fn page(&self, topic: &Topic, from: Position, limit: usize) -> Result<Page, FeedError> {
        if self.is_closed() {
            return Err(FeedError::Closed);
        }
        let _turn = self.reads.acquire().await.map_err(|_| FeedError::Closed)?;
        Ok(log::page(self.store.reader(), topic, from, limit).await?)
    }

    /// Reads the log backwards for one reader.
    pub(crate) async fn before(
        &self,
        topic: &Topic,
        cursor: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Arc<Event>>, FeedError> {
        if self.is_closed() {
            return Err(FeedError::Closed);
        }
        let _turn = self.reads.acquire().await.map_err(|_| FeedError::Closed)?;
        Ok(log::before(self.store.reader(), topic, cursor, limit).await?)
    }

    /// Waits until the channel knows where its topic is. One of all who wait asks the log.
    pub(crate) async fn load(&self, channel: &Channel) -> Result<(), FeedError> {
        if self.is_closed() {
            return Err(FeedError::Closed);
        }
        if channel.is_loaded() {
            return Ok(());
        }
        let _alone = channel.refreshing.lock().await;
        if !channel.is_loaded() {
            self.bring_up_to_date(channel).await?;
        }
        Ok(())
    }

    /// Has the channel follow the log soon.
    pub(crate) fn refresh(&self, channel: &Arc<Channel>) {
        self.to_refresh.add(channel, &channel.to_refresh);
    }

    /// Has the channel take in what was there before it, soon.
    pub(crate) fn fill(&self, channel: &Arc<Channel>) {
        channel.to_fill.store(true, Ordering::Release);
        self.refresh(channel);
    }

    /// Has the readers of a channel woken soon.
    fn wake(&self, channel: &Arc<Channel>) {
        self.to_wake.add(channel, &channel.to_wake);
    }

    /// Hands events that were committed by this node to their readers.
    pub(crate) fn committed(&self, topic: &Topic, events: &[Arc<Event>]) {
        let Some(channel) = self.channel(topic) else { return };
        if channel.extend(events) {
            self.wake(&channel);
        } else {
            self.refresh(&channel);
        }
    }

    /// Tells readers that this node has removed their topic.
    pub(crate) fn removed(&self, topic: &Topic) {
        let Some(channel) = self.channel(topic) else { return };
        if channel.is_loaded() {
            channel.learn(None, &[]);
            self.wake(&channel);
        }
        // It may have been made again since.
        self.refresh(&channel);
    }

    /// Ends what reads a topic on this node now.
    pub(crate) fn dismiss(&self, topic: &Topic) {
        let Some(channel) = self.channel(topic) else { return };
        channel.dismiss();
        self.wake(&channel);
    }

    /// Somebody says that the topic has come so far.
    pub(crate) fn hint(&self, topic: &Topic, cursor: Cursor) {
        let Some(channel) = self.channel(topic) else { return };
        let known = channel.extent().is_some_and(|extent| {
            let latest = extent.latest();
            latest.epoch() == cursor.epoch() && latest.seq() >= cursor.seq()
        });
        if !known {
            self.refresh(&channel);
        }
    }

    /// Brings channels up to date, until the feed is closed.
    pub(crate) async fn run_refreshes(self: Arc<Self>) {
        let turns = Arc::new(Semaphore::new(READS));
        loop {
            let next = async {
                let channel = self.to_refresh.next().await;
                (channel, Arc::clone(&turns).acquire_owned().await)
            };
            let Some((channel, Ok(turn))) = self.closed.run_until_cancelled(next).await else {
                return;
            };
            let hub = Arc::clone(&self);
            self.tasks.spawn(async move {
                hub.refresh_now(&channel).await;
                drop(turn);
            });
        }
    }

    async fn refresh_now(self: Arc<Self>, channel: &Arc<Channel>) {
        let _alone = channel.refreshing.lock().await;
        // What is asked for from here on is asked for again.
        channel.to_refresh.store(false, Ordering::Release);
        let version = channel.version();
        let followed = self.bring_up_to_date(channel).await;
        if channel.to_fill.swap(false, Ordering::AcqRel) {
            let events = log::before(self.store.reader(), &channel.topic, None, EVENTS).await;
            // Without them the readers ask the log themselves, and learn what is wrong.
            channel.fill(&events.unwrap_or_default());
        }
        if channel.version() != version {
            self.wake(channel);
        }
        match followed {
            Ok(true) => {}
            Ok(false) => self.refresh(channel),
            // The readers lose nothing: the next comparison finds the channel behind, and tries again.
            Err(error) => tracing::warn!(topic = channel.topic.as_str(), %error, "the event log cannot be read"),
        }
    }

    /// Reads what the channel lacks. Gives whether it has all; whoever calls has `refreshing`.
    async fn bring_up_to_date(&self, channel: &Channel) -> Result<bool, DbErr> {
        for _ in 0..ROUNDS {
            let known = channel.extent();
            let from = known.map_or(Position::Latest, |extent| extent.latest().into());
            let page = log::page(self.store.reader(), &channel.topic, from, EVENTS).await?;
            let followed = match (known, page.extent) {
                (Some(known), Some(extent)) if known.epoch == extent.epoch => {
                    let far = extent.head.saturating_sub(known.head) > EVENTS as i64;
                    if far || page.gap.is_some() {
                        channel.jump(extent);
                        true
                    } else {
                        channel.learn(Some(extent), &page.events)
                    }
                }
                (_, extent) => channel.learn(extent, &[]),
            };
            if followed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Wakes readers, until the feed is closed.
    pub(crate) async fn run_wakes(self: Arc<Self>) {
        while let Some(channel) = self.closed.run_until_cancelled(self.to_wake.next()).await {
            channel.to_wake.store(false, Ordering::Release);
            channel.readers.wake();
            // Ten thousand readers are a while: the next ones may wait for it, other tasks not.
            tokio::task::yield_now().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Topic, Arc<Channel>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader in a channel. It leaves when it is dropped.
#[derive(Debug)]
pub(crate) struct Membership {
    pub(crate) channel: Arc<Channel>,
    place: u32,
    /// How often readers had been dismissed when this one came.
    dismissals: u32,
}

impl Membership {
    /// Joins under the lock of the table, so that no channel is forgotten that has just found a reader.
    pub(crate) fn new(hub: &Hub, topic: &Topic, signal: &Arc<Signal>) -> Self {
        let mut channels = hub.lock();
        let channel = channels
            .entry(topic.clone())
            .or_insert_with(|| Arc::new(Channel::new(topic.clone(), Arc::clone(&hub.memory))));
        let place = channel.readers.add(Arc::clone(signal));
        Self {
            dismissals: channel.dismissals(),
            channel: Arc::clone(channel),
            place,
        }
    }

    /// Whether the reader was dismissed since it came.
    pub(crate) fn is_dismissed(&self) -> bool {
        self.dismissals != self.channel.dismissals()
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.channel.readers.remove(self.place);
    }
}

/// Channels that wait for a task. Each is in it once at most, so that it is bounded by how many there are.
#[derive(Debug, Default)]
struct Agenda {
    channels: Mutex<VecDeque<Arc<Channel>>>,
    added: Notify,
}

impl Agenda {
    /// Adds the channel unless `waits` says that it is there.
    fn add(&self, channel: &Arc<Channel>, waits: &AtomicBool) {
        if !waits.swap(true, Ordering::AcqRel) {
            let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
            channels.push_back(Arc::clone(channel));
            drop(channels);
            self.added.notify_one();
        }
    }

    async fn next(&self) -> Arc<Channel> {
        loop {
            let next = self.channels.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            if let Some(channel) = next {
                return channel;
            }
            self.added.notified().await;
        }
    }
}
