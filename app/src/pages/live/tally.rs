//! What one transport has received, held against the numbers of the log: they are contiguous, so what is missing, came twice or came
//! out of order shows.

use std::collections::BTreeSet;

use contract::feeds::Gap;

use crate::client::live::cursor::parts;

/// What was received, and what that says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many events.
    pub(super) received: u64,
    /// The cursor of the first.
    pub(super) first: Option<String>,
    /// The cursor of the latest.
    pub(super) last: Option<String>,
    /// How many came again.
    pub(super) twice: u64,
    /// How many came after one with a higher number.
    pub(super) late: u64,
    /// How many gaps were told.
    pub(super) gaps: u64,
    /// How many events are in those gaps; nothing where nobody knows.
    pub(super) told: Option<u64>,
    epoch: String,
    /// The highest number so far, or where reading began.
    seq: u64,
    /// The numbers that were skipped without a word.
    skipped: BTreeSet<u64>,
    /// Events of an epoch that began without a gap that would have told it.
    strange: u64,
}

/// How many skipped numbers are remembered at most; more are counted.
const REMEMBERED: usize = 10_000;

impl Tally {
    /// Of what comes behind a cursor.
    pub(super) fn behind(cursor: &str) -> Self {
        let mut tally = Self {
            told: Some(0),
            ..Self::default()
        };
        tally.stand(cursor);
        tally
    }

    fn stand(&mut self, cursor: &str) {
        if let Some((epoch, seq)) = parts(cursor) {
            epoch.clone_into(&mut self.epoch);
            self.seq = seq;
        }
    }

    /// Whether nothing has been read of a log yet, so that any may begin.
    fn is_at_origin(&self) -> bool {
        self.epoch == "0" && self.seq == 0
    }

    /// An event came.
    pub(super) fn take(&mut self, cursor: &str) {
        let Some((epoch, seq)) = parts(cursor) else { return };
        self.received += 1;
        if self.first.is_none() {
            self.first = Some(cursor.to_owned());
        }
        if self.is_at_origin() {
            epoch.clone_into(&mut self.epoch);
        }
        if epoch != self.epoch {
            self.strange += 1;
            self.stand(cursor);
        } else if seq > self.seq {
            let room = REMEMBERED.saturating_sub(self.skipped.len());
            self.skipped.extend((self.seq + 1..seq).take(room));
            self.seq = seq;
        } else if self.skipped.remove(&seq) {
            self.late += 1;
        } else {
            self.twice += 1;
        }
        self.last = Some(cursor.to_owned());
    }

    /// A gap was told. What is in it is not missing: it is known to be gone.
    pub(super) fn gap(&mut self, gap: &Gap) {
        self.gaps += 1;
        let size = gap.missing.map(|missing| missing.to.saturating_sub(missing.from) + 1);
        self.told = self.told.zip(size).map(|(told, size)| told + size);
        self.stand(&gap.cursor);
    }

    /// How many events were skipped without a word.
    pub(super) fn missing(&self) -> u64 {
        self.skipped.len() as u64 + self.strange
    }

    /// Whether everything came in the order of the log.
    pub(super) const fn is_in_order(&self) -> bool {
        self.late == 0 && self.twice == 0
    }

    /// Whether everything is as it should be.
    pub(super) fn is_whole(&self) -> bool {
        self.missing() == 0 && self.is_in_order()
    }

    /// The gaps in a few words; nothing where there were none.
    pub(super) fn gaps_in_words(&self) -> Option<String> {
        match (self.gaps, self.told) {
            (0, _) => None,
            (_, Some(size)) => Some(format!("Gap of {size}")),
            (_, None) => Some("Gap of unknown size".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::feeds::Missing;

    use super::*;

    fn tally(start: &str, cursors: &[&str]) -> Tally {
        let mut tally = Tally::behind(start);
        cursors.iter().for_each(|cursor| tally.take(cursor));
        tally
    }

    #[test]
    fn what_is_contiguous_is_whole() {
        for (start, cursors) in [
            ("1f-4", &["1f-5", "1f-6", "1f-7"][..]),
            ("0-0", &["1f-1", "1f-2"]),
            ("1f-4", &[]),
        ] {
            let tally = tally(start, cursors);
            assert!(tally.is_whole(), "{cursors:?}");
            assert_eq!(tally.received, cursors.len() as u64);
            assert_eq!(tally.first.as_deref(), cursors.first().copied());
            assert_eq!(tally.last.as_deref(), cursors.last().copied());
            assert_eq!(tally.gaps_in_words(), None);
        }
    }

    #[test]
    fn what_is_missing_twice_or_late_shows() {
        for (start, cursors, missing, twice, late) in [
            ("1-0", &["1-1", "1-4"][..], 2, 0, 0),
            ("1-2", &["1-4"], 1, 0, 0),
            ("0-0", &["1-3"], 2, 0, 0),
            ("1-0", &["1-1", "1-1", "1-2"], 0, 1, 0),
            ("1-0", &["1-2", "1-1", "1-3"], 0, 0, 1),
            ("1-5", &["1-5", "1-6"], 0, 1, 0),
            ("1-5", &["2-1"], 1, 0, 0),
        ] {
            let tally = tally(start, cursors);
            assert_eq!(
                (tally.missing(), tally.twice, tally.late),
                (missing, twice, late),
                "{cursors:?}"
            );
            assert!(!tally.is_whole());
        }
    }

    #[test]
    fn what_a_gap_tells_is_not_missing() {
        let mut tally = tally("1-0", &["1-1"]);
        tally.gap(&Gap {
            topic: "t.x".into(),
            missing: Some(Missing { from: 2, to: 9 }),
            cursor: "1-9".into(),
        });
        tally.take("1-10");
        assert!(tally.is_whole());
        assert_eq!(tally.gaps_in_words().as_deref(), Some("Gap of 8"));
        tally.gap(&Gap {
            topic: "t.x".into(),
            missing: None,
            cursor: "0-0".into(),
        });
        tally.take("2-1");
        assert!(tally.is_whole());
        assert_eq!(tally.gaps_in_words().as_deref(), Some("Gap of unknown size"));
    }
}
