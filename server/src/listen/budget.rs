//! How much content of requests all connections together make the server hold.
//!
//! A handler that needs a whole body holds all of it until its response has been written, so slow clients with large bodies add up. What is
//! held is counted here, for the process and for each connection; a request that would go beyond is answered with 503, and those that
//! are under way are not disturbed.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use metrics::{Gauge, gauge};

/// The bytes that may be held, and those that are.
#[derive(Clone)]
pub(super) struct Budget(Arc<Shared>);

struct Shared {
    most: u64,
    held: AtomicU64,
    meter: Gauge,
}

/// The part of a budget that one connection uses.
#[derive(Clone)]
pub(super) struct Share(Arc<Connection>);

struct Connection {
    budget: Budget,
    most: u64,
    held: AtomicU64,
}

/// Why no more can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// All connections together hold as much as they may.
    Server,
    /// This connection does.
    Connection,
}

impl Budget {
    /// One of that many bytes.
    pub(super) fn new(most: u64) -> Self {
        Self(Arc::new(Shared {
            most,
            held: AtomicU64::new(0),
            meter: gauge!("roundtrip_request_bytes_held"),
        }))
    }

    /// The share of a new connection, of at most that many bytes.
    pub(super) fn share(&self, most: u64) -> Share {
        Share(Arc::new(Connection {
            budget: self.clone(),
            most,
            held: AtomicU64::new(0),
        }))
    }
}

impl Share {
    /// Something that holds nothing yet.
    pub(super) fn hold(&self) -> Held {
        Held {
            share: self.clone(),
            size: AtomicU64::new(0),
        }
    }
}

/// What one request holds. It is given back when this is dropped.
pub(super) struct Held {
    share: Share,
    size: AtomicU64,
}

impl Held {
    /// Holds that many bytes more.
    pub(super) fn add(&self, size: u64) -> Result<(), Exhausted> {
        let Connection { budget, most, held } = &*self.share.0;
        let shared = &*budget.0;
        take(held, size, *most).ok_or(Exhausted::Connection)?;
        if take(&shared.held, size, shared.most).is_none() {
            held.fetch_sub(size, Ordering::Relaxed);
            return Err(Exhausted::Server);
        }
        self.size.fetch_add(size, Ordering::Relaxed);
        shared.meter.increment(size as f64);
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let size = *self.size.get_mut();
        if size > 0 {
            let Connection { budget, held, .. } = &*self.share.0;
            held.fetch_sub(size, Ordering::Relaxed);
            budget.0.held.fetch_sub(size, Ordering::Relaxed);
            budget.0.meter.decrement(size as f64);
        }
    }
}

/// Adds to a count that may not go beyond `most`.
fn take(count: &AtomicU64, size: u64, most: u64) -> Option<()> {
    let add = |count: u64| count.checked_add(size).filter(|sum| *sum <= most);
    count
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add)
        .ok()
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_shared_and_given_back() {
        let budget = Budget::new(100);
        let (one, other) = (budget.share(60), budget.share(60));
        let first = one.hold();
        assert_eq!(first.add(40), Ok(()));
        assert_eq!(one.hold().add(30), Err(Exhausted::Connection));
        let second = other.hold();
        assert_eq!(second.add(60), Ok(()));
        assert_eq!(first.add(1), Err(Exhausted::Server));
        // What was refused is not counted.
        drop(second);
        assert_eq!(first.add(20), Ok(()));
        drop(first);
        assert_eq!(budget.0.held.load(Ordering::Relaxed), 0);
        assert_eq!(one.hold().add(60), Ok(()));
    }
}
