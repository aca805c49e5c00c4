//! Where records are kept: a shelf for each workspace, all of them bounded.
//!
//! They are in memory only: a record is for whoever is looking at it now, and after a restart there is nothing to look at yet.
//!
//! Whoever records has a [`Desk`] at the shelf, so that every recorded request comes to the shelf and hardly one to the map. That is a
//! map under a lock and not a cache that keeps house beside its callers.
//! The map's lock is taken before that of a shelf, never the other way round, and nothing is awaited under either. Whoever
//! finds the shelf there does not keep anybody else from the map.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use foldhash::fast::RandomState;
use jiff::Timestamp;
use tokio::time::timeout;
use uuid::Uuid;

use super::{
    Record,
    shelf::{Cursor, Place, Shelf},
};
use crate::workspace::Workspace;

/// All shelves together have so many bytes; then those that were used longest ago make room.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// One part in so many is made free at once, because to find out what was used longest ago takes a look at all shelves.
const FREED: usize = 16;

/// What a shelf takes beside its records, roughly: its trays, most of it.
const SHELF_BYTES: usize = 2 * 1024;

/// A shelf that nobody uses is cleared after so long.
const UNUSED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// How long an exchange is waited for that is about to end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often such shelves are looked for.
const TIDIED_EVERY: Duration = Duration::from_secs(60 * 60);

/// All shelves. All clones are the same.
#[derive(Clone, Debug)]
pub struct Shelves(Arc<Room>);

#[derive(Debug)]
struct Room {
    inventory: RwLock<Inventory>,
    /// What all shelves take together.
    bytes: Arc<AtomicUsize>,
    /// How much that may be.
    most: usize,
    epoch: i64,
}

#[derive(Debug)]
struct Inventory {
    /// Nobody can choose keys that fall together here, because they are cryptographic hashes and what they fall by is random.
    shelves: HashMap<Workspace, Arc<Shelf>, RandomState>,
    /// The highest number of a record on a shelf that was taken away. Numbers go on from there, so that whoever reads on from a
    /// cursor misses nothing that is put on a new shelf.
    numbered: u64,
    tidied: Instant,
}

/// A shelf at hand, for whoever puts records on it again and again. As long as there is a desk, its shelf is not taken away.
#[derive(Debug)]
pub struct Desk {
    room: Arc<Room>,
    shelf: Arc<Shelf>,
}

/// An exchange that is watched, until its record is put or this is dropped.
#[derive(Debug)]
pub struct Expectation {
    desk: Arc<Desk>,
    id: Uuid,
    /// Where it has begun, until its record is put.
    place: Option<Place>,
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
        Self::of(MOST_BYTES)
    }
}

impl Shelves {
    fn of(most: usize) -> Self {
        Self(Arc::new(Room {
            inventory: RwLock::new(Inventory {
                shelves: HashMap::default(),
                numbered: 0,
                tidied: Instant::now(),
            }),
            bytes: Arc::default(),
            most,
            epoch: Timestamp::now().as_millisecond(),
        }))
    }

    /// The desk for a workspace whose first exchange there has begun about now.
    #[must_use]
    pub fn desk(&self, workspace: Workspace, now: Instant) -> Arc<Desk> {
        let known = self.0.read().shelves.get(&workspace).cloned();
        let shelf = known.unwrap_or_else(|| {
            let mut inventory = self.0.write();
            let known = inventory.shelves.get(&workspace).cloned();
            known.unwrap_or_else(|| self.0.add(&mut inventory, workspace, now))
        });
        Arc::new(Desk {
            room: Arc::clone(&self.0),
            shelf,
        })
    }

    fn shelf(&self, workspace: Workspace) -> Option<Arc<Shelf>> {
        self.0.read().shelves.get(&workspace).cloned()
    }

    /// The records that `wanted` holds for, at most `limit`: the first after the cursor, or without one, the last. `None` if it is
    /// no cursor. One of another run of the program stands before everything.
    #[must_use]
    pub fn list(
        &self,
        workspace: Workspace,
        after: Option<&str>,
        limit: usize,
        wanted: impl Fn(&Record) -> bool,
    ) -> Option<Kept> {
        let cursor = match after {
            Some(text) => Some(Cursor::parse(text)?),
            None => None,
        };
        let Some(shelf) = self.shelf(workspace) else {
            return self.nothing(after);
        };
        let (records, cursor) = shelf.list(self.0.epoch, cursor, limit, wanted);
        Some(Kept {
            records,
            cursor: cursor.to_string(),
        })
    }

    /// What [`Shelves::list`] says of a workspace that has no records.
    #[must_use]
    pub fn nothing(&self, after: Option<&str>) -> Option<Kept> {
        let is_sound = after.is_none_or(|text| Cursor::parse(text).is_some());
        let cursor = Cursor {
            epoch: self.0.epoch,
            seq: 0,
        };
        is_sound.then(|| Kept {
            records: Vec::new(),
            cursor: cursor.to_string(),
        })
    }

    /// The record of that exchange. One that is just ending is waited for.
    pub async fn get(&self, workspace: Workspace, id: Uuid) -> Option<Arc<Record>> {
        let shelf = self.shelf(workspace)?;
        if let Some(end) = shelf.end(id) {
            // What is still not over is not there.
            let _ = timeout(PATIENCE, end).await;
        }
        shelf.records().find(id)
    }

    /// Forgets the record of that exchange. Whether there was one.
    #[must_use]
    pub fn remove(&self, workspace: Workspace, id: Uuid) -> bool {
        self.shelf(workspace).is_some_and(|shelf| shelf.remove(id))
    }

    /// Forgets all records of a workspace.
    pub fn clear(&self, workspace: Workspace) {
        if let Some(shelf) = self.shelf(workspace) {
            shelf.clear();
        }
    }
}

impl Room {
    // A panic while it was held cannot have left a map half changed.
    fn read(&self) -> RwLockReadGuard<'_, Inventory> {
        self.inventory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inventory> {
        self.inventory.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new shelf; from time to time those that nobody uses are looked for at that.
    fn add(&self, inventory: &mut Inventory, workspace: Workspace, now: Instant) -> Arc<Shelf> {
        if now.saturating_duration_since(inventory.tidied) > TIDIED_EVERY {
            self.tidy(inventory);
        }
        let shelf = Arc::new(Shelf::new(inventory.numbered, now, Arc::clone(&self.bytes)));
        inventory.shelves.insert(workspace, Arc::clone(&shelf));
        self.bytes.fetch_add(SHELF_BYTES, Ordering::Relaxed);
        shelf
    }

    /// Makes room if there is too little.
    fn make_room(&self) {
        if self.bytes.load(Ordering::Relaxed) > self.most {
            self.tidy(&mut self.write());
        }
    }

    /// Clears the shelves that have been unused for long, and if all together are too heavy, those that were used longest ago.
    fn tidy(&self, inventory: &mut Inventory) {
        let now = Instant::now();
        inventory.tidied = now;
        let bytes = || self.bytes.load(Ordering::Relaxed);
        // Somebody else may have made room meanwhile.
        let enough = if bytes() > self.most {
            self.most - self.most / FREED
        } else {
            self.most
        };
        let shelves = inventory.shelves.iter();
        let mut by_use: Vec<_> = shelves.map(|(workspace, shelf)| (shelf.used(), *workspace)).collect();
        by_use.sort_unstable_by_key(|(used, _)| *used);
        for (used, workspace) in by_use {
            if now.saturating_duration_since(used) < UNUSED_FOR && bytes() <= enough {
                break;
            }
            let Some(shelf) = inventory.shelves.get(&workspace) else {
                continue;
            };
            // A desk holds on to the shelf, and there is a new one only under the lock that is held here. So where there is none before
            // it is cleared, no record comes after that.
            let has_desk = Arc::strong_count(shelf) > 1;
            let last = shelf.clear();
            // Where a record may still come, the shelf stays, so that it comes to where it is looked for.
            if !has_desk {
                inventory.numbered = inventory.numbered.max(last);
                inventory.shelves.remove(&workspace);
                self.bytes.fetch_sub(SHELF_BYTES, Ordering::Relaxed);
            }
        }
    }
}

impl Desk {
    /// An exchange has begun, and its record will be put on the shelf when it is over.
    #[must_use]
    pub fn expect(self: Arc<Self>, id: Uuid) -> Expectation {
        Expectation {
            place: Some(self.shelf.open(id)),
            desk: self,
            id,
        }
    }
}

impl Expectation {
    /// The exchange was over at that time, and this is its record. Who has waited for it finds it.
    pub fn put(mut self, record: Record, ended: Instant) {
        if let Some(place) = self.place.take() {
            let Desk { room, shelf } = &*self.desk;
            shelf.put(place, record, ended);
            room.make_room();
        }
    }
}

impl Drop for Expectation {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.desk.shelf.close(place, self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::{
        clock::Clock,
        listen::{Arrival, Peer, Recording, Tape},
        workspace::Token,
    };

    const MOST: usize = 64 * 1024;

    /// A record that takes about eight kilobytes.
    fn record(id: Uuid) -> Record {
        let address = ([127, 0, 0, 1], 80).into();
        let arrival = Arrival {
            peer: Arc::new(Peer {
                remote: address,
                local: address,
                tls: None,
            }),
            head: None,
            claim: None,
        };
        let clock = Clock::start(arrival, SystemTime::now());
        let mut request = Tape {
            bytes: vec![b'x'; 7 * 1024],
            size: 7 * 1024,
            ..Tape::default()
        };
        let recording = Recording {
            request: &mut request,
            response: &mut Tape::default(),
            number: 0,
            tables: None,
        };
        Record::new(id, &clock, recording)
    }

    /// Puts a record on the shelf of a workspace; its id.
    fn put(shelves: &Shelves, workspace: Workspace) -> Uuid {
        let id = Uuid::now_v7();
        shelves
            .desk(workspace, Instant::now())
            .expect(id)
            .put(record(id), Instant::now());
        id
    }

    /// Puts so many records, one after the other; their ids.
    fn put_several(shelves: &Shelves, workspace: Workspace, count: usize) -> Vec<Uuid> {
        (0..count).map(|_| put(shelves, workspace)).collect()
    }

    fn ids(kept: &Kept) -> Vec<Uuid> {
        kept.records.iter().map(|record| record.id()).collect()
    }

    #[tokio::test]
    async fn the_shelves_that_were_used_longest_ago_make_room() {
        let shelves = Shelves::of(MOST);
        let mut kept = Vec::new();
        for number in 0..19 {
            let workspace = Token::random().workspace();
            kept.push((workspace, put(&shelves, workspace)));
            let (first, id) = kept[0];
            // Somebody looks at this one again and again.
            assert!(shelves.get(first, id).await.is_some(), "{number}");
            assert!(shelves.0.bytes.load(Ordering::Relaxed) <= MOST, "{number}");
        }
        let mut found = Vec::new();
        for (workspace, id) in &kept {
            found.push(shelves.get(*workspace, *id).await.is_some());
        }
        let gone = found.iter().filter(|found| !**found).count();
        assert!(gone >= 12, "{found:?}");
        // The first, then those that are gone, the oldest of them first, then those that are left.
        assert!(found[0] && !found[1] && *found.last().unwrap(), "{found:?}");
        assert!(found[1..].is_sorted(), "{found:?}");

        // What is gone takes nothing any more.
        for (workspace, _) in kept {
            shelves.clear(workspace);
        }
        let shelves_left = shelves.0.read().shelves.len();
        assert_eq!(shelves.0.bytes.load(Ordering::Relaxed), shelves_left * SHELF_BYTES);
    }

    #[tokio::test]
    async fn a_record_that_was_long_expected_finds_its_shelf_and_stays_on_it() {
        let shelves = Shelves::of(MOST);
        let (workspace, id) = (Token::random().workspace(), Uuid::now_v7());
        let used = Instant::now().checked_sub(Duration::from_secs(100)).unwrap();
        let expectation = shelves.desk(workspace, used).expect(id);
        for _ in 0..19 {
            put(&shelves, Token::random().workspace());
        }
        expectation.put(record(id), Instant::now());
        assert!(shelves.get(workspace, id).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_record_is_waited_for_as_long_as_it_may_come() {
        let shelves = Shelves::of(MOST);
        let workspace = Token::random().workspace();
        let expect = |id| shelves.desk(workspace, Instant::now()).expect(id);
        let started = tokio::time::Instant::now();

        let id = Uuid::now_v7();
        let expectation = expect(id);
        let land = async { expectation.put(record(id), Instant::now()) };
        let (found, ()) = tokio::join!(shelves.get(workspace, id), land);
        assert!(found.is_some());

        let id = Uuid::now_v7();
        let expectation = expect(id);
        let let_go = async { drop(expectation) };
        let (found, ()) = tokio::join!(shelves.get(workspace, id), let_go);
        assert!(found.is_none());

        // Others do not matter.
        let id = Uuid::now_v7();
        let _stream_that_goes_on = expect(id);
        assert!(shelves.get(workspace, Uuid::now_v7()).await.is_none());
        assert_eq!(started.elapsed(), Duration::ZERO);
        assert!(shelves.get(workspace, id).await.is_none());
        assert_eq!(started.elapsed(), Duration::from_secs(1));
    }

    #[test]
    fn what_lands_while_room_is_made_weighs_nothing_once_it_is_gone() {
        let shelves = Shelves::of(MOST);
        let workspaces = [0; 4].map(|_| Token::random().workspace());
        let land = |workspace| {
            for _ in 0..5_000 {
                put(&shelves, workspace);
            }
        };
        std::thread::scope(|scope| {
            let landing = workspaces.map(|workspace| scope.spawn(move || land(workspace)));
            while landing.iter().any(|thread| !thread.is_finished()) {
                shelves.0.tidy(&mut shelves.0.write());
            }
        });
        for workspace in workspaces {
            shelves.clear(workspace);
        }
        let shelves_left = shelves.0.read().shelves.len();
        assert_eq!(shelves.0.bytes.load(Ordering::Relaxed), shelves_left * SHELF_BYTES);
    }

    #[test]
    fn who_reads_on_while_several_threads_put_sees_each_record_once_and_in_their_order() {
        let shelves = Shelves::default();
        let workspace = Token::random().workspace();
        let mut read = Vec::new();
        let mut cursor = None;
        let mut read_on = |limit| {
            let kept = shelves.list(workspace, cursor.as_deref(), limit, |_| true).unwrap();
            read.extend(ids(&kept));
            cursor = Some(kept.cursor);
            kept.records.len()
        };
        // Where it begins, nothing is there yet, and a cursor to read on from is.
        assert_eq!(read_on(10), 0);
        let landed = std::thread::scope(|scope| {
            let landing = [(); 4].map(|()| scope.spawn(|| put_several(&shelves, workspace, 100)));
            while landing.iter().any(|thread| !thread.is_finished()) {
                read_on(7);
            }
            landing.map(|thread| thread.join().unwrap())
        });
        while read_on(7) > 0 {}
        assert_eq!(read.len(), 400);
        for ids in landed {
            let of_one_thread: Vec<_> = read.iter().copied().filter(|id| ids.contains(id)).collect();
            assert_eq!(of_one_thread, ids);
        }
    }

    #[test]
    fn a_shelf_keeps_the_last_records_whichever_thread_has_put_them() {
        let shelves = Shelves::default();
        let workspace = Token::random().workspace();
        let on_a_thread = |count| {
            let put = || put_several(&shelves, workspace, count);
            std::thread::scope(|scope| scope.spawn(put).join().unwrap())
        };
        let landed = [400, 300, 1].map(on_a_thread).concat();
        let kept = shelves.list(workspace, None, 1_000, |_| true).unwrap();
        assert_eq!(ids(&kept), landed[201..]);
        shelves.clear(workspace);
        assert_eq!(shelves.0.bytes.load(Ordering::Relaxed), SHELF_BYTES);
    }

    #[tokio::test]
    async fn who_reads_on_misses_nothing_of_a_shelf_that_is_new() {
        let shelves = Shelves::of(MOST);
        let workspace = Token::random().workspace();
        put(&shelves, workspace);
        let before = shelves.list(workspace, None, 10, |_| true).unwrap().cursor;
        for _ in 0..19 {
            put(&shelves, Token::random().workspace());
        }
        assert!(shelves.list(workspace, None, 10, |_| true).unwrap().records.is_empty());
        let id = put(&shelves, workspace);
        let kept = shelves.list(workspace, Some(&before), 10, |_| true).unwrap();
        assert_eq!(ids(&kept), [id]);
    }
}
