//! What a log is called.

use std::{fmt, str::FromStr, sync::Arc};

/// The longest name, in bytes.
const MAX_NAME: usize = 200;

/// The longest segment of a name, in bytes.
const MAX_SEGMENT: usize = 64;

/// The name of a topic, as `bin.0198c1`: two or more segments of letters, digits, `_` and `-`, joined by dots.
///
/// The first segment is its class, which says how long events are kept. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(Arc<str>);

impl Topic {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first segment.
    #[must_use]
    pub fn class(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(class, _)| class)
    }
}

impl TryFrom<String> for Topic {
    type Error = TopicError;

    fn try_from(name: String) -> Result<Self, TopicError> {
        if name.len() > MAX_NAME {
            return Err(TopicError::Long);
        }
        let mut segments = 0;
        for segment in name.split('.') {
            segments += 1;
            if segment.is_empty() {
                return Err(TopicError::EmptySegment);
            }
            if segment.len() > MAX_SEGMENT {
                return Err(TopicError::LongSegment);
            }
            if let Some(found) = segment.chars().find(|&character| !is_of_a_segment(character)) {
                return Err(TopicError::Character { found });
            }
        }
        if segments < 2 {
            return Err(TopicError::OneSegment);
        }
        Ok(Self(name.into()))
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(name: &str) -> Result<Self, TopicError> {
        // What is far too long is not copied before that is noticed.
        if name.len() > MAX_NAME {
            return Err(TopicError::Long);
        }
        Self::try_from(name.to_owned())
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Topic({})", self.0)
    }
}

/// Whether a segment of a name may have this character.
pub(crate) fn is_of_a_segment(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// Why a text is no name of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// Too long as a whole.
    #[error("the name of a topic has at most {MAX_NAME} bytes")]
    Long,
    /// A segment is too long.
    #[error("a segment of a topic's name has at most {MAX_SEGMENT} bytes")]
    LongSegment,
    /// A dot at either end, two in a row, or nothing at all.
    #[error("a segment of a topic's name is empty")]
    EmptySegment,
    /// No dot.
    #[error("the name of a topic has at least two segments, joined by a dot")]
    OneSegment,
    /// A character that has no place in a name.
    #[error(
        "the name of a topic consists of letters, digits, `_` and `-`, with dots between them, and has no {found:?}"
    )]
    Character {
        /// The character.
        found: char,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_segments_and_the_first_is_its_class() {
        let topic: Topic = "room.0198c1.Tea_and-cake".parse().unwrap();
        assert_eq!(topic.class(), "room");
        assert_eq!(topic.to_string(), "room.0198c1.Tea_and-cake");
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_reason() {
        let long = format!("a.{}", "b".repeat(65));
        let longer = format!("a{}", ".bcd".repeat(50));
        let rows = [
            ("", TopicError::EmptySegment),
            ("room", TopicError::OneSegment),
            ("room.", TopicError::EmptySegment),
            (".room", TopicError::EmptySegment),
            ("room..a", TopicError::EmptySegment),
            ("room.*", TopicError::Character { found: '*' }),
            ("room.>", TopicError::Character { found: '>' }),
            ("room.a b", TopicError::Character { found: ' ' }),
            ("room.ä", TopicError::Character { found: 'ä' }),
            ("room.a\0", TopicError::Character { found: '\0' }),
            (&long, TopicError::LongSegment),
            (&longer, TopicError::Long),
        ];
        for (name, error) in rows {
            assert_eq!(name.parse::<Topic>(), Err(error), "{name:?}");
        }
        assert!(format!("a{}", ".bcd".repeat(49)).parse::<Topic>().is_ok());
    }
}
