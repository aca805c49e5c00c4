//! Where a reader stands: a place in each of the topics that it reads.

use std::fmt;

use contract::{Problem, ProblemKind};
use feed::{Cursor, Position, Topic};

/// What a parameter says where it is wrong.
const RIGHT: &str =
    "must be a cursor, `<epoch>-<seq>`, as an event or an earlier answer has it, `earliest` or `latest`";

/// The places in some topics, in the order in which these were asked for. Written as one text, it is what a client comes again with:
/// the cursors with commas between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Places(Vec<(Topic, Cursor)>);

impl Places {
    pub(crate) fn new(places: Vec<(Topic, Cursor)>) -> Self {
        Self(places)
    }

    /// Goes on in a topic.
    pub(crate) fn set(&mut self, topic: &Topic, cursor: Cursor) {
        if let Some((_, place)) = self.0.iter_mut().find(|(of, _)| of == topic) {
            *place = cursor;
        }
    }

    /// The place, where there is but one, so that a cursor says it all.
    pub(crate) fn of_one(&self) -> Option<Cursor> {
        match self.0[..] {
            [] => Some(Cursor::ORIGIN),
            [(_, cursor)] => Some(cursor),
            _ => None,
        }
    }

    /// The topics, with commas between them.
    pub(crate) fn topics(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|(topic, _)| topic.as_str()).collect();
        names.join(",")
    }
}

impl fmt::Display for Places {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Cursor::ORIGIN.fmt(formatter);
        }
        for (index, (_, cursor)) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(formatter, "{comma}{cursor}")?;
        }
        Ok(())
    }
}

/// The position that a parameter names; nothing and an empty text name none.
pub(crate) fn position(text: Option<&str>, parameter: &str) -> Result<Option<Position>, Problem> {
    let positions = positions(text, parameter, 1)?;
    Ok(positions.and_then(|positions| positions.first().copied()))
}

/// The positions that a parameter names in so many topics: one for each, with commas between them, or a word for all.
pub(crate) fn positions(text: Option<&str>, parameter: &str, topics: usize) -> Result<Option<Vec<Position>>, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let wrong = |right: String| Problem::new(ProblemKind::InvalidParameters).with_fault(format!("/{parameter}"), right);
    let named: Result<Vec<Position>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    match named.map_err(|_| wrong(RIGHT.to_owned()))?[..] {
        [word @ (Position::Earliest | Position::Latest)] => Ok(Some(vec![word; topics])),
        ref named if named.len() == topics => Ok(Some(named.to_vec())),
        ref named => Err(wrong(format!(
            "has {} of the {topics} cursors that are needed, one for each topic in the order of the topics",
            named.len()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> Cursor {
        text.parse().unwrap()
    }

    #[test]
    fn places_are_written_as_they_are_read() {
        let [first, second]: [Topic; 2] = ["bin.a", "bin.b"].map(|name| name.parse().unwrap());
        let mut places = Places::new(vec![(first.clone(), cursor("a-1")), (second.clone(), cursor("b-2"))]);
        assert_eq!(
            (places.to_string(), places.topics()),
            ("a-1,b-2".into(), "bin.a,bin.b".into())
        );
        places.set(&second, cursor("b-3"));
        let read = positions(Some(&places.to_string()), "after", 2).unwrap().unwrap();
        assert_eq!(read, [Position::After(cursor("a-1")), Position::After(cursor("b-3"))]);
        assert_eq!(places.of_one(), None);
        assert_eq!(Places::new(vec![(first, cursor("a-1"))]).of_one(), Some(cursor("a-1")));
        assert_eq!(Places::new(Vec::new()).to_string(), "0-0");
    }

    #[test]
    fn a_word_is_for_all_topics_and_a_cursor_is_for_one() {
        assert_eq!(
            positions(Some("latest"), "after", 2).unwrap(),
            Some(vec![Position::Latest; 2])
        );
        assert_eq!(positions(Some(" "), "after", 2).unwrap(), None);
        let mixed = positions(Some("earliest,a-1"), "after", 2).unwrap();
        assert_eq!(mixed, Some(vec![Position::Earliest, Position::After(cursor("a-1"))]));
        for wrong in ["a-1", "a-1,b-2,c-3", "a-1,", "yesterday"] {
            assert!(positions(Some(wrong), "after", 2).is_err(), "{wrong}");
        }
    }
}
