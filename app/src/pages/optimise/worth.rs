//! What the figures of a pair say: medians, and savings in words. In integers, because formatting floats would add to what a page
//! has to load.

use crate::inspector::figures::{duration, size};

/// What a technique did to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It made it smaller.
    Less,
    /// It did nothing to it that could be told.
    Same,
    /// It made it larger.
    More,
}

impl Change {
    /// Its name in style sheets.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::Same => "same",
            Self::More => "more",
        }
    }
}

/// What a technique did to a figure, and how much, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    pub(super) change: Change,
    pub(super) words: String,
}

/// The value in the middle; of an even number of values, the middle between the two in the middle.
pub(in crate::pages) fn median(values: &[u64]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = sorted[sorted.len() / 2 - 1];
    Some(lower.midpoint(upper))
}

/// What it did to the bytes of each run, without and with it: `38.1 kB → 5.2 kB: 86 % fewer bytes`.
pub(super) fn of_bytes(figures: &[Vec<u64>; 2]) -> Option<Worth> {
    let (without, with) = (median(&figures[0])?, median(&figures[1])?);
    let change = change(without, with);
    let verdict = match change {
        Change::Less => format!("{}fewer bytes", share(without, with)),
        Change::Same => "as many bytes, so nothing is saved".to_owned(),
        Change::More => format!("{}more bytes", share(without, with)),
    };
    let words = format!("{} → {}: {verdict}", size(without), size(with));
    Some(Worth { change, words })
}

/// What it did to the microseconds of each run, without and with it: `14.0 ms → 9.00 ms: 36 % less time`.
///
/// A difference that is smaller than what runs of the same side differ is told as one, but not as a saving.
pub(super) fn of_time(figures: &[Vec<u64>; 2]) -> Option<Worth> {
    let (without, with) = (median(&figures[0])?, median(&figures[1])?);
    let verdict = match change(without, with) {
        Change::Less => format!("{}less time", share(without, with)),
        Change::Same => "as much time, so nothing is saved".to_owned(),
        Change::More => format!("took longer, {}more time", share(without, with)),
    };
    let is_clear = !is_among(with, &figures[0]) && !is_among(without, &figures[1]);
    let (change, doubt) = if is_clear || without == with {
        (change(without, with), "")
    } else {
        (Change::Same, ", but the runs differ as much among themselves")
    };
    let words = format!("{} → {}: {verdict}{doubt}", duration(without), duration(with));
    Some(Worth { change, words })
}

fn change(without: u64, with: u64) -> Change {
    match with.cmp(&without) {
        std::cmp::Ordering::Less => Change::Less,
        std::cmp::Ordering::Equal => Change::Same,
        std::cmp::Ordering::Greater => Change::More,
    }
}

/// Whether a value lies between the smallest and the largest of others.
fn is_among(value: u64, others: &[u64]) -> bool {
    let (least, most) = (others.iter().min(), others.iter().max());
    least.is_some_and(|least| *least <= value) && most.is_some_and(|most| value <= *most)
}

/// How much two figures differ, in hundredths of the first, with a blank behind it; nothing where the first is none. All of it is
/// only said where nothing is left.
fn share(without: u64, with: u64) -> String {
    let difference = without.abs_diff(with);
    let rounded = difference.saturating_mul(100).saturating_add(without / 2);
    match rounded.checked_div(without) {
        None => String::new(),
        Some(0) => "less than 1 % ".to_owned(),
        Some(100) if with > 0 && with < without => "more than 99 % ".to_owned(),
        Some(percent) => format!("{percent} % "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_heeds_no_outlier() {
        for (values, expected) in [
            (&[][..], None),
            (&[7], Some(7)),
            (&[9, 1], Some(5)),
            (&[14, 900, 12, 13, 15], Some(14)),
            (&[4, 1, 3, 2], Some(2)),
        ] {
            assert_eq!(median(values), expected, "{values:?}");
        }
    }

    #[test]
    fn bytes_are_told_with_what_is_saved() {
        for (without, with, change, words) in [
            (38_100, 5_200, Change::Less, "38.1 kB → 5.2 kB: 86 % fewer bytes"),
            (1_600, 0, Change::Less, "1.6 kB → 0 B: 100 % fewer bytes"),
            (
                1_000_000,
                900,
                Change::Less,
                "1.0 MB → 900 B: more than 99 % fewer bytes",
            ),
            (
                100_000,
                99_900,
                Change::Less,
                "100.0 kB → 99.9 kB: less than 1 % fewer bytes",
            ),
            (
                512,
                512,
                Change::Same,
                "512 B → 512 B: as many bytes, so nothing is saved",
            ),
            (500, 600, Change::More, "500 B → 600 B: 20 % more bytes"),
            (0, 9, Change::More, "0 B → 9 B: more bytes"),
            (0, 0, Change::Same, "0 B → 0 B: as many bytes, so nothing is saved"),
        ] {
            let words = words.to_owned();
            assert_eq!(of_bytes(&[vec![without], vec![with]]), Some(Worth { change, words }));
        }
        assert_eq!(of_bytes(&[vec![1], Vec::new()]), None);
    }

    #[test]
    fn a_difference_in_time_counts_where_the_runs_of_both_sides_lie_apart() {
        for (without, with, change, words) in [
            (
                [13_000, 14_000, 15_000],
                [8_000, 9_000, 10_000],
                Change::Less,
                "14.0 ms → 9.00 ms: 36 % less time",
            ),
            (
                [8_000, 9_000, 10_000],
                [13_000, 14_000, 15_000],
                Change::More,
                "9.00 ms → 14.0 ms: took longer, 56 % more time",
            ),
            (
                [8_000, 9_000, 15_000],
                [7_000, 8_500, 9_500],
                Change::Same,
                "9.00 ms → 8.50 ms: 6 % less time, but the runs differ as much among themselves",
            ),
            (
                [5_000, 5_000, 5_000],
                [4_000, 5_000, 9_000],
                Change::Same,
                "5.00 ms → 5.00 ms: as much time, so nothing is saved",
            ),
        ] {
            let words = words.to_owned();
            assert_eq!(
                of_time(&[without.to_vec(), with.to_vec()]),
                Some(Worth { change, words })
            );
        }
    }
}
