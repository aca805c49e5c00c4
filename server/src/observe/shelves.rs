//! Where records are kept: a shelf for each workspace, all of them bounded.
//!
//! They are in memory only: a record is for whoever is looking at it now, and after a restart there is nothing to look at yet.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use moka::{future::Cache, policy::EvictionPolicy};
use tokio::{sync::Notify, time::timeout};
use uuid::Uuid;

use super::Record;
use crate::workspace::Workspace;

/// A shelf has so many records, and the oldest make room for new ones.
const SHELF_RECORDS: usize = 500;

/// A shelf has so many bytes of records.
const SHELF_BYTES: usize = 4 * 1024 * 1024;

/// A shelf is weighed again when it has so many bytes more than the last time.
const WEIGHED_AT: usize = 64 * 1024;

/// All shelves together have so many bytes; those that were used longest ago make room.
const ALL_BYTES: u64 = 128 * 1024 * 1024;

/// A shelf that nobody uses is cleared after so long.
const UNUSED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// How long an exchange is waited for that is about to end.
const PATIENCE: Duration = Duration::from_secs(1);

/// All shelves. All clones are the same.
#[derive(Clone, Debug)]
pub struct Shelves {
    shelves: Cache<Workspace, Arc<Shelf>>,
    expected: Arc<Expected>,
    /// Tells cursors of this run of the program from those of another.
    epoch: i64,
}

/// The exchanges that are watched and not over. A page asks for the record of an exchange as soon as it has the response, and
/// that may be sooner than the server has seen its own last write succeed.
#[derive(Debug, Default)]
struct Expected {
    ids: Mutex<HashSet<(Workspace, Uuid)>>,
    /// One of them is over.
    landed: Notify,
}

/// An exchange that is watched, until this is dropped.
#[derive(Debug)]
pub struct Expectation {
    expected: Arc<Expected>,
    workspace: Workspace,
    id: Uuid,
}

impl Expected {
    fn lock(&self) -> MutexGuard<'_, HashSet<(Workspace, Uuid)>> {
        // A panic while it was held cannot have left a set half changed.
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Expectation {
    fn drop(&mut self) {
        self.expected.lock().remove(&(self.workspace, self.id));
        self.expected.landed.notify_waiters();
    }
}

#[derive(Debug, Default)]
struct Shelf(Mutex<Records>);

#[derive(Debug, Default)]
struct Records {
    /// Each with its number, which counts from 1; the oldest first.
    records: VecDeque<(u64, Arc<Record>)>,
    /// The number of the last one.
    last: u64,
    bytes: usize,
    /// What the shelf was found to weigh.
    weight: usize,
}

/// A position in a workspace, `<epoch>-<seq>`: behind the record of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    epoch: i64,
    seq: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch, self.seq)
    }
}

impl Cursor {
    fn parse(text: &str) -> Option<Self> {
        let (epoch, seq) = text.split_once('-')?;
        Some(Self {
            epoch: epoch.parse().ok()?,
            seq: seq.parse().ok()?,
        })
    }
}

/// Some records of a workspace, the oldest first.
#[derive(Debug)]
pub struct Kept {
    /// The records.
    pub records: Vec<Arc<Record>>,
    /// Where to read on.
    pub cursor: String,
}

impl Default for Shelves {
    fn default() -> Self {
        let shelves = Cache::builder()
            .max_capacity(ALL_BYTES)
            .weigher(|_, shelf: &Arc<Shelf>| u32::try_from(shelf.lock().weigh()).unwrap_or(u32::MAX).max(1))
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(UNUSED_FOR)
            .build();
        Self {
            shelves,
            expected: Arc::default(),
            epoch: Timestamp::now().as_millisecond(),
        }
    }
}

impl Shelves {
    /// A record of that exchange will be put, unless what this returns is dropped before.
    #[must_use]
    pub fn expect(&self, workspace: Workspace, id: Uuid) -> Expectation {
        self.expected.lock().insert((workspace, id));
        Expectation {
            expected: Arc::clone(&self.expected),
            workspace,
            id,
        }
    }

    /// Puts a record on the workspace's shelf.
    pub async fn put(&self, workspace: Workspace, record: Record) {
        let shelf = self.shelves.get_with(workspace, async { Arc::default() }).await;
        let outweighs = shelf.lock().put(record);
        if outweighs {
            // What a shelf weighs is only looked at when it is put in.
            self.shelves.insert(workspace, shelf).await;
        }
    }

    /// The records that `wanted` holds for, at most `limit`: the first after the cursor, or without one, the last. `None` if it is
    /// no cursor. One of another run of the program stands before everything.
    pub async fn list(
        &self,
        workspace: Workspace,
        after: Option<&str>,
        limit: usize,
        wanted: impl Fn(&Record) -> bool,
    ) -> Option<Kept> {
        let after = match after {
            Some(text) => Some(Cursor::parse(text)?),
            None => None,
        };
        let shelf = self.shelves.get(&workspace).await.unwrap_or_default();
        // Taken out before they are looked at, because to look at them takes long and somebody may be putting.
        let (records, last) = {
            let shelf = shelf.lock();
            (shelf.records.clone(), shelf.last)
        };
        let wanted = |(_, record): &(u64, Arc<Record>)| wanted(record);
        let (found, seq) = match after {
            None => {
                let mut found: Vec<_> = records.into_iter().rev().filter(wanted).take(limit).collect();
                found.reverse();
                (found, last)
            }
            Some(Cursor { epoch, seq }) => {
                let from = if epoch == self.epoch { seq } else { 0 };
                let later = records.into_iter().skip_while(|(number, _)| *number <= from);
                let found: Vec<_> = later.filter(wanted).take(limit).collect();
                // Where there may be more, the next answer begins behind the last of this one.
                let seq = match found.last() {
                    Some((number, _)) if found.len() == limit => *number,
                    _ => last.max(from),
                };
                (found, seq)
            }
        };
        let cursor = Cursor { epoch: self.epoch, seq };
        Some(Kept {
            records: found.into_iter().map(|(_, record)| record).collect(),
            cursor: cursor.to_string(),
        })
    }

    /// What [`Shelves::list`] says of a workspace that has no records.
    #[must_use]
    pub fn nothing(&self, after: Option<&str>) -> Option<Kept> {
        let is_sound = after.is_none_or(|text| Cursor::parse(text).is_some());
        let cursor = Cursor {
            epoch: self.epoch,
            seq: 0,
        };
        is_sound.then(|| Kept {
            records: Vec::new(),
            cursor: cursor.to_string(),
        })
    }

    /// The record of that exchange. One that is just ending is waited for.
    pub async fn get(&self, workspace: Workspace, id: Uuid) -> Option<Arc<Record>> {
        let ended = timeout(PATIENCE, async {
            loop {
                let landed = self.expected.landed.notified();
                let mut landed = pin!(landed);
                // Before looking, so that what lands in between is not missed.
                landed.as_mut().enable();
                if !self.expected.lock().contains(&(workspace, id)) {
                    return;
                }
                landed.await;
            }
        });
        // What is still not over is not there.
        let _ = ended.await;
        let shelf = self.shelves.get(&workspace).await?;
        let shelf = shelf.lock();
        let (_, record) = shelf.records.iter().rev().find(|(_, record)| record.id() == id)?;
        Some(record.clone())
    }

    /// Forgets the record of that exchange. Whether there was one.
    pub async fn remove(&self, workspace: Workspace, id: Uuid) -> bool {
        let Some(shelf) = self.shelves.get(&workspace).await else {
            return false;
        };
        shelf.lock().remove(id)
    }

    /// Forgets all records of a workspace.
    pub async fn clear(&self, workspace: Workspace) {
        if let Some(shelf) = self.shelves.get(&workspace).await {
            shelf.lock().clear();
        }
    }
}

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, Records> {
        // A panic while it was held cannot have left a list half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn weigh(&mut self) -> usize {
        self.weight = self.bytes;
        self.weight
    }

    /// Puts a record in. Whether the shelf is to be weighed again.
    fn put(&mut self, record: Record) -> bool {
        self.last += 1;
        self.bytes += record.size();
        self.records.push_back((self.last, Arc::new(record)));
        while (self.records.len() > SHELF_RECORDS || self.bytes > SHELF_BYTES)
            && let Some((_, oldest)) = self.records.pop_front()
        {
            self.bytes -= oldest.size();
        }
        self.bytes > self.weight + WEIGHED_AT
    }

    fn remove(&mut self, id: Uuid) -> bool {
        let found = self.records.iter().position(|(_, record)| record.id() == id);
        let Some((_, record)) = found.and_then(|index| self.records.remove(index)) else {
            return false;
        };
        self.bytes -= record.size();
        true
    }

    fn clear(&mut self) {
        self.records.clear();
        self.bytes = 0;
    }
}
