//! What was said, what was read, and whether they agree.
//!
//! The log of one name may be removed and begun anew: each time it is another *chapter*, with an epoch of its own.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    fmt,
};

use crate::place::Place;

/// What came of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has said that it stands there.
    Acknowledged(Place),
    /// The connection broke, and it was not tried again: it may be there, once, or not.
    Unknown,
}

/// A message that was sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// By whom. A writer sends one after the other.
    pub writer: String,
    /// What the writer calls it.
    pub id: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What a reader got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// An event; what its writer calls it, if it is a message that has a name.
    Event(Place, Option<String>),
    /// Events that are not there any more: from one number to another, and then the place behind the last.
    Gap(u64, u64, Place),
    /// The log was removed and begins anew.
    Anew(Place),
}

/// Which events a reader gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Events,
    /// Those that are messages.
    Messages,
}

/// All that a reader got, over all its connections.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which reader.
    pub reader: String,
    /// What it is given at all.
    pub scope: Scope,
    /// What it got, in this order.
    pub received: Vec<Received>,
}

/// A log, from its first event to the last that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// Behind which event it was begun to read.
    pub start: u64,
    /// The last event that is looked at.
    pub end: Place,
    /// The number of the last event that there was: people come and go after the last message, too.
    pub head: u64,
}

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The reader never got this event, and was told of no gap.
    Lost(String, Place, Option<String>),
    /// The reader got an event that is not behind the one before it: twice, or in another order.
    Backwards(String, Place, Place),
    /// One event, and two readers were told differently.
    Differs(String, Place),
    /// A message that stands in two places.
    Twice(String, Place, Place),
    /// A message that was acknowledged in one place and stands in another, or nowhere.
    Misplaced(String, Place, Option<Place>),
    /// A message that nobody sent.
    Unsent(String, Place),
    /// A message that was acknowledged before its writer sent the next one, and stands behind it.
    Overtaken(String),
    /// A gap that is none: what it covers was there to be read.
    NoGap(String, u64, u64),
    /// An event of a log that the reader was not told of.
    Strange(String, Place),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(reader, place, id) => write!(formatter, "{reader} never got {place} ({id:?})"),
            Self::Backwards(reader, before, place) => write!(formatter, "{reader} got {place} after {before}"),
            Self::Differs(reader, place) => write!(formatter, "{reader} got something else at {place} than the others"),
            Self::Twice(id, first, second) => write!(formatter, "{id} stands at {first} and at {second}"),
            Self::Misplaced(id, told, found) => {
                write!(formatter, "{id} was acknowledged at {told} and stands at {found:?}")
            }
            Self::Unsent(id, place) => write!(formatter, "nobody has sent {id}, which stands at {place}"),
            Self::Overtaken(id) => write!(formatter, "{id} stands behind one that was sent after it"),
            Self::NoGap(reader, from, to) => {
                write!(
                    formatter,
                    "{reader} was told that {from} to {to} are gone, and they are not"
                )
            }
            Self::Strange(reader, place) => write!(formatter, "{reader} got {place} of a log that it was not told of"),
        }
    }
}

/// Everything that happened.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The logs, in order.
    pub chapters: Vec<Chapter>,
    /// How many events of a log are kept at least.
    pub kept: u64,
    /// All that was sent, each writer's in order.
    pub messages: Vec<Message>,
    /// All that was read.
    pub readings: Vec<Reading>,
}

impl Ledger {
    /// What does not agree: nothing, where all is well.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let log = self.log(&mut faults);
        self.check_messages(&log, &mut faults);
        for reading in &self.readings {
            self.check_reading(reading, &log, &mut faults);
        }
        faults
    }

    /// How many events were delivered, to all readers together, and how many gaps they were told of.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let received = || self.readings.iter().flat_map(|reading| &reading.received);
        let events = received()
            .filter(|received| matches!(received, Received::Event(..)))
            .count();
        (events, received().count() - events)
    }

    fn chapter(&self, epoch: u64) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.end.epoch == epoch)
    }

    /// What stands where, as all readers together know it.
    fn log(&self, faults: &mut Vec<Fault>) -> BTreeMap<Place, Option<String>> {
        let mut log: BTreeMap<Place, Option<String>> = BTreeMap::new();
        for reading in &self.readings {
            for received in &reading.received {
                let Received::Event(place, id) = received else { continue };
                let known = log.entry(*place).or_insert_with(|| id.clone());
                if known != id {
                    faults.push(Fault::Differs(reading.reader.clone(), *place));
                }
            }
        }
        log
    }

    fn check_messages(&self, log: &BTreeMap<Place, Option<String>>, faults: &mut Vec<Fault>) {
        let mut stands: HashMap<&str, Place> = HashMap::new();
        for (place, id) in log {
            let Some(id) = id else { continue };
            match stands.entry(id) {
                Entry::Vacant(entry) => drop(entry.insert(*place)),
                Entry::Occupied(entry) => faults.push(Fault::Twice(id.clone(), *entry.get(), *place)),
            }
        }
        let mut last: HashMap<&str, Place> = HashMap::new();
        for message in &self.messages {
            let found = stands.remove(&*message.id);
            let Outcome::Acknowledged(told) = message.outcome else {
                continue;
            };
            // What nobody has read may be in a gap, or belong to a log that is gone: that is the readers' account.
            if found.is_some_and(|found| found != told) {
                faults.push(Fault::Misplaced(message.id.clone(), told, found));
            }
            if found.is_none() && self.is_kept(told) {
                faults.push(Fault::Misplaced(message.id.clone(), told, None));
            }
            let before = last.insert(&message.writer, told);
            if before.is_some_and(|before| before.epoch == told.epoch && before.seq >= told.seq) {
                faults.push(Fault::Overtaken(message.id.clone()));
            }
        }
        let unsent = stands.into_iter();
        faults.extend(unsent.map(|(id, place)| Fault::Unsent(id.to_owned(), place)));
    }

    /// Whether an event is still there at the end, so that every reader has to have it.
    fn is_kept(&self, place: Place) -> bool {
        let last = self.chapters.last();
        last.is_some_and(|last| last.end.epoch == place.epoch && place.seq + self.kept > last.head)
    }

    fn check_reading(&self, reading: &Reading, log: &BTreeMap<Place, Option<String>>, faults: &mut Vec<Fault>) {
        let name = || reading.reader.clone();
        let mut chapters = self.chapters.iter();
        let Some(mut chapter) = chapters.next() else { return };
        let mut at = Place {
            seq: chapter.start,
            ..chapter.end
        };
        let lost = |from: Place, to: Place, faults: &mut Vec<Fault>| {
            let end = self.chapter(to.epoch).map_or(0, |chapter| chapter.end.seq.min(to.seq));
            for seq in from.seq + 1..=end {
                let place = Place { seq, ..to };
                let id = log.get(&place).cloned().flatten();
                // Numbers have no holes, so what is missing is missing also when nobody has got it.
                if reading.scope == Scope::Events || id.is_some() {
                    faults.push(Fault::Lost(name(), place, id));
                }
            }
        };
        for received in &reading.received {
            match received {
                Received::Event(place, _) => {
                    if place.epoch != at.epoch {
                        faults.push(Fault::Strange(name(), *place));
                        continue;
                    }
                    if *place <= at {
                        faults.push(Fault::Backwards(name(), at, *place));
                        continue;
                    }
                    let before = Place {
                        seq: place.seq - 1,
                        ..*place
                    };
                    lost(at, before, faults);
                    at = *place;
                }
                Received::Gap(from, to, place) => {
                    let behind = chapter.head.saturating_sub(*to);
                    if *from != at.seq + 1
                        || to < from
                        || place.seq != *to
                        || place.epoch != at.epoch
                        || behind < self.kept
                    {
                        faults.push(Fault::NoGap(name(), *from, *to));
                    }
                    at = at.max(*place);
                }
                Received::Anew(_) => match chapters.next() {
                    Some(next) => {
                        chapter = next;
                        at = Place { seq: 0, ..next.end };
                    }
                    None => faults.push(Fault::NoGap(name(), 0, 0)),
                },
            }
        }
        lost(at, chapter.end, faults);
        for missed in chapters {
            lost(Place { seq: 0, ..missed.end }, missed.end, faults);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPOCH: u64 = 7;

    fn place(seq: u64) -> Place {
        Place { epoch: EPOCH, seq }
    }

    fn event(seq: u64, id: &str) -> Received {
        Received::Event(place(seq), Some(id.to_owned()))
    }

    fn message(id: &str, outcome: Outcome) -> Message {
        Message {
            writer: "ada".to_owned(),
            id: id.to_owned(),
            outcome,
        }
    }

    fn reading(reader: &str, received: Vec<Received>) -> Reading {
        Reading {
            reader: reader.to_owned(),
            scope: Scope::Events,
            received,
        }
    }

    /// Four messages, of which the third was not acknowledged, and two readers that got all of them.
    fn ledger() -> Ledger {
        let all = vec![event(2, "a"), event(3, "b"), event(4, "c"), event(5, "d")];
        Ledger {
            chapters: vec![Chapter {
                start: 1,
                end: place(5),
                head: 5,
            }],
            kept: 10,
            messages: vec![
                message("a", Outcome::Acknowledged(place(2))),
                message("b", Outcome::Acknowledged(place(3))),
                message("c", Outcome::Unknown),
                message("d", Outcome::Acknowledged(place(5))),
            ],
            readings: vec![reading("poll", all.clone()), reading("stream", all)],
        }
    }

    /// The faults when the second reader has got something else.
    fn faults_when(change: impl FnOnce(&mut Vec<Received>)) -> Vec<Fault> {
        let mut ledger = ledger();
        change(&mut ledger.readings[1].received);
        ledger.faults()
    }

    #[test]
    fn what_agrees_has_no_fault() {
        assert_eq!(ledger().faults(), []);
    }

    #[test]
    fn a_lost_message_is_a_fault() {
        for (index, seq, id) in [(0, 2, "a"), (1, 3, "b"), (2, 4, "c"), (3, 5, "d")] {
            let faults = faults_when(|received| drop(received.remove(index)));
            assert_eq!(faults, [Fault::Lost("stream".into(), place(seq), Some(id.into()))]);
        }
        let mut ledger = ledger();
        for reading in &mut ledger.readings {
            reading.received.remove(1);
        }
        let lost = |reader: &str| Fault::Lost(reader.into(), place(3), None);
        let expected = [
            Fault::Misplaced("b".into(), place(3), None),
            lost("poll"),
            lost("stream"),
        ];
        assert_eq!(ledger.faults(), expected, "nobody got it");
    }

    #[test]
    fn a_doubled_message_is_a_fault() {
        let faults = faults_when(|received| received.insert(2, event(3, "b")));
        assert_eq!(faults, [Fault::Backwards("stream".into(), place(3), place(3))]);
        let mut ledger = ledger();
        for reading in &mut ledger.readings {
            reading.received.push(event(6, "c"));
        }
        ledger.chapters[0].end = place(6);
        assert_eq!(
            ledger.faults(),
            [Fault::Twice("c".into(), place(4), place(6))],
            "one that was not acknowledged"
        );
    }

    #[test]
    fn another_order_is_a_fault() {
        let faults = faults_when(|received| received.swap(1, 2));
        let expected = [
            Fault::Lost("stream".into(), place(3), Some("b".into())),
            Fault::Backwards("stream".into(), place(4), place(3)),
        ];
        assert_eq!(faults, expected);
        let mut ledger = ledger();
        ledger.messages.swap(0, 1);
        assert_eq!(
            ledger.faults(),
            [Fault::Overtaken("a".into())],
            "the order of the writer"
        );
    }

    #[test]
    fn something_else_is_a_fault() {
        let faults = faults_when(|received| received[0] = event(2, "z"));
        assert_eq!(faults, [Fault::Differs("stream".into(), place(2))]);
        let mut ledger = ledger();
        ledger.messages.remove(2);
        assert_eq!(ledger.faults(), [Fault::Unsent("c".into(), place(4))]);
        ledger = self::ledger();
        ledger.messages[0].outcome = Outcome::Acknowledged(place(1));
        assert_eq!(
            ledger.faults(),
            [Fault::Misplaced("a".into(), place(1), Some(place(2)))]
        );
    }

    #[test]
    fn a_gap_is_right_where_retention_has_been() {
        let gap = |received: &mut Vec<Received>| {
            received.splice(..2, [Received::Gap(2, 3, place(3))]);
        };
        assert_eq!(faults_when(gap), [Fault::NoGap("stream".into(), 2, 3)]);
        let mut ledger = ledger();
        gap(&mut ledger.readings[1].received);
        ledger.kept = 2;
        assert_eq!(ledger.faults(), []);
        ledger.readings[1].received[0] = Received::Gap(3, 3, place(3));
        assert_eq!(
            ledger.faults(),
            [Fault::NoGap("stream".into(), 3, 3)],
            "one is not told of"
        );
    }

    #[test]
    fn a_log_that_begins_anew_has_to_be_told_of() {
        let anew = Place { epoch: 3, seq: 1 };
        let mut ledger = ledger();
        ledger.chapters.push(Chapter {
            start: 0,
            end: anew,
            head: anew.seq,
        });
        ledger.messages.push(message("e", Outcome::Acknowledged(anew)));
        let next = Received::Event(anew, Some("e".to_owned()));
        ledger.readings[0].received.push(Received::Anew(Place::default()));
        ledger.readings[0].received.push(next.clone());
        let mut told = ledger.clone();
        // What is lost with the old log is covered by that.
        told.readings[1].received.truncate(2);
        told.readings[1].received.push(Received::Anew(Place::default()));
        told.readings[1].received.push(next.clone());
        let lost = |seq, id: &str| Fault::Lost("stream".into(), place(seq), Some(id.into()));
        assert_eq!(told.faults(), []);
        told.readings[1].received.pop();
        assert_eq!(told.faults(), [Fault::Lost("stream".into(), anew, Some("e".into()))]);
        told.readings[1].received.pop();
        let unread = Fault::Lost("stream".into(), anew, Some("e".into()));
        assert_eq!(told.faults(), [lost(4, "c"), lost(5, "d"), unread.clone()]);
        ledger.readings[1].received.push(next);
        assert_eq!(ledger.faults(), [Fault::Strange("stream".into(), anew), unread]);
    }
}
