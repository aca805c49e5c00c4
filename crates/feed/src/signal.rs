//! What a sleeping reader is woken by.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::task::AtomicWaker;

/// A reader's own, registered in every channel that it reads. Whoever waits looks at the channels itself after it was woken, so
/// nothing is handed over and being woken in vain does no harm.
pub(crate) type Signal = AtomicWaker;

/// How many readers are woken between two looks at the list.
const AT_ONCE: usize = 256;

/// The readers of a channel. Places that became free are used again.
#[derive(Debug, Default)]
pub(crate) struct Readers(Mutex<Places>);

#[derive(Debug, Default)]
struct Places {
    places: Vec<Option<Arc<Signal>>>,
    free: Vec<u32>,
}

impl Readers {
    /// Adds a reader; gives its place.
    pub(crate) fn add(&self, signal: Arc<Signal>) -> u32 {
        let mut readers = self.lock();
        if let Some(place) = readers.free.pop() {
            readers.places[place as usize] = Some(signal);
            return place;
        }
        readers.places.push(Some(signal));
        u32::try_from(readers.places.len() - 1).expect("so many readers do not fit into memory")
    }

    /// Takes the reader at this place away.
    pub(crate) fn remove(&self, place: u32) {
        let mut readers = self.lock();
        readers.places[place as usize] = None;
        readers.free.push(place);
        if readers.free.len() == readers.places.len() {
            *readers = Places::default();
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().places.is_empty()
    }

    /// Wakes all. Not under the lock: to wake may be to drop the last that is left of a task, and its subscription would come back
    /// here to leave.
    pub(crate) fn wake(&self) {
        let mut woken = Vec::with_capacity(AT_ONCE);
        let mut from = 0;
        loop {
            {
                let readers = self.lock();
                let Some(rest) = readers.places.get(from..) else { return };
                if rest.is_empty() {
                    return;
                }
                let some = &rest[..rest.len().min(AT_ONCE)];
                woken.extend(some.iter().flatten().cloned());
                from += some.len();
            }
            for signal in woken.drain(..) {
                signal.wake();
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        task::{Wake, Waker},
    };

    use super::*;

    /// Counts, and takes another reader away as it is woken.
    struct Leaving {
        readers: Arc<Readers>,
        place: u32,
        woken: Arc<AtomicUsize>,
    }

    impl Wake for Leaving {
        fn wake(self: Arc<Self>) {
            self.woken.fetch_add(1, Ordering::Relaxed);
            self.readers.remove(self.place);
        }
    }

    #[test]
    fn every_reader_is_woken_and_may_leave_meanwhile() {
        let readers = Arc::new(Readers::default());
        let woken = Arc::new(AtomicUsize::new(0));
        let count = 3 * AT_ONCE + 1;
        for _ in 0..count {
            let signal = Arc::new(Signal::new());
            let place = readers.add(Arc::clone(&signal));
            signal.register(&Waker::from(Arc::new(Leaving {
                readers: Arc::clone(&readers),
                place,
                woken: Arc::clone(&woken),
            })));
        }
        assert!(!readers.is_empty());
        readers.wake();
        assert_eq!(woken.load(Ordering::Relaxed), count);
        assert!(readers.is_empty());
    }

    #[test]
    fn a_place_that_became_free_is_used_again() {
        let readers = Readers::default();
        let places: Vec<_> = (0..3).map(|_| readers.add(Arc::default())).collect();
        readers.remove(places[1]);
        assert_eq!(readers.add(Arc::default()), places[1]);
    }
}
