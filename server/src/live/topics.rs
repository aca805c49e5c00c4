//! Which logs there are, and how long they are kept.
//!
//! All that happens in a sandbox is in one log, `sandbox.<id>`: its rooms' messages, and notifications. So a client that
//! watches all of them has one place, which one cursor tells, as the field Last-Event-ID needs it; and it can go from one transport
//! to another. A log for each room would need as many cursors as there are rooms in the id of an event.
//!
//! That somebody is writing something is in a log of its own, `typing.<id>`: it is worth nothing a moment later, and would take the
//! place of what was said.

use std::time::Duration;

use feed::{Classes, Retention, Topic};

/// How many events of a sandbox are kept.
pub(crate) const KEPT_EVENTS: u64 = 1_000;

/// How many events that somebody is writing something are kept, and for how long: a moment, for readers that are a little behind.
const KEPT_TYPING: Retention = Retention {
    events: 64,
    age: Duration::from_secs(60),
};

/// The classes of topics, where a sandbox that nobody uses is kept for so long.
#[must_use]
pub fn classes(sandbox_age: Duration) -> Classes {
    let sandbox = Retention {
        events: KEPT_EVENTS,
        age: sandbox_age,
    };
    Classes::new().with("sandbox", sandbox).with("typing", KEPT_TYPING)
}

/// The log of a sandbox.
///
/// # Panics
/// Never for the id of a sandbox, which is hexadecimal digits and hyphens.
pub(crate) fn of_sandbox(id: &str) -> Topic {
    named("sandbox", id)
}

/// Who is writing something in a sandbox.
///
/// # Panics
/// As [`of_sandbox`].
pub(crate) fn of_typing(id: &str) -> Topic {
    named("typing", id)
}

fn named(class: &str, id: &str) -> Topic {
    format!("{class}.{id}")
        .parse()
        .expect("the id of a sandbox is hexadecimal digits and hyphens")
}

/// The sandbox whose log a topic is, if it is one.
pub(crate) fn sandbox(topic: &Topic) -> Option<uuid::Uuid> {
    let id = topic.as_str().strip_prefix("sandbox.")?;
    // There is one way to write an id, as there is one topic.
    id.parse().ok().filter(|uuid: &uuid::Uuid| uuid.to_string() == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_leads_back_to_its_sandbox() {
        let id = "0198c1a4-7d3c-7a10-8f52-0d5f3c2b1a99";
        assert_eq!(sandbox(&of_sandbox(id)).map(|id| id.to_string()).as_deref(), Some(id));
        for other in [
            of_typing(id).to_string(),
            format!("bin.{id}"),
            format!("sandbox.{}", id.to_uppercase()),
            format!("sandbox.{id}.lobby"),
            format!("sandbox.{}", id.replace('-', "")),
        ] {
            assert_eq!(sandbox(&other.parse().unwrap()), None, "{other}");
        }
    }
}
