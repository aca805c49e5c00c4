//! Telling that a topic has changed: the readers of this node, and through NATS the other nodes.
//!
//! What NATS carries are hints. One that is lost, late or wrong costs nothing but time, because readers read the log, and all that
//! is read is compared with the log every few seconds.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use async_nats::{Client, ConnectOptions, Event as Change, ServerAddr, Subscriber};
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::{sync::mpsc, time::timeout};

use crate::{Cursor, OpenError, Topic, hub::Hub, write::Written};

/// What hints are published under. Nodes of another database that share the NATS server get hints of topics that they do not have,
/// or of other epochs; those make them look once in vain.
const SUBJECT: &str = "roundtrip.feed";

/// How many messages wait to be sent at most. What comes on top is dropped.
const WAITING: usize = 256;

/// How large a message becomes at most, in bytes.
const MESSAGE: usize = 32 << 10;

/// How long the first connection may take, and a message.
const WITHIN: Duration = Duration::from_secs(5);

/// Through which nodes tell each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Wakeups {
    /// Not at all: this is the only node of its database.
    #[default]
    InProcess,
    /// Through the NATS server with this URL.
    Nats(String),
}

/// Where changes are told.
#[derive(Debug, Clone)]
pub(crate) struct Notices {
    /// To NATS, if there is one.
    messages: Option<mpsc::Sender<Bytes>>,
}

impl Notices {
    /// Connects, if that is to be, and starts the tasks that send and receive.
    pub(crate) async fn start(hub: &Arc<Hub>, wakeups: &Wakeups) -> Result<Self, OpenError> {
        let Wakeups::Nats(url) = wakeups else {
            return Ok(Self { messages: None });
        };
        let (client, subscriber) = connect(hub, url).await?;
        let (messages, waiting) = mpsc::channel(WAITING);
        hub.tasks.spawn(receive(Arc::clone(hub), subscriber));
        hub.tasks.spawn(send(Arc::clone(hub), client, waiting));
        Ok(Self {
            messages: Some(messages),
        })
    }

    /// Tells of what was committed.
    pub(crate) fn committed(&self, hub: &Hub, written: &[Written]) {
        for one in written {
            hub.committed(&one.topic, &one.events);
        }
        let changed = written
            .iter()
            .filter_map(|one| Some((&one.topic, one.events.last()?.cursor())));
        self.tell(changed);
    }

    /// Tells of topics that were removed.
    pub(crate) fn removed(&self, hub: &Hub, topics: &[Topic]) {
        for topic in topics {
            hub.removed(topic);
        }
        self.tell(topics.iter().map(|topic| (topic, Cursor::ORIGIN)));
    }

    /// Tells the other nodes how far topics have come. Never waits.
    fn tell<'a>(&self, changed: impl Iterator<Item = (&'a Topic, Cursor)>) {
        let Some(messages) = &self.messages else { return };
        let mut text = String::new();
        let send = |text: String| {
            if !text.is_empty() && messages.try_send(text.into()).is_err() {
                tracing::debug!("a hint to other nodes was dropped");
            }
        };
        for (topic, cursor) in changed {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{topic} {cursor}");
            if text.len() > MESSAGE {
                send(std::mem::take(&mut text));
            }
        }
        send(text);
    }
}

async fn connect(hub: &Arc<Hub>, url: &str) -> Result<(Client, Subscriber), OpenError> {
    let address: ServerAddr = url.parse().map_err(|error: std::io::Error| OpenError::NatsUrl {
        reason: one_line(&error),
    })?;
    if address.host().is_empty() {
        return Err(OpenError::NatsUrl {
            reason: "it has no host".to_owned(),
        });
    }
    let server = format!("{}:{}", address.host(), address.port());
    let unreachable = |reason: String| OpenError::Nats {
        server: server.clone(),
        reason,
    };
    let weak = Arc::downgrade(hub);
    let options = ConnectOptions::new()
        .name("roundtrip")
        .no_echo()
        .connection_timeout(WITHIN)
        .event_callback(move |change| {
            let hub = weak.upgrade();
            async move {
                match change {
                    // What was told in the meantime was missed.
                    Change::Connected => {
                        if let Some(hub) = hub {
                            hub.compare.notify_one();
                        }
                    }
                    Change::Disconnected => {
                        tracing::warn!("NATS is away: other nodes are heard of later until it is back");
                    }
                    other => tracing::debug!(%other, "NATS"),
                }
            }
        });
    let connected = timeout(WITHIN, options.connect(address)).await;
    let client = connected
        .map_err(|_| unreachable(format!("no answer within {} s", WITHIN.as_secs())))?
        .map_err(|error| unreachable(one_line(&error)))?;
    let subscriber = client.subscribe(SUBJECT).await;
    let subscriber = subscriber.map_err(|error| unreachable(one_line(&error)))?;
    // Known to the server before anything is read, so that nothing between is missed.
    let flushed = timeout(WITHIN, client.flush()).await;
    match flushed {
        Ok(Ok(())) => Ok((client, subscriber)),
        Ok(Err(error)) => Err(unreachable(one_line(&error))),
        Err(_) => Err(unreachable(format!("no answer within {} s", WITHIN.as_secs()))),
    }
}

/// Takes hints from other nodes, until the feed is closed.
async fn receive(hub: Arc<Hub>, mut subscriber: Subscriber) {
    while let Some(Some(message)) = hub.closed.run_until_cancelled(subscriber.next()).await {
        let Ok(text) = std::str::from_utf8(&message.payload) else {
            continue;
        };
        for line in text.lines() {
            let Some((topic, cursor)) = line.split_once(' ') else {
                continue;
            };
            // What is no hint of ours is none.
            if let (Ok(topic), Ok(cursor)) = (topic.parse(), cursor.parse()) {
                hub.hint(&topic, cursor);
            }
        }
    }
}

/// Sends hints to other nodes, until the feed is closed.
async fn send(hub: Arc<Hub>, client: Client, mut waiting: mpsc::Receiver<Bytes>) {
    while let Some(Some(message)) = hub.closed.run_until_cancelled(waiting.recv()).await {
        // While NATS is away the client keeps what it can; then this waits, and what comes is dropped.
        let sent = hub
            .closed
            .run_until_cancelled(timeout(WITHIN, client.publish(SUBJECT, message)));
        if let Some(Ok(Err(error))) = sent.await {
            tracing::debug!(%error, "a hint to other nodes was not sent");
        }
    }
}

/// An error in one line of a log.
fn one_line(error: &(impl std::error::Error + ?Sized)) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
