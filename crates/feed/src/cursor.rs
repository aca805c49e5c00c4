//! Places in a topic.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A place in a topic: behind the event with this sequence number, in this epoch. Written `<epoch>-<seq>`, the epoch in
/// hexadecimal digits.
///
/// Sequence numbers are contiguous from 1. The epoch is chosen at random when a topic is made, so that a place in a topic that
/// was removed and made again is told from one in the new topic. There is one way to write a cursor, so that texts are equal when
/// cursors are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    epoch: u64,
    seq: u64,
}

impl Cursor {
    /// Before the first event, whatever the epoch: the place in a topic that does not exist yet. Written `0-0`.
    pub const ORIGIN: Self = Self { epoch: 0, seq: 0 };

    /// `None` where the log could not hold such a place: its numbers have 63 bits, and the epoch 0 has no events.
    #[must_use]
    pub const fn new(epoch: u64, seq: u64) -> Option<Self> {
        const MAX: u64 = i64::MAX.cast_unsigned();
        if epoch > MAX || seq > MAX || (epoch == 0 && seq != 0) {
            return None;
        }
        Some(Self { epoch, seq })
    }

    /// From numbers of the database, which are never negative.
    pub(crate) const fn of(epoch: i64, seq: i64) -> Self {
        Self {
            epoch: epoch.cast_unsigned(),
            seq: seq.cast_unsigned(),
        }
    }

    /// The epoch: 0 is [`Cursor::ORIGIN`]'s alone.
    #[must_use]
    pub const fn epoch(self) -> u64 {
        self.epoch
    }

    /// The sequence number of the event that it lies behind: 0 before the first one.
    #[must_use]
    pub const fn seq(self) -> u64 {
        self.seq
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:x}-{}", self.epoch, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (epoch, seq) = text.split_once('-').ok_or(CursorError)?;
        // `from_str_radix` takes a sign, capital letters and leading zeros as well, which would make two texts of one cursor.
        let plain = |text: &str, digit: fn(&u8) -> bool| {
            text.bytes().all(|byte| digit(&byte)) && (text == "0" || !text.starts_with('0'))
        };
        if !plain(epoch, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) || !plain(seq, u8::is_ascii_digit) {
            return Err(CursorError);
        }
        let epoch = u64::from_str_radix(epoch, 16).map_err(|_| CursorError)?;
        let seq = seq.parse().map_err(|_| CursorError)?;
        Self::new(epoch, seq).ok_or(CursorError)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Where a reader begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// Before the oldest event that is still there.
    Earliest,
    /// Behind the last event: only what comes from now on.
    Latest,
    /// Behind an event that the reader has.
    After(Cursor),
}

impl From<Cursor> for Position {
    fn from(cursor: Cursor) -> Self {
        Self::After(cursor)
    }
}

impl FromStr for Position {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        match text {
            "earliest" => Ok(Self::Earliest),
            "latest" => Ok(Self::Latest),
            _ => text.parse().map(Self::After),
        }
    }
}

/// The text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cursor is `<epoch>-<seq>`, as it was given out, or `earliest` or `latest`")]
pub struct CursorError;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_cursor_is_refused() {
        let rows = [
            "",
            "-",
            "1",
            "1-",
            "-1",
            "0-1",
            "01-1",
            "1-01",
            "A-1",
            "+1-1",
            "1-+1",
            "1--1",
            "1-1-1",
            " 1-1",
            "1-a",
            "g-1",
            "8000000000000000-1",
            "1-9223372036854775808",
            "1ffffffffffffffff-1",
            "Latest",
            "latest ",
        ];
        for text in rows {
            assert_eq!(text.parse::<Position>(), Err(CursorError), "{text:?}");
        }
    }

    #[test]
    fn positions_have_names() {
        assert_eq!("earliest".parse(), Ok(Position::Earliest));
        assert_eq!("latest".parse(), Ok(Position::Latest));
        assert_eq!("0-0".parse(), Ok(Position::After(Cursor::ORIGIN)));
        assert!("7fffffffffffffff-9223372036854775807".parse::<Position>().is_ok());
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(epoch in 1..=u64::MAX >> 1, seq in 0..=u64::MAX >> 1) {
            let cursor = Cursor::new(epoch, seq).unwrap();
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
            let json = serde_json::to_string(&cursor).unwrap();
            prop_assert_eq!(&json, &format!("\"{cursor}\""));
            prop_assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), cursor);
        }

        #[test]
        fn a_text_that_is_read_is_written_the_same(text in "[0-9a-f]{0,3}-?[0-9]{0,3}") {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }
}
