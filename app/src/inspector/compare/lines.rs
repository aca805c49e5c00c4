//! Which lines of two texts are the same: a shortest way from one to the other (E. W. Myers, An O(ND) Difference Algorithm, 1986).
//!
//! The work is bounded: of long texts the beginnings are compared, and where they differ in very many lines, what lies between their
//! common beginning and their common end counts as all different.

use std::collections::HashMap;

/// So many lines of each text are compared.
const MOST_LINES: usize = 5_000;

/// So many lines that differ are sorted out.
const MOST_EDITS: usize = 600;

/// So many lines are shown that are the same, before and after those that are not.
const AROUND: usize = 3;

/// A line of one text or of both, by their numbers in the texts, which count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// It is in both.
    Same(usize, usize),
    /// Only the first text has it.
    Removed(usize),
    /// Only the second text has it.
    Added(usize),
}

/// Two texts, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Diff {
    /// Every line that was compared.
    pub(super) edits: Vec<Edit>,
    /// Whether the texts have more lines than were compared.
    pub(super) cut: bool,
    /// Whether no shorter way was looked for.
    pub(super) rough: bool,
}

/// What is shown of a [`Diff`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// So many lines that are the same.
    Folded(usize),
    /// A line.
    Line(Edit),
}

/// The lines of a text as they are compared.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.lines().take(MOST_LINES).collect()
}

/// Compares two texts.
pub(super) fn diff(one: &str, other: &str) -> Diff {
    let cut = [one, other].iter().any(|text| text.lines().nth(MOST_LINES).is_some());
    let (one, other) = (lines(one), lines(other));
    // The same line has the same number, which compares faster.
    let mut numbers = HashMap::new();
    let [one, other] = [one, other].map(|lines| {
        let number = |line| {
            let next = numbers.len();
            *numbers.entry(line).or_insert(next)
        };
        lines.into_iter().map(number).collect::<Vec<_>>()
    });
    let before = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (rest_of_one, rest_of_other) = (&one[before..], &other[before..]);
    let pairs = rest_of_one.iter().rev().zip(rest_of_other.iter().rev());
    let after = pairs.take_while(|(one, other)| one == other).count();
    let (one_end, other_end) = (one.len() - after, other.len() - after);

    let mut edits: Vec<_> = (0..before).map(|line| Edit::Same(line, line)).collect();
    let shortest = shortest(&one[before..one_end], &other[before..other_end]);
    let rough = shortest.is_none();
    match shortest {
        Some(between) => edits.extend(between.into_iter().map(|edit| match edit {
            Edit::Same(one, other) => Edit::Same(one + before, other + before),
            Edit::Removed(line) => Edit::Removed(line + before),
            Edit::Added(line) => Edit::Added(line + before),
        })),
        None => {
            edits.extend((before..one_end).map(Edit::Removed));
            edits.extend((before..other_end).map(Edit::Added));
        }
    }
    edits.extend((0..after).map(|line| Edit::Same(one_end + line, other_end + line)));
    Diff { edits, cut, rough }
}

/// After so many edits, how many lines of the first text can be done at most, by how many of the edits are removals. Nothing where
/// that many cannot be.
type Round = Vec<Option<usize>>;

/// A shortest way from one text to the other; nothing if it has too many edits.
fn shortest(one: &[usize], other: &[usize]) -> Option<Vec<Edit>> {
    let mut rounds: Vec<Round> = Vec::new();
    for edits in 0..=(one.len() + other.len()).min(MOST_EDITS) {
        let mut round = Round::with_capacity(edits + 1);
        for removals in 0..=edits {
            let start = match rounds.last() {
                None => Some(0),
                Some(before) => start(before, edits, removals, (one.len(), other.len())).map(|(start, _)| start),
            };
            let end = start.map(|start| {
                let (one, other) = (&one[start..], &other[down(start, edits, removals)..]);
                start + one.iter().zip(other).take_while(|(one, other)| one == other).count()
            });
            round.push(end);
            if end == Some(one.len()) && down(one.len(), edits, removals) == other.len() {
                return Some(way(&rounds, removals, (one.len(), other.len())));
            }
        }
        rounds.push(round);
    }
    None
}

/// How many lines of the second text are done where so many of the first are.
fn down(across: usize, edits: usize, removals: usize) -> usize {
    across + edits - 2 * removals
}

/// From where one goes on with the last of so many edits done, and whether that one was a removal.
fn start(before: &Round, edits: usize, removals: usize, (one, other): (usize, usize)) -> Option<(usize, bool)> {
    let added = before.get(removals).copied().flatten();
    let added = added.filter(|across| down(*across, edits, removals) <= other);
    let removed = removals
        .checked_sub(1)
        .and_then(|removals| before.get(removals).copied().flatten());
    let removed = removed.map(|across| across + 1).filter(|across| *across <= one);
    match (added, removed) {
        (Some(added), Some(removed)) if removed > added => Some((removed, true)),
        (Some(added), _) => Some((added, false)),
        (None, removed) => Some((removed?, true)),
    }
}

/// The way that led to the end of both texts, with that many removals after one round more than there are.
fn way(rounds: &[Round], mut removals: usize, ends: (usize, usize)) -> Vec<Edit> {
    let mut way = Vec::new();
    let mut across = ends.0;
    for edits in (0..=rounds.len()).rev() {
        let before = edits
            .checked_sub(1)
            .and_then(|before| start(&rounds[before], edits, removals, ends));
        let (from, was_removal) = before.unwrap_or((0, false));
        let same = (from..across).rev();
        way.extend(same.map(|line| Edit::Same(line, down(line, edits, removals))));
        if edits == 0 {
            break;
        }
        if was_removal {
            across = from - 1;
            removals -= 1;
            way.push(Edit::Removed(across));
        } else {
            across = from;
            way.push(Edit::Added(down(from, edits, removals) - 1));
        }
    }
    way.reverse();
    way
}

/// What is shown: the lines that differ with a few around them, and at most so many.
pub(super) fn rows(edits: &[Edit], most: usize) -> (Vec<Row>, bool) {
    let near: Vec<bool> = {
        let mut near = vec![false; edits.len()];
        for (index, edit) in edits.iter().enumerate() {
            if !matches!(edit, Edit::Same(..)) {
                let last = (index + AROUND).min(edits.len() - 1);
                near[index.saturating_sub(AROUND)..=last].fill(true);
            }
        }
        near
    };
    let mut rows: Vec<Row> = Vec::new();
    for (edit, near) in edits.iter().zip(near) {
        if near {
            if rows.len() >= most {
                return (rows, true);
            }
            rows.push(Row::Line(*edit));
        } else if let Some(Row::Folded(count)) = rows.last_mut() {
            *count += 1;
        } else {
            rows.push(Row::Folded(1));
        }
    }
    (rows, false)
}

/// Lines beside each other, the first text's left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// So many lines that are the same.
    Folded(usize),
    /// A line that is in both.
    Same(usize, usize),
    /// Lines that only one of the texts has, as far as possible beside each other.
    Different(Option<usize>, Option<usize>),
}

/// Puts lines that were removed beside those that were added in their place.
pub(super) fn beside(rows: &[Row]) -> Vec<Beside> {
    let mut beside = Vec::with_capacity(rows.len());
    // From here on lines have no line on their right yet.
    let mut open = 0;
    for row in rows {
        match *row {
            Row::Folded(count) => beside.push(Beside::Folded(count)),
            Row::Line(Edit::Same(one, other)) => beside.push(Beside::Same(one, other)),
            Row::Line(Edit::Removed(line)) => {
                beside.push(Beside::Different(Some(line), None));
                continue;
            }
            Row::Line(Edit::Added(line)) => {
                match beside.get_mut(open) {
                    Some(Beside::Different(_, right)) => *right = Some(line),
                    _ => beside.push(Beside::Different(None, Some(line))),
                }
                open += 1;
                continue;
            }
        }
        open = beside.len();
    }
    beside
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the edits make of the one text, which must be the other, and how many they are.
    fn apply(one: &str, other: &str, edits: &[Edit]) -> usize {
        let (one, other) = (lines(one), lines(other));
        let (mut left, mut right) = (0, 0);
        let mut changes = 0;
        for edit in edits {
            match *edit {
                Edit::Same(at_one, at_other) => {
                    assert_eq!((at_one, at_other), (left, right));
                    assert_eq!(one[left], other[right]);
                    (left, right) = (left + 1, right + 1);
                }
                Edit::Removed(at) => {
                    assert_eq!(at, left);
                    left += 1;
                    changes += 1;
                }
                Edit::Added(at) => {
                    assert_eq!(at, right);
                    right += 1;
                    changes += 1;
                }
            }
        }
        assert_eq!((left, right), (one.len(), other.len()));
        changes
    }

    /// The least number of edits, found the slow way.
    fn least(one: &str, other: &str) -> usize {
        let (one, other) = (lines(one), lines(other));
        let mut above: Vec<usize> = (0..=other.len()).collect();
        for (row, line) in one.iter().enumerate() {
            let mut this = vec![row + 1];
            for (column, against) in other.iter().enumerate() {
                let edit = above[column + 1].min(this[column]) + 1;
                this.push(if line == against { above[column].min(edit) } else { edit });
            }
            above = this;
        }
        above[other.len()]
    }

    #[test]
    fn the_way_is_a_way_and_the_shortest() {
        for (one, other) in [
            ("", ""),
            ("a", "a"),
            ("", "a\nb"),
            ("a\nb", ""),
            ("a\nb\nc", "a\nc"),
            ("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc"),
            ("x\ny", "y\nx"),
            ("1\n2\n3\n4", "5\n6"),
        ] {
            let diff = diff(one, other);
            assert!(!diff.cut && !diff.rough);
            assert_eq!(apply(one, other, &diff.edits), least(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn every_pair_of_short_texts_is_compared_right() {
        let texts: Vec<String> = (0..729_u32)
            .map(|number| {
                let letters = (0..6).map(|place| ["a", "b", "c"][(number / 3_u32.pow(place) % 3) as usize]);
                letters.take(number as usize % 7).collect::<Vec<_>>().join("\n")
            })
            .collect();
        for one in texts.iter().step_by(7) {
            for other in texts.iter().step_by(11) {
                let diff = diff(one, other);
                assert_eq!(apply(one, other, &diff.edits), least(one, other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let text = |from: usize, to: usize| (from..to).map(|line| format!("{line}\n")).collect::<String>();
        let all_different = diff(&text(0, 2_000), &text(2_000, 4_000));
        assert!(all_different.rough);
        assert_eq!(all_different.edits.len(), 4_000);

        let (one, other) = (text(0, 100_000), text(1, 100_000));
        let long = diff(&one, &other);
        assert!(long.cut && !long.rough);
        assert_eq!(apply(&one, &other, &long.edits), 2);
    }

    #[test]
    fn what_is_the_same_is_folded() {
        let text = (0..20).map(|line| format!("{line}\n")).collect::<String>();
        let (rows, cut) = rows(&diff(&text, &text.replace("10\n", "ten\n")).edits, 100);
        assert!(!cut);
        assert_eq!(rows.first(), Some(&Row::Folded(7)));
        assert_eq!(rows.last(), Some(&Row::Folded(6)));
        assert_eq!(rows.len(), 10);
        assert_eq!(rows[4..6], [Row::Line(Edit::Removed(10)), Row::Line(Edit::Added(10))]);
        assert_eq!(
            super::rows(&diff("a", "b").edits, 1),
            (vec![Row::Line(Edit::Removed(0))], true)
        );
        assert_eq!(
            super::rows(&diff("a\nb", "a\nb").edits, 9),
            (vec![Row::Folded(2)], false)
        );
    }

    #[test]
    fn what_was_replaced_stands_beside_what_replaced_it() {
        let diff = diff("a\nb\nc\nd\ne", "a\nB\nc\nD\nD2\ne\nf");
        assert_eq!(
            beside(&rows(&diff.edits, 100).0),
            [
                Beside::Same(0, 0),
                Beside::Different(Some(1), Some(1)),
                Beside::Same(2, 2),
                Beside::Different(Some(3), Some(3)),
                Beside::Different(None, Some(4)),
                Beside::Same(4, 5),
                Beside::Different(None, Some(6)),
            ]
        );
    }
}
