//! The open connections of one listener: how many they are, which of them is only waiting, and how to tell them to stop.

use std::{
    collections::HashMap,
    net::IpAddr,
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
    network: IpAddr,
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
    /// How many connections each network has.
    networks: HashMap<IpAddr, usize>,
}

/// What a client is known by before it has said anything: an IPv4 address, or the first 64 bits of an IPv6 address, because a client has
/// all that share them.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        v4 => v4,
    }
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

    /// Enters a connection from that address, which is waiting from now on.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Registered {
        let network = network(address);
        let handle = Arc::new(Handle {
            epoch: self.epoch,
            network,
            waiting: AtomicU64::new(BUSY),
            order: AtomicU8::new(Order::Serve as u8),
            waker: AtomicWaker::new(),
        });
        handle.is_waiting_since(Instant::now());
        let mut open = self.lock();
        let key = open.next;
        open.next += 1;
        open.handles.insert(key, Arc::clone(&handle));
        *open.networks.entry(network).or_default() += 1;
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

    /// Drops the newest connection of the network that has the most, for one of a network that has clearly fewer. Whether there was one.
    pub(super) fn make_room_for(&self, address: IpAddr) -> bool {
        let open = self.lock();
        let own = open.networks.get(&network(address)).copied().unwrap_or(0);
        let Some((largest, count)) = open.networks.iter().max_by_key(|(_, count)| **count) else {
            return false;
        };
        if *count < 2 * (own + 1) {
            return false;
        }
        let is_open = |handle: &Handle| handle.order.load(Ordering::Relaxed) != Order::Drop as u8;
        let newest = open
            .handles
            .iter()
            .filter(|(_, handle)| handle.network == *largest && is_open(handle))
            .max_by_key(|(key, _)| **key);
        newest.inspect(|(_, handle)| handle.give(Order::Drop)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // A panic while it was held cannot have left a map half changed.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        let mut open = self.registry.lock();
        open.handles.remove(&self.key);
        let network = self.handle.network;
        if let Some(count) = open.networks.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                open.networks.remove(&network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn orders(connections: &[Registered]) -> Vec<Order> {
        connections
            .iter()
            .map(|connection| connection.handle.order(Waker::noop()))
            .collect()
    }

    #[tokio::test]
    async fn evicts_those_that_have_waited_longest_and_nobody_who_is_busy() {
        let registry = Registry::new();
        let connections: Vec<_> = (0..4).map(|_| registry.enter(ONE)).collect();
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
    async fn a_client_that_has_many_makes_room_for_one_that_has_few() {
        let registry = Registry::new();
        let connections: Vec<_> = (0..4).map(|_| registry.enter(ONE)).collect();
        for connection in &connections {
            connection.handle.is_busy();
        }
        assert!(!registry.make_room_for(ONE));
        assert!(registry.make_room_for(OTHER));
        assert_eq!(
            orders(&connections),
            [Order::Serve, Order::Serve, Order::Serve, Order::Drop]
        );
        let _other = registry.enter(OTHER);
        assert!(registry.make_room_for(OTHER));
        let _another = registry.enter(OTHER);
        assert!(!registry.make_room_for(OTHER), "it has about as many");
    }

    #[test]
    fn addresses_of_one_network_count_together() {
        let rows = [
            ("2001:db8::1", "2001:db8::"),
            ("2001:db8::ffff:0:1", "2001:db8::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ];
        for (address, of) in rows {
            assert_eq!(
                network(address.parse().unwrap()),
                of.parse::<IpAddr>().unwrap(),
                "{address}"
            );
        }
    }

    #[tokio::test]
    async fn an_order_is_never_taken_back() {
        let registry = Registry::new();
        let connections = [registry.enter(ONE)];
        registry.tell_all(Order::Drop);
        registry.tell_all(Order::Finish);
        assert_eq!(orders(&connections), [Order::Drop]);
    }

    #[tokio::test]
    async fn leaving_makes_room() {
        let registry = Registry::new();
        let connection = registry.enter(ONE);
        assert_eq!(registry.len(), 1);
        drop(connection);
        assert_eq!(registry.len(), 0);
    }
}
