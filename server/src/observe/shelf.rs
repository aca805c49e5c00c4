//! The shelf of one workspace: its records in order.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use smallvec::SmallVec;
use uuid::Uuid;

use super::Record;

/// A shelf has so many records, and the oldest make room for new ones.
const MOST_RECORDS: usize = 500;

/// A shelf has so many bytes of records.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What is kept for a workspace.
#[derive(Debug)]
pub(super) struct Shelf(Mutex<Records>);

/// The records of a workspace.
#[derive(Debug)]
pub(super) struct Records {
    /// The oldest first.
    records: VecDeque<Entry>,
    /// The number of the last one.
    pub(super) last: u64,
    /// What they take.
    pub(super) bytes: usize,
    /// When somebody last put something here or looked for something.
    pub(super) used: Instant,
}

/// A record on its shelf. What it takes is noted beside it, because the memory of one that makes room is far away: whoever looked into
/// it would keep waiting all those who put something on the shelf.
#[derive(Clone, Debug)]
struct Entry {
    number: u64,
    size: usize,
    record: Arc<Record>,
}

/// A position in a workspace, `<epoch>-<seq>`: behind the record of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Tells cursors of this run of the program from those of another.
    pub(super) epoch: i64,
    pub(super) seq: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch, self.seq)
    }
}

impl Cursor {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (epoch, seq) = text.split_once('-')?;
        Some(Self {
            epoch: epoch.parse().ok()?,
            seq: seq.parse().ok()?,
        })
    }
}

impl Shelf {
    /// An empty shelf, whose records are numbered on from `last`.
    pub(super) fn new(last: u64, now: Instant) -> Self {
        Self(Mutex::new(Records {
            records: VecDeque::new(),
            last,
            bytes: 0,
            used: now,
        }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Records> {
        // A panic while it was held cannot have left a list half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records that `wanted` holds for, at most `limit`: the first after the cursor, or without one, the last. Besides, where
    /// to read on. A cursor of another epoch stands before everything.
    pub(super) fn list(
        &self,
        epoch: i64,
        after: Option<Cursor>,
        limit: usize,
        wanted: impl Fn(&Record) -> bool,
    ) -> (Vec<Arc<Record>>, Cursor) {
        // Taken out before they are looked at, because to look at them takes long and somebody may be putting.
        let (records, last) = {
            let records = self.lock();
            (records.records.clone(), records.last)
        };
        let wanted = |entry: &Entry| wanted(&entry.record);
        let (found, seq) = match after {
            None => {
                let mut found: Vec<_> = records.into_iter().rev().filter(wanted).take(limit).collect();
                found.reverse();
                (found, last)
            }
            Some(cursor) => {
                let from = if cursor.epoch == epoch { cursor.seq } else { 0 };
                let later = records.into_iter().skip_while(|entry| entry.number <= from);
                let found: Vec<_> = later.filter(wanted).take(limit).collect();
                // Where there may be more, the next answer begins behind the last of this one.
                let seq = match found.last() {
                    Some(entry) if found.len() == limit => entry.number,
                    _ => last.max(from),
                };
                (found, seq)
            }
        };
        let records = found.into_iter().map(|entry| entry.record).collect();
        (records, Cursor { epoch, seq })
    }
}

impl Records {
    /// The record of that exchange.
    pub(super) fn find(&self, id: Uuid) -> Option<Arc<Record>> {
        let entry = self.records.iter().rev().find(|entry| entry.record.id() == id)?;
        Some(Arc::clone(&entry.record))
    }

    /// Puts a record of an exchange that ended then; gives those that had to make room, which are to be dropped when the shelf is not
    /// locked any more.
    pub(super) fn put(&mut self, record: Arc<Record>, ended: Instant) -> SmallVec<[Arc<Record>; 1]> {
        // An exchange may have taken long, and its record is not to make room at once for those that began after it.
        self.used = self.used.max(ended);
        self.last += 1;
        let size = record.size();
        self.bytes += size;
        self.records.push_back(Entry {
            number: self.last,
            size,
            record,
        });
        let mut removed = SmallVec::new();
        while (self.records.len() > MOST_RECORDS || self.bytes > MOST_BYTES)
            && let Some(oldest) = self.records.pop_front()
        {
            self.bytes -= oldest.size;
            removed.push(oldest.record);
        }
        removed
    }

    pub(super) fn remove(&mut self, id: Uuid) -> bool {
        let found = self.records.iter().position(|entry| entry.record.id() == id);
        let Some(entry) = found.and_then(|index| self.records.remove(index)) else {
            return false;
        };
        self.bytes -= entry.size;
        true
    }

    pub(super) fn clear(&mut self) {
        self.records.clear();
        self.bytes = 0;
    }
}
