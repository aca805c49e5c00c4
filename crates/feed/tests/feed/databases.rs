//! A fresh database of each kind for a test, and what tests say often.

use std::{sync::Arc, time::Duration};

use feed::{
    Classes, Cursor, Delivery, Event, Feed, Missing, NewEvent, Options, Position, Retention, Subscription, Topic,
};
use store::{DatabaseUrl, Store};
use tempfile::TempDir;
use test_postgres::Cluster;

pub(crate) struct Database {
    pub(crate) kind: &'static str,
    pub(crate) url: DatabaseUrl,
    _folder: Option<TempDir>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
        Self {
            kind: "SQLite",
            url,
            _folder: Some(folder),
        }
    }

    pub(crate) fn postgres() -> Self {
        let url = Cluster::shared().database().unwrap().parse().unwrap();
        Self {
            kind: "PostgreSQL",
            url,
            _folder: None,
        }
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.url)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", self.kind))
    }

    pub(crate) async fn feed(&self) -> Feed {
        Feed::open(self.store().await, options()).await.unwrap()
    }
}

/// Runs a test on both, one after the other.
pub(crate) async fn on_both(test: impl AsyncFn(Database)) {
    test(Database::sqlite()).await;
    test(Database::postgres()).await;
}

/// `room` keeps what a test writes, `few` ten events, and `brief` nothing that is older than a millisecond. Nothing is swept by
/// itself.
pub(crate) fn options() -> Options {
    let class = |events, age| Retention { events, age };
    let day = Duration::from_secs(86_400);
    let classes = Classes::new()
        .with("room", class(1_000_000, day))
        .with("few", class(10, day))
        .with("brief", class(1_000_000, Duration::from_millis(1)));
    Options {
        sweep: day,
        ..Options::new(classes)
    }
}

pub(crate) fn topic(name: &str) -> Topic {
    name.parse().unwrap()
}

pub(crate) fn event(number: u64) -> NewEvent {
    NewEvent::new("number", &number).unwrap()
}

pub(crate) fn number(event: &Event) -> u64 {
    serde_json::from_slice(event.data()).unwrap()
}

pub(crate) fn numbers(events: &[Arc<Event>]) -> Vec<u64> {
    events.iter().map(|event| number(event)).collect()
}

pub(crate) async fn append(feed: &Feed, topic: &Topic, from: u64, count: u64) -> Vec<Cursor> {
    let events = (from..from + count).map(event).collect();
    let appended = feed.append(topic, events).await.unwrap();
    appended.iter().map(|one| one.cursor).collect()
}

pub(crate) async fn subscribe(feed: &Feed, topic: &Topic, position: Position) -> Subscription {
    feed.subscribe([(topic.clone(), position)]).await.unwrap()
}

/// What a reader got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    Event(u64),
    Missed(Missing),
}

/// Reads until so many things have come, events and gaps, of one topic.
pub(crate) async fn take(subscription: &mut Subscription, count: usize) -> Vec<Got> {
    let mut got = Vec::new();
    while got.len() < count {
        match subscription.next().await.unwrap().expect("the feed is open") {
            Delivery::Events(batch) => got.extend(batch.events.iter().map(|event| Got::Event(number(event)))),
            Delivery::Gap(gap) => got.push(Got::Missed(gap.missing)),
        }
    }
    got
}

/// These events and no other.
pub(crate) fn events(numbers: impl IntoIterator<Item = u64>) -> Vec<Got> {
    numbers.into_iter().map(Got::Event).collect()
}

/// Whether the reader has nothing to read right now.
pub(crate) async fn is_idle(subscription: &mut Subscription) -> bool {
    tokio::select! {
        biased;
        delivery = subscription.next() => panic!("{delivery:?}"),
        () = settle() => true,
    }
}

/// Gives every task that can go on the time to do so.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}
