//! What is known of each room: what was said, who is there, who is writing.

use std::collections::BTreeMap;

use contract::shop::{LOBBY, Message, Messages, Person, Present, Status, UserStatus};

use super::NO_ROOM;
use crate::client::live::cursor;

/// How long somebody counts as writing after they were last seen to, in milliseconds.
const WRITES_MS: f64 = 4_000.0;

/// A room.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Room {
    /// In the order of the log.
    pub(super) messages: Vec<Message>,
    /// Where its earlier messages are asked for, if there are any.
    pub(super) earlier: Option<String>,
    /// Whether what was said before has come.
    pub(super) is_loaded: bool,
    pub(super) people: Vec<Present>,
    /// Where reading goes on.
    pub(super) cursor: Option<String>,
    writing: Vec<(String, f64)>,
    unread: u32,
}

impl Room {
    /// One of which nothing is known.
    pub(super) const NEW: Self = Self {
        messages: Vec::new(),
        earlier: None,
        is_loaded: false,
        people: Vec::new(),
        cursor: None,
        writing: Vec::new(),
        unread: 0,
    };

    /// Adds a message, unless it is there; says whether it was new.
    fn add(&mut self, message: Message) -> bool {
        if self.messages.iter().rev().any(|known| known.cursor == message.cursor) {
            return false;
        }
        self.writing.retain(|(name, _)| *name != message.said.user.name);
        self.cursor = Some(message.cursor.clone());
        self.messages.push(message);
        true
    }

    /// The names of those who are writing now.
    pub(super) fn typing(&self, now: f64) -> impl Iterator<Item = &str> {
        let writing = self.writing.iter().filter(move |(_, at)| now - at < WRITES_MS);
        writing.map(|(name, _)| name.as_str())
    }
}

/// Whether a place in the log is behind another.
fn is_behind(one: &str, other: &str) -> bool {
    match (cursor::parts(one), cursor::parts(other)) {
        (Some((epoch, one)), Some((of_other, other))) => epoch == of_other && one > other,
        _ => false,
    }
}

/// All rooms, and which is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rooms {
    rooms: BTreeMap<String, Room>,
    chosen: String,
}

impl Rooms {
    /// The lobby alone.
    pub(super) fn new() -> Self {
        Self {
            rooms: BTreeMap::from([(LOBBY.to_owned(), Room::NEW)]),
            chosen: LOBBY.to_owned(),
        }
    }

    /// Their names, the lobby first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.rooms.keys().map(String::as_str).filter(|name| *name != LOBBY);
        std::iter::once(LOBBY).chain(others)
    }

    pub(super) fn chosen(&self) -> &str {
        &self.chosen
    }

    /// The room that is shown.
    pub(super) fn current(&self) -> &Room {
        self.rooms.get(&self.chosen).unwrap_or(NO_ROOM)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Room> {
        self.rooms.get(name)
    }

    /// The names of those whose messages have not come yet.
    pub(super) fn not_loaded(&self) -> Vec<String> {
        let rooms = self.rooms.iter().filter(|(_, room)| !room.is_loaded);
        rooms.map(|(name, _)| name.clone()).collect()
    }

    /// How many messages came while another room was shown.
    pub(super) fn unread(&self, name: &str) -> u32 {
        self.rooms.get(name).map_or(0, |room| room.unread)
    }

    /// Shows a room, which need not be there yet.
    pub(super) fn choose(&mut self, name: &str) {
        self.rooms.entry(name.to_owned()).or_default().unread = 0;
        name.clone_into(&mut self.chosen);
    }

    /// The latest messages of a room have come, in place of what was known; what was said since then stays.
    pub(super) fn loaded(&mut self, name: &str, came: Messages) {
        let room = self.rooms.entry(name.to_owned()).or_default();
        let known = std::mem::replace(&mut room.messages, came.messages);
        room.earlier = came.earlier;
        let later = known.into_iter().filter(|known| is_behind(&known.cursor, &came.cursor));
        room.messages.extend(later);
        let last = room.messages.last().map(|last| last.cursor.clone());
        room.cursor = last.filter(|last| is_behind(last, &came.cursor)).or(Some(came.cursor));
        room.is_loaded = true;
    }

    /// The messages of a room before that cursor have come. They are dropped where others are asked for next by now: somebody has
    /// asked twice, or the room was loaded anew.
    pub(super) fn loaded_earlier(&mut self, name: &str, before: Option<&str>, came: Messages) {
        if let Some(room) = self
            .rooms
            .get_mut(name)
            .filter(|room| room.earlier.as_deref() == before)
        {
            room.earlier = came.earlier;
            room.messages.splice(0..0, came.messages);
        }
    }

    /// Something was said.
    pub(super) fn said(&mut self, message: Message) {
        let is_shown = message.said.room == self.chosen;
        if let Some(room) = self.rooms.get_mut(&message.said.room)
            && room.add(message)
            && !is_shown
        {
            room.unread += 1;
        }
    }

    /// The connection is in a room, with those people. What is said there is read from that place on.
    pub(super) fn joined(&mut self, name: &str, users: Vec<Present>) {
        if let Some(room) = self.rooms.get_mut(name) {
            room.people = users;
            room.people.sort_by(|one, other| one.user.name.cmp(&other.user.name));
        }
    }

    /// Somebody came, went or turned away.
    pub(super) fn status(&mut self, UserStatus { room, user, status }: UserStatus) {
        let Some(room) = self.rooms.get_mut(&room) else { return };
        room.people.retain(|present| present.user.id != user.id);
        if status == Status::Offline {
            room.writing.retain(|(name, _)| *name != user.name);
            return;
        }
        let at = room.people.partition_point(|present| present.user.name < user.name);
        room.people.insert(at, Present { user, status });
    }

    /// Somebody is writing.
    pub(super) fn writes(&mut self, name: &str, user: Person, now: f64) {
        if let Some(room) = self.rooms.get_mut(name) {
            room.writing.retain(|(other, _)| *other != user.name);
            room.writing.push((user.name, now));
        }
    }

    /// The connection is gone, and with it the knowledge of who is there.
    pub(super) fn alone(&mut self) {
        for room in self.rooms.values_mut() {
            room.people.clear();
            room.writing.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::shop::Said;

    use super::*;

    fn person(id: i64, name: &str) -> Person {
        Person {
            id,
            username: None,
            name: name.into(),
        }
    }

    fn message(seq: u64, room: &str) -> Message {
        Message {
            cursor: format!("1-{seq}"),
            said: Said {
                room: room.into(),
                user: person(1, "Ada"),
                text: seq.to_string(),
                id: None,
            },
            sent_at: exchange::Timestamp::UNIX_EPOCH,
        }
    }

    fn texts(room: &Room) -> Vec<&str> {
        room.messages.iter().map(|message| message.said.text.as_str()).collect()
    }

    #[test]
    fn a_message_is_there_once_whichever_way_it_came() {
        let mut rooms = Rooms::new();
        rooms.loaded(
            LOBBY,
            Messages {
                messages: vec![message(3, LOBBY), message(4, LOBBY)],
                cursor: "1-4".into(),
                earlier: Some("1-3".into()),
            },
        );
        rooms.said(message(4, LOBBY));
        rooms.said(message(5, LOBBY));
        // Asked for twice.
        for _ in 0..2 {
            let came = Messages {
                messages: vec![message(1, LOBBY), message(2, LOBBY)],
                cursor: "1-5".into(),
                earlier: None,
            };
            rooms.loaded_earlier(LOBBY, Some("1-3"), came);
        }
        assert_eq!(texts(rooms.current()), ["1", "2", "3", "4", "5"]);
        assert_eq!(rooms.current().cursor.as_deref(), Some("1-5"));
        assert_eq!(rooms.current().earlier, None);
    }

    #[test]
    fn what_was_said_while_a_room_was_loaded_stays() {
        let mut rooms = Rooms::new();
        for said in 3..6 {
            rooms.said(message(said, LOBBY));
        }
        let came = Messages {
            messages: vec![message(2, LOBBY), message(3, LOBBY)],
            cursor: "1-4".into(),
            earlier: None,
        };
        rooms.loaded(LOBBY, came);
        assert_eq!(texts(rooms.current()), ["2", "3", "5"]);
        assert_eq!(rooms.current().cursor.as_deref(), Some("1-5"));
    }

    #[test]
    fn what_comes_elsewhere_is_counted_until_it_is_looked_at() {
        let mut rooms = Rooms::new();
        rooms.choose("garden");
        rooms.said(message(1, LOBBY));
        rooms.said(message(2, "cellar"));
        assert_eq!((rooms.unread(LOBBY), rooms.unread("cellar")), (1, 0));
        assert_eq!(rooms.names().collect::<Vec<_>>(), [LOBBY, "garden"]);
        rooms.choose(LOBBY);
        assert_eq!(rooms.unread(LOBBY), 0);
    }

    #[test]
    fn people_come_write_and_go() {
        let mut rooms = Rooms::new();
        let is = |user, status| UserStatus {
            room: LOBBY.into(),
            user,
            status,
        };
        rooms.status(is(person(2, "Bob"), Status::Online));
        rooms.status(is(person(1, "Ada"), Status::Online));
        rooms.status(is(person(2, "Bob"), Status::Away));
        let people = rooms
            .current()
            .people
            .iter()
            .map(|present| (&*present.user.name, present.status));
        assert_eq!(
            people.collect::<Vec<_>>(),
            [("Ada", Status::Online), ("Bob", Status::Away)]
        );
        rooms.writes(LOBBY, person(1, "Ada"), 1_000.0);
        rooms.writes(LOBBY, person(2, "Bob"), 2_000.0);
        assert_eq!(rooms.current().typing(5_500.0).collect::<Vec<_>>(), ["Bob"]);
        assert_eq!(rooms.current().typing(3_000.0).count(), 2);
        rooms.said(message(1, LOBBY));
        assert_eq!(rooms.current().typing(3_000.0).collect::<Vec<_>>(), ["Bob"]);
        rooms.status(is(person(2, "Bob"), Status::Offline));
        assert_eq!(rooms.current().typing(3_000.0).count(), 0);
        assert_eq!(rooms.current().people.len(), 1);
    }
}
