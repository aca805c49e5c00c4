//! The bodies that this page has received, as far as it keeps them.
//!
//! An exchange carries the beginning of its body. All of it is kept here for the latest exchanges, so that it can be read in full
//! and the page does not grow with each request.

use std::collections::VecDeque;

use uuid::Uuid;

use super::octets::Octets;

/// How many bytes of bodies are kept together. The oldest make room for new ones, and of a body that is larger the beginning is kept.
pub const KEPT_BYTES: usize = 256 << 20;

/// A body as it was received.
#[derive(Clone)]
pub struct Received {
    /// Its bytes with the content coding undone; as many of the first as are kept.
    pub octets: Octets,
    /// Why the browser does not tell how long it was with its content coding; `None` where it does.
    pub encoded_is_hidden: Option<&'static str>,
}

/// The bodies of the latest exchanges.
pub(super) struct Kept {
    limit: usize,
    bodies: VecDeque<(Uuid, Received)>,
}

impl Kept {
    /// No bodies yet, and room for so many bytes.
    pub(super) const fn new(limit: usize) -> Self {
        Self {
            limit,
            bodies: VecDeque::new(),
        }
    }

    /// Keeps the body of an exchange, and lets go of the oldest that there is no room for.
    pub(super) fn push(&mut self, exchange: Uuid, received: Received) {
        self.bodies.push_front((exchange, received));
        let (limit, mut size) = (self.limit, 0);
        self.bodies.retain(|(_, received)| {
            size += received.octets.len();
            size <= limit
        });
    }

    /// The body of an exchange, if it is still there.
    pub(super) fn of(&self, exchange: Uuid) -> Option<Received> {
        let (_, received) = self.bodies.iter().find(|(id, _)| *id == exchange)?;
        Some(received.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(len: usize) -> Received {
        Received {
            octets: Octets::from(&vec![0; len][..]),
            encoded_is_hidden: None,
        }
    }

    #[test]
    fn the_oldest_make_room() {
        let ids = [1, 2, 3, 4].map(Uuid::from_u128);
        let mut kept = Kept::new(100);
        for id in &ids[..3] {
            kept.push(*id, received(10));
        }
        kept.push(ids[3], received(90));
        let there = ids.map(|id| kept.of(id).map(|received| received.octets.len()));
        assert_eq!(there, [None, None, Some(10), Some(90)]);
    }
}
