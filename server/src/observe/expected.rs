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

use crate::workspace::Workspace;

/// So many sets there are. Where there are more threads, some of them share one.
const SETS: usize = 16;

type Set = HashMap<Uuid, Watched, RandomState>;

#[derive(Debug)]
struct Watched {
    workspace: Workspace,
    /// What tells those who wait for it, if somebody does.
    awaited: Option<Arc<Notify>>,
}

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
    /// An exchange of that workspace has begun.
    pub(super) fn insert(&self, workspace: Workspace, id: Uuid) -> Place {
        let place = OWN.with(|place| *place);
        let watched = Watched {
            workspace,
            awaited: None,
        };
        self.set(place).insert(id, watched);
        place
    }

    /// An exchange is over, and if it has a record, that can be found.
    pub(super) fn remove(&self, place: Place, id: Uuid) {
        let watched = self.set(place).remove(&id);
        if let Some(awaited) = watched.and_then(|watched| watched.awaited) {
            awaited.notify_waiters();
        }
    }

    /// The end of an exchange, if it is one of that workspace and is not over.
    pub(super) fn end(&self, workspace: Workspace, id: Uuid) -> Option<OwnedNotified> {
        (0..SETS).find_map(|index| {
            let mut set = self.set(Place(index));
            let watched = set.get_mut(&id).filter(|watched| watched.workspace == workspace)?;
            let awaited = watched.awaited.get_or_insert_default();
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
    use crate::workspace::Token;

    #[tokio::test]
    async fn the_end_of_an_exchange_that_another_thread_watches_is_heard_of() {
        let expected = Expected::default();
        let [own, other] = [(); 2].map(|()| Token::random().workspace());
        let ids = [(); 2 * SETS].map(|()| Uuid::new_v4());
        // More threads than there are sets.
        let on_a_thread = |id| std::thread::scope(|scope| scope.spawn(|| expected.insert(own, id)).join());
        let places = ids.map(|id| on_a_thread(id).expect("nothing panics there"));
        for (id, place) in ids.into_iter().zip(places) {
            assert!(expected.end(other, id).is_none());
            let end = expected.end(own, id).expect("it is not over");
            let also = expected.end(own, id).expect("it is not over");
            expected.remove(place, id);
            end.await;
            also.await;
            assert!(expected.end(own, id).is_none());
        }
    }
}
