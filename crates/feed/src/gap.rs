//! Where a topic begins and ends, and what a reader at some place has missed.

use crate::{Cursor, Topic};

/// The events of a topic that are there: from behind `floor` to `head`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) epoch: i64,
    pub(crate) head: i64,
    pub(crate) floor: i64,
}

impl Extent {
    pub(crate) fn earliest(self) -> Cursor {
        Cursor::of(self.epoch, self.floor)
    }

    pub(crate) fn latest(self) -> Cursor {
        Cursor::of(self.epoch, self.head)
    }
}

/// Something that a reader will not get, because it is not there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where.
    pub topic: Topic,
    /// What.
    pub missing: Missing,
    /// Behind it: reading goes on here.
    pub cursor: Cursor,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The events with these sequence numbers, both included: retention has taken them away.
    Range {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// Nobody knows: the place is not one of this topic, because the topic was removed, or forgotten, since then.
    Unknown,
}

/// Where a reader with this cursor really is, and the gap before that, if there is one.
pub(crate) fn resolve(topic: &Topic, cursor: Cursor, extent: Option<Extent>) -> (Option<Gap>, Cursor) {
    let gap = |missing, cursor| {
        let topic = topic.clone();
        (Some(Gap { topic, missing, cursor }), cursor)
    };
    let Some(extent) = extent else {
        return if cursor == Cursor::ORIGIN {
            (None, cursor)
        } else {
            gap(Missing::Unknown, Cursor::ORIGIN)
        };
    };
    let (earliest, latest) = (extent.earliest(), extent.latest());
    if cursor.epoch() != earliest.epoch() && cursor != Cursor::ORIGIN {
        return gap(Missing::Unknown, earliest);
    }
    if cursor.seq() > latest.seq() {
        // The database is older than what it has told: a copy was put back. What the reader has of it, it has.
        return gap(Missing::Unknown, latest);
    }
    if cursor.seq() < earliest.seq() {
        let (from, to) = (cursor.seq() + 1, earliest.seq());
        return gap(Missing::Range { from, to }, earliest);
    }
    (None, Cursor::of(extent.epoch, cursor.seq().cast_signed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_says_what_is_missing_and_where_reading_goes_on() {
        let topic: Topic = "room.lobby".parse().unwrap();
        let at = |seq| Cursor::of(7, seq);
        let extent = Some(Extent {
            epoch: 7,
            head: 9,
            floor: 4,
        });
        let unknown = |cursor| Some((Missing::Unknown, cursor));
        let rows = [
            (Cursor::ORIGIN, None, None, Cursor::ORIGIN),
            (at(3), None, unknown(Cursor::ORIGIN), Cursor::ORIGIN),
            (at(4), extent, None, at(4)),
            (at(9), extent, None, at(9)),
            (at(10), extent, unknown(at(9)), at(9)),
            (at(3), extent, Some((Missing::Range { from: 4, to: 4 }, at(4))), at(4)),
            (
                Cursor::ORIGIN,
                extent,
                Some((Missing::Range { from: 1, to: 4 }, at(4))),
                at(4),
            ),
            (Cursor::of(8, 6), extent, unknown(at(4)), at(4)),
        ];
        for (cursor, extent, missing, to) in rows {
            let gap = missing.map(|(missing, cursor)| Gap {
                topic: topic.clone(),
                missing,
                cursor,
            });
            assert_eq!(resolve(&topic, cursor, extent), (gap, to), "{cursor} in {extent:?}");
        }
        let whole = Some(Extent {
            epoch: 7,
            head: 0,
            floor: 0,
        });
        assert_eq!(resolve(&topic, Cursor::ORIGIN, whole), (None, at(0)));
    }
}
