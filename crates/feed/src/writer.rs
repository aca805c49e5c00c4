//! The writer of a node: one task that commits in groups. On SQLite it has a thread for itself, because there a commit blocks.
//!
//! A durable commit costs the disk a round, whatever is in it. So while one group is being committed, the appends that come in
//! wait, and are the next group. How much may wait is bounded: beyond that, callers wait to be let in.

use std::{sync::Arc, thread};

use sea_orm::DbErr;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
};

use crate::{
    AppendError, Appended, NewEvent, OpenError, Topic,
    hub::Hub,
    notice::Notices,
    sqlite::{self, Log},
    write::{self, Written},
};

/// How many appends wait at most.
const WAITING: usize = 1_024;

/// How much data waits at most, in units of a kilobyte.
const WAITING_KB: usize = 16 << 10;

/// How many events are committed together at most.
const GROUP: usize = 1_024;

/// How often a group is tried that another transaction was in the way of.
const TRIES: usize = 5;

/// What is to be appended, and who waits for it.
struct Append {
    topic: Topic,
    events: Vec<NewEvent>,
    answer: oneshot::Sender<Result<Vec<Appended>, AppendError>>,
    _room: OwnedSemaphorePermit,
}

/// The way to the task.
#[derive(Debug)]
pub(crate) struct Writer {
    appends: mpsc::Sender<Append>,
    room: Arc<Semaphore>,
}

impl Writer {
    /// Starts the task. It ends when the feed is closed, after it has written what waits.
    pub(crate) fn start(hub: &Arc<Hub>, notices: Notices) -> Result<Self, OpenError> {
        let (appends, waiting) = mpsc::channel(WAITING);
        let running = Arc::clone(hub);
        if let Some(file) = hub.store.sqlite() {
            let log = Log::open(file).map_err(|error| OpenError::Database(sqlite::error(error)))?;
            let (runtime, alive) = (Handle::current(), hub.tasks.token());
            let thread = thread::Builder::new().name("event-log".to_owned());
            thread
                .spawn(move || {
                    runtime.block_on(run(running, Some(log), notices, waiting));
                    drop(alive);
                })
                .map_err(OpenError::Thread)?;
        } else {
            hub.tasks.spawn(run(running, None, notices, waiting));
        }
        Ok(Self {
            appends,
            room: Arc::new(Semaphore::new(WAITING_KB)),
        })
    }

    /// Waits until the events are committed. They are also when the caller does not wait so long.
    pub(crate) async fn append(&self, topic: Topic, events: Vec<NewEvent>) -> Result<Vec<Appended>, AppendError> {
        let size: usize = events.iter().map(NewEvent::size).sum();
        let size = u32::try_from(size.div_ceil(1 << 10).min(WAITING_KB)).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).acquire_many_owned(size).await;
        let (answer, answered) = oneshot::channel();
        let append = Append {
            topic,
            events,
            answer,
            _room: room.map_err(|_| AppendError::Closed)?,
        };
        self.appends.send(append).await.map_err(|_| AppendError::Closed)?;
        answered.await.unwrap_or(Err(AppendError::Closed))
    }
}

async fn run(hub: Arc<Hub>, mut log: Option<Log>, notices: Notices, mut waiting: mpsc::Receiver<Append>) {
    loop {
        let first = match hub.closed.run_until_cancelled(waiting.recv()).await {
            Some(first) => first,
            None => {
                // Nobody is let in any more, and what is in is written.
                waiting.close();
                waiting.recv().await
            }
        };
        let Some(first) = first else { return };
        commit_group(&hub, log.as_mut(), &notices, first, &mut waiting).await;
    }
}

/// Commits the first append and what waits behind it.
async fn commit_group(
    hub: &Hub,
    mut log: Option<&mut Log>,
    notices: &Notices,
    first: Append,
    waiting: &mut mpsc::Receiver<Append>,
) {
    let mut answers = vec![first.answer];
    let mut rooms = vec![first._room];
    let mut group = vec![(first.topic, first.events)];
    let mut tries = 0;
    let outcome = loop {
        tries += 1;
        let outcome = commit(hub, log.as_deref_mut(), &mut group, |group| {
            let mut size: usize = group.iter().map(|(_, events)| events.len()).sum();
            while size < GROUP
                && let Ok(append) = waiting.try_recv()
            {
                size += append.events.len();
                answers.push(append.answer);
                rooms.push(append._room);
                group.push((append.topic, append.events));
            }
        });
        match outcome.await {
            Err(error) if tries < TRIES && store::is_conflict(&error) => {
                tracing::debug!(%error, "a group of appends is tried again");
            }
            outcome => break outcome,
        }
    };
    match outcome {
        Ok(written) => {
            notices.committed(hub, &written);
            for (answer, written) in answers.into_iter().zip(written) {
                // Who has gone does not want to know.
                let _ = answer.send(Ok(written.appended));
            }
        }
        Err(error) => {
            tracing::error!(%error, appends = answers.len(), "events cannot be appended");
            let error = AppendError::from(error);
            for answer in answers {
                let _ = answer.send(Err(error.clone()));
            }
        }
    }
}

/// Writes a group, which takes in what has come until the transaction has begun: where another one is under way, that is a while.
async fn commit(
    hub: &Hub,
    log: Option<&mut Log>,
    group: &mut Vec<(Topic, Vec<NewEvent>)>,
    gather: impl FnOnce(&mut Vec<(Topic, Vec<NewEvent>)>),
) -> Result<Vec<Written>, DbErr> {
    if let Some(log) = log {
        let _turn = log.turn().await?;
        gather(group);
        return log.append(group);
    }
    let transaction = hub.store.begin().await?;
    gather(group);
    let written = write::append(&transaction, group).await?;
    transaction.commit().await?;
    Ok(written)
}
