//! The open connections of one listener: how many they are, which of them is only waiting, and how to tell them to stop.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    task::Waker,
};

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

/// What a connection has been told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Order {
    /// Go on.
    Serve,
    /// Finish what is in flight, take nothing new.
    Finish,
    /// Stop at once.
    Drop,
}

/// What a connection and its listener share.
#[derive(Debug)]
pub(super) struct Handle {
    epoch: Instant,
    /// Since when nothing is in flight, in milliseconds since the epoch; [`BUSY`] while something is.
    waiting: AtomicU64,
    order: AtomicU8,
    waker: AtomicWaker,
}

const BUSY: u64 = u64::MAX;

impl Handle {
    /// No request is in flight, since then.
    pub(super) fn is_waiting_since(&self, since: Instant) {
        let since = since.saturating_duration_since(self.epoch).as_millis();
        self.waiting
            .store(u64::try_from(since).unwrap_or(BUSY - 1), Ordering::Relaxed);
    }

    /// A request is in flight.
    pub(super) fn is_busy(&self) {
        self.waiting.store(BUSY, Ordering::Relaxed);
    }

    /// The present order. The task that asks is woken when it changes.
    pub(super) fn order(&self, waker: &Waker) -> Order {
        // Register before reading, so that an order given in between is not missed.
        self.waker.register(waker);
        match self.order.load(Ordering::Acquire) {
            0 => Order::Serve,
            1 => Order::Finish,
            _ => Order::Drop,
        }
    }

    /// The task that has asked for orders ends. Where the connection goes on by another protocol, its memory is not to stay as long.
    pub(super) fn forget_task(&self) {
        drop(self.waker.take());
    }

    /// Has the connection's task look at where it stands.
    pub(super) fn wake(&self) {
        self.waker.wake();
    }

    fn give(&self, order: Order) {
        self.order.fetch_max(order as u8, Ordering::AcqRel);
        self.wake();
    }
}

/// All open connections of a listener.
#[derive(Debug)]
pub(super) struct Registry {
    epoch: Instant,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    handles: HashMap<u64, Arc<Handle>>,
}

/// A connection's place in the registry, which it leaves when this is dropped.
#[derive(Debug)]
pub(super) struct Registered {
    registry: Arc<Registry>,
    key: u64,
    pub(super) handle: Arc<Handle>,
}

impl Registry {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            epoch: Instant::now(),
            open: Mutex::default(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.lock().handles.len()
    }

    /// Enters a connection, which is waiting from now on.
    pub(super) fn enter(self: &Arc<Self>) -> Registered {
        let handle = Arc::new(Handle {
            epoch: self.epoch,
            waiting: AtomicU64::new(BUSY),
            order: AtomicU8::new(Order::Serve as u8),
            waker: AtomicWaker::new(),
        });
        handle.is_waiting_since(Instant::now());
        let mut open = self.lock();
        let key = open.next;
        open.next += 1;
        open.handles.insert(key, Arc::clone(&handle));
        Registered {
            registry: Arc::clone(self),
            key,
            handle,
        }
    }

    /// Tells every connection.
    pub(super) fn tell_all(&self, order: Order) {
        for handle in self.lock().handles.values() {
            handle.give(order);
        }
    }

    /// Drops up to `most` of the connections that have waited longest, and says how many those are.
    pub(super) fn evict(&self, most: usize) -> usize {
        let open = self.lock();
        let mut waiting: Vec<_> = open
            .handles
            .values()
            .map(|handle| (handle.waiting.load(Ordering::Relaxed), handle))
            .filter(|(since, handle)| *since != BUSY && handle.order.load(Ordering::Relaxed) != Order::Drop as u8)
            .collect();
        if waiting.len() > most {
            waiting.select_nth_unstable_by_key(most, |(since, _)| *since);
            waiting.truncate(most);
        }
        for (_, handle) in &waiting {
            handle.give(Order::Drop);
        }
        waiting.len()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // A panic while it was held cannot have left a map half changed.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.registry.lock().handles.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn orders(connections: &[Registered]) -> Vec<Order> {
        connections
            .iter()
            .map(|connection| connection.handle.order(Waker::noop()))
            .collect()
    }

    #[tokio::test]
    async fn evicts_those_that_have_waited_longest_and_nobody_who_is_busy() {
        let registry = Registry::new();
        let connections: Vec<_> = (0..4).map(|_| registry.enter()).collect();
        let start = registry.epoch;
        connections[0].handle.is_busy();
        connections[1].handle.is_waiting_since(start + Duration::from_secs(3));
        connections[2].handle.is_waiting_since(start + Duration::from_secs(1));
        connections[3].handle.is_waiting_since(start + Duration::from_secs(2));

        assert_eq!(registry.evict(2), 2);
        assert_eq!(
            orders(&connections),
            [Order::Serve, Order::Serve, Order::Drop, Order::Drop]
        );
        assert_eq!(registry.evict(2), 1);
        assert_eq!(registry.evict(2), 0);
    }

    #[tokio::test]
    async fn an_order_is_never_taken_back() {
        let registry = Registry::new();
        let connections = [registry.enter()];
        registry.tell_all(Order::Drop);
        registry.tell_all(Order::Finish);
        assert_eq!(orders(&connections), [Order::Drop]);
    }

    #[tokio::test]
    async fn leaving_makes_room() {
        let registry = Registry::new();
        let connection = registry.enter();
        assert_eq!(registry.len(), 1);
        drop(connection);
        assert_eq!(registry.len(), 0);
    }
}
