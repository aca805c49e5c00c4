//! How long events are kept.

use std::{collections::BTreeMap, time::Duration};

use crate::Topic;

/// How long the events of a topic are kept. What is beyond either bound goes, the oldest first, within a minute or so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// How many at most.
    pub events: u64,
    /// For how long at most. A topic that has had no event for twice that time is forgotten.
    pub age: Duration,
}

/// The classes of topics that there are, by the first segment of a topic's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(BTreeMap<Box<str>, Retention>);

impl Classes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// And this one. Without it, a topic whose name begins so is refused.
    #[must_use]
    pub fn with(mut self, class: &str, retention: Retention) -> Self {
        self.0.insert(class.into(), retention);
        self
    }

    /// How long the topic's events are kept; `None` if there is no such class.
    #[must_use]
    pub fn of(&self, topic: &Topic) -> Option<Retention> {
        self.0.get(topic.class()).copied()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Retention)> {
        self.0.iter().map(|(class, retention)| (&**class, *retention))
    }
}
