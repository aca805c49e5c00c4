//! A room that a connection is in, and what of the log is new there.
//!
//! All rooms of a connection read the log by one subscription, and each may have begun at another place: a room that begins behind
//! the subscription is brought up to it first, and one that begins before it passes over what the client has.

use feed::{Cursor, Event};
use tokio::time::{Duration, Instant};

use crate::live::room::{PRESENCE, Room, TYPING};

/// How often a connection tells the others in a room that somebody is writing something, at most.
const TYPING_EVERY: Duration = Duration::from_secs(2);

pub(super) struct Entered {
    pub(super) room: Room,
    /// The messages up to here are those that the client has.
    from: Cursor,
    /// Who was there at this place, the client has been told.
    looked: Cursor,
    /// When it was last told that somebody is writing something.
    typed: Option<Instant>,
}

impl Entered {
    pub(super) fn new(room: Room, from: Cursor, looked: Cursor) -> Self {
        Self {
            room,
            from,
            looked,
            typed: None,
        }
    }

    /// The same room from other places on.
    pub(super) fn go_on(&mut self, from: Cursor, looked: Cursor) {
        (self.from, self.looked) = (from, looked);
    }

    /// The client has been told who was there at this place.
    pub(super) fn looked(&mut self, at: Cursor) {
        self.looked = at;
    }

    /// Whether the client is to be told of an event that has just come. `own` is how the members behind the room begin in what its
    /// person does.
    pub(super) fn is_new(&self, event: &Event, own: &[u8]) -> bool {
        let Some(members) = self.room.members(event) else {
            return false;
        };
        match event.kind() {
            TYPING => !members.starts_with(own),
            PRESENCE => !is_within(event.cursor(), self.looked),
            _ => self.room.has(event) && !is_within(event.cursor(), self.from),
        }
    }

    /// Whether it is time to tell again that somebody is writing something.
    pub(super) fn types(&mut self) -> bool {
        let now = Instant::now();
        let is_time = self.typed.is_none_or(|last| now.duration_since(last) >= TYPING_EVERY);
        if is_time {
            self.typed = Some(now);
        }
        is_time
    }
}

/// Whether an event lies before a place. Of events of another epoch nobody can say so.
pub(super) fn is_within(event: Cursor, place: Cursor) -> bool {
    event.epoch() == place.epoch() && event.seq() <= place.seq()
}
