//! The shelf of one workspace: its records in order, and the trays in which they are laid down.
//!
//! Every recorded exchange comes here twice, when it begins and when it is over, and hardly anybody looks. So that no core waits
//! there for another, nor for memory that another has written, each thread has a tray of its own; whoever looks first puts on the
//! shelf what lies in the trays, and only then a record gets its number.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use crossbeam_utils::CachePadded;
use smallvec::SmallVec;
use tokio::sync::{Notify, futures::OwnedNotified};
use uuid::Uuid;

use super::Record;

/// A shelf has so many records, and the oldest make room for new ones. So has a tray.
const MOST_RECORDS: usize = 500;

/// A shelf has so many bytes of records, and so has a tray.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// So many trays there are. Where there are more threads, some of them share one.
const TRAYS: usize = 8;

/// What is kept for a workspace.
#[derive(Debug)]
pub(super) struct Shelf {
    trays: [CachePadded<Mutex<Tray>>; TRAYS],
    /// Locked before any tray.
    records: Mutex<Records>,
    /// What all shelves take together.
    sum: Arc<AtomicUsize>,
}

/// Where some threads lay down what they record.
#[derive(Debug, Default)]
struct Tray {
    /// The exchanges that have begun at this tray and are not over.
    open: Vec<Open>,
    pile: Pile,
}

/// An exchange that is watched and not over.
#[derive(Debug)]
struct Open {
    id: Uuid,
    /// What tells those who wait for its end, if somebody does.
    awaited: Option<Arc<Notify>>,
}

/// Which tray an exchange has begun at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

thread_local! {
    static OWN: Place = {
        static THREADS: AtomicUsize = const { AtomicUsize::new(0) };
        Place(THREADS.fetch_add(1, Ordering::Relaxed) % TRAYS)
    };
}

/// The records of a workspace.
#[derive(Debug)]
pub(super) struct Records {
    pile: Pile,
    /// The number of the last one.
    last: u64,
    /// When somebody last looked for something, or the shelf was new.
    used: Instant,
}

/// Records one upon the other, the oldest first.
#[derive(Debug, Default)]
struct Pile {
    entries: VecDeque<Entry>,
    /// What they take.
    bytes: usize,
}

/// A record in a pile. What it takes is noted beside it, because the memory of one that makes room is far away.
#[derive(Clone, Debug)]
struct Entry {
    /// 0 as long as it lies in a tray.
    number: u64,
    ended: Instant,
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
    /// An empty shelf, whose records are numbered on from `last`. What is put on it is added to the sum, and what is taken away
    /// taken from it.
    pub(super) fn new(last: u64, now: Instant, sum: Arc<AtomicUsize>) -> Self {
        Self {
            trays: Default::default(),
            records: Mutex::new(Records {
                pile: Pile::default(),
                last,
                used: now,
            }),
            sum,
        }
    }

    /// An exchange has begun. It is to be closed at that place.
    pub(super) fn open(&self, id: Uuid) -> Place {
        let place = OWN.with(|place| *place);
        self.tray(place).open.push(Open { id, awaited: None });
        place
    }

    /// An exchange is over, and has no record.
    pub(super) fn close(&self, place: Place, id: Uuid) {
        let closed = self.tray(place).close(id);
        if let Some(open) = closed {
            open.tell();
        }
    }

    /// An exchange was over at that time, and this is its record.
    pub(super) fn put(&self, place: Place, record: Record, ended: Instant) {
        let entry = Entry {
            number: 0,
            ended,
            size: record.size(),
            record: Arc::new(record),
        };
        let mut tray = self.tray(place);
        let closed = tray.close(entry.record.id());
        let before = tray.pile.bytes;
        let removed = tray.pile.push(entry);
        self.account(before, tray.pile.bytes);
        drop(tray);
        // Nobody waits for the tray while they are freed.
        drop(removed);
        if let Some(open) = closed {
            open.tell();
        }
    }

    /// The end of an exchange, if it has begun and is not over.
    pub(super) fn end(&self, id: Uuid) -> Option<OwnedNotified> {
        (0..TRAYS).find_map(|index| {
            let mut tray = self.tray(Place(index));
            let open = tray.open.iter_mut().find(|open| open.id == id)?;
            let awaited = open.awaited.get_or_insert_default();
            // It hears of what is told from here on, which nobody tells before the tray is free.
            Some(Arc::clone(awaited).notified_owned())
        })
    }

    /// The records for somebody who looks for something.
    pub(super) fn records(&self) -> MutexGuard<'_, Records> {
        let mut records = self.collect();
        records.used = Instant::now();
        records
    }

    /// The records, with what lay in the trays.
    fn collect(&self) -> MutexGuard<'_, Records> {
        let mut records = self.lock();
        let mut fresh = Vec::new();
        let mut before = records.pile.bytes;
        for index in 0..TRAYS {
            let pile = std::mem::take(&mut self.tray(Place(index)).pile);
            before += pile.bytes;
            fresh.extend(pile.entries);
        }
        fresh.sort_by_key(|entry| entry.ended);
        for entry in fresh {
            records.last += 1;
            let number = records.last;
            records.pile.push(Entry { number, ..entry });
        }
        self.account(before, records.pile.bytes);
        records
    }

    /// When it was last used.
    pub(super) fn used(&self) -> Instant {
        let looked = self.lock().used;
        let laid = (0..TRAYS).filter_map(|index| Some(self.tray(Place(index)).pile.entries.back()?.ended));
        // An exchange may have taken long, and its record is not to make room at once for those that began after it.
        laid.fold(looked, Instant::max)
    }

    /// Forgets the record of that exchange. Whether there was one.
    pub(super) fn remove(&self, id: Uuid) -> bool {
        let pile = &mut self.records().pile;
        let found = pile.entries.iter().position(|entry| entry.record.id() == id);
        let Some(entry) = found.and_then(|index| pile.entries.remove(index)) else {
            return false;
        };
        pile.bytes -= entry.size;
        self.account(entry.size, 0);
        true
    }

    /// Forgets all records. The number of the last one that had any.
    pub(super) fn clear(&self) -> u64 {
        let mut records = self.collect();
        let pile = std::mem::take(&mut records.pile);
        self.account(pile.bytes, 0);
        records.last
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
        // Taken out before they are looked at, because to look at them takes long and somebody else may be looking, too.
        let (entries, last) = {
            let records = self.records();
            (records.pile.entries.clone(), records.last)
        };
        let wanted = |entry: &Entry| wanted(&entry.record);
        let (found, seq) = match after {
            None => {
                let mut found: Vec<_> = entries.into_iter().rev().filter(wanted).take(limit).collect();
                found.reverse();
                (found, last)
            }
            Some(cursor) => {
                let from = if cursor.epoch == epoch { cursor.seq } else { 0 };
                let later = entries.into_iter().skip_while(|entry| entry.number <= from);
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

    /// What took `before` takes `after` now. To be called while it is locked, so that whoever changes it next counts from there.
    fn account(&self, before: usize, after: usize) {
        // Mostly the record that makes room is as heavy as the one that comes, and then nobody else's cache has to hear of it.
        if before != after {
            // Where it got lighter, the sum wraps around.
            self.sum.fetch_add(after.wrapping_sub(before), Ordering::Relaxed);
        }
    }

    // A panic while one of the two was held cannot have left a pile half changed.
    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tray(&self, Place(index): Place) -> MutexGuard<'_, Tray> {
        self.trays[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tray {
    /// An exchange is over.
    fn close(&mut self, id: Uuid) -> Option<Open> {
        // Most exchanges are short, so that they are among the last that have begun.
        let index = self.open.iter().rposition(|open| open.id == id)?;
        Some(self.open.swap_remove(index))
    }
}

impl Open {
    /// Tells those who wait for its end, when it has come and the record is there.
    fn tell(self) {
        if let Some(awaited) = self.awaited {
            awaited.notify_waiters();
        }
    }
}

impl Records {
    /// The record of that exchange.
    pub(super) fn find(&self, id: Uuid) -> Option<Arc<Record>> {
        let entry = self.pile.entries.iter().rev().find(|entry| entry.record.id() == id)?;
        Some(Arc::clone(&entry.record))
    }
}

impl Pile {
    /// Lays one on top; gives those that had to make room.
    fn push(&mut self, entry: Entry) -> SmallVec<[Entry; 1]> {
        self.bytes += entry.size;
        self.entries.push_back(entry);
        let mut removed = SmallVec::new();
        while (self.entries.len() > MOST_RECORDS || self.bytes > MOST_BYTES)
            && let Some(oldest) = self.entries.pop_front()
        {
            self.bytes -= oldest.size;
            removed.push(oldest);
        }
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_of_an_exchange_that_another_thread_watches_is_heard_of() {
        let shelf = Shelf::new(0, Instant::now(), Arc::default());
        let ids = [(); 2 * TRAYS].map(|()| Uuid::new_v4());
        // More threads than there are trays.
        let on_a_thread = |id| std::thread::scope(|scope| scope.spawn(|| shelf.open(id)).join());
        let places = ids.map(|id| on_a_thread(id).expect("nothing panics there"));
        for (id, place) in ids.into_iter().zip(places) {
            let end = shelf.end(id).expect("it is not over");
            let also = shelf.end(id).expect("it is not over");
            shelf.close(place, id);
            end.await;
            also.await;
            assert!(shelf.end(id).is_none());
        }
    }
}
