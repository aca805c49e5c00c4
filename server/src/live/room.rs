//! Rooms: which events are of one.

use contract::shop::MAX_ROOM;
use feed::Event;

/// The kind of an event that is a message.
pub(crate) const MESSAGE: &str = "message";

/// The kind of an event that says that somebody comes, goes or turns away.
pub(crate) const PRESENCE: &str = "presence";

/// The kind of an event that says that somebody is writing something.
pub(crate) const TYPING: &str = "typing";

/// A room, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    name: String,
    /// How the data of an event of this room begin. The name has nothing that JSON would escape, and the room comes first in the
    /// data, so an event need not be parsed by each of its readers.
    beginning: Box<[u8]>,
}

impl Room {
    /// The room of that name, or what would be right.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let well_formed = (1..=MAX_ROOM).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !well_formed {
            return Err(format!(
                "the name of a room is 1 to {MAX_ROOM} letters, digits, `_` and `-`"
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            beginning: format!("{{\"room\":\"{name}\",").into_bytes().into(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether an event is a message in this room.
    pub(crate) fn has(&self, event: &Event) -> bool {
        event.kind() == MESSAGE && self.members(event).is_some()
    }

    /// The members behind the room in the data of an event of this room, whatever its kind.
    pub(crate) fn members<'e>(&self, event: &'e Event) -> Option<&'e [u8]> {
        event.data().strip_prefix(&*self.beginning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_has_a_plain_name() {
        let long = "x".repeat(65);
        for (name, is_one) in [
            ("lobby", true),
            ("Tea_and-cake2", true),
            ("", false),
            ("a b", false),
            ("a\"b", false),
            ("ä", false),
            (&long, false),
        ] {
            assert_eq!(Room::named(name).is_ok(), is_one, "{name:?}");
        }
    }
}
