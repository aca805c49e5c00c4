//! Which exchanges are watched and not over.
//!
//! A page asks for the record of an exchange as soon as it has the response, and that may be sooner than the server has seen its own
//! last write succeed. So whoever asks has to know if there is something to wait for; and as every watched exchange comes here and
//! goes, and hardly one is asked for in between, that is kept where it costs the exchange least: each thread has a set of its own,
//! which is in the memory near it, and whoever asks looks into all of them.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use crossbeam_utils::CachePadded;
use foldhash::fast::RandomState;
use tokio::sync::{Notify, futures::OwnedNotified};
use uuid::Uuid;

/// So many sets there are. Where there are more threads, some of them share one.
const SETS: usize = 16;

/// Each exchange with what tells those who wait for it, if somebody does.
type Set = HashMap<Uuid, Option<Arc<Notify>>, RandomState>;

/// The exchanges that are watched and not over.
#[derive(Debug, Default)]
pub(super) struct Expected([CachePadded<Mutex<Set>>; SETS]);

/// In which set an exchange is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

thread_local! {
    static OWN: Place = {
        static THREADS: AtomicUsize = const { AtomicUsize::new(0) };
        Place(THREADS.fetch_add(1, Ordering::Relaxed) % SETS)
    };
}

impl Expected {
    /// An exchange has begun.
    pub(super) fn insert(&self, id: Uuid) -> Place {
        let place = OWN.with(|place| *place);
        self.set(place).insert(id, None);
        place
    }

    /// An exchange is over, and if it has a record, that can be found.
    pub(super) fn remove(&self, place: Place, id: Uuid) {
        let awaited = self.set(place).remove(&id).flatten();
        if let Some(awaited) = awaited {
            awaited.notify_waiters();
        }
    }

    /// The end of an exchange, if it is not over.
    pub(super) fn end(&self, id: Uuid) -> Option<OwnedNotified> {
        (0..SETS).find_map(|index| {
            let mut set = self.set(Place(index));
            let awaited = set.get_mut(&id)?.get_or_insert_default();
            // It hears of what is told from here on, which nobody tells before the set is free.
            Some(Arc::clone(awaited).notified_owned())
        })
    }

    fn set(&self, Place(index): Place) -> MutexGuard<'_, Set> {
        // A panic while it was held cannot have left a set half changed.
        self.0[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_of_an_exchange_that_another_thread_watches_is_heard_of() {
        let expected = Arc::new(Expected::default());
        let ids = [(); 2 * SETS].map(|()| Uuid::new_v4());
        // More threads than there are sets.
        let places = ids.map(|id| {
            let expected = Arc::clone(&expected);
            std::thread::spawn(move || expected.insert(id)).join().unwrap()
        });
        for (id, place) in ids.into_iter().zip(places) {
            let end = expected.end(id).expect("it is not over");
            let also = expected.end(id).expect("it is not over");
            expected.remove(place, id);
            end.await;
            also.await;
            assert!(expected.end(id).is_none());
        }
    }
}
