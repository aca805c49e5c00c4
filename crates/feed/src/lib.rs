//! The event log: topics, cursors, exactly-once appends, and readers that are woken.
//!
//! - A [`Feed`] is the log of a [`store::Store`]. It appends [`NewEvent`]s to a [`Topic`], durably, and says where each one is: its
//!   [`Cursor`]. How long events are kept is said by [`Classes`].
//! - A [`Subscription`] reads topics as events come, from a [`Position`] in each. [`Feed::read`] and [`Feed::before`] read what is
//!   there.
//! - [`Wakeups`] is how several nodes on one database hear of each other.
//!
//! # What is promised
//!
//! What was acknowledged is in the database, on the disk. In a topic, every reader gets every event once, in the order of the
//! cursors, which is that of the commits, across reconnects, restarts and nodes. What retention has taken away is told as a
//! [`Gap`], with the numbers of what is missing wherever they can be known. An event [with a writer](NewEvent::written_by) is there
//! once, however often it is appended.
//!
//! # How
//!
//! An event is appended under the lock of its topic's row (`write`), by the one task of a node that commits in groups (`writer`, on
//! SQLite with `sqlite`) or in a transaction of the caller. Readers are only woken, and look for themselves: first into the topic's
//! `channel`, which holds the last events for all readers of the node together, and then into the `log`. So a wake-up that is lost or
//! late is a delay, never a loss: every channel is compared with the log every few seconds (`compare`). There is no queue for each
//! reader.

mod channel;
mod compare;
mod cursor;
mod error;
mod event;
mod feed;
mod gap;
mod hub;
mod log;
mod notice;
mod retention;
mod signal;
mod sqlite;
mod subscription;
mod sweep;
mod topic;
mod watch;
mod write;
mod writer;

pub use cursor::{Cursor, CursorError, Position};
pub use error::{AppendError, FeedError, MAX_APPEND, MAX_EVENTS, OpenError};
pub use event::{Appended, Event, EventError, MAX_DATA, NewEvent};
pub use feed::{Bounds, Feed, Options, Pending};
pub use gap::{Gap, Missing};
pub use log::Page;
pub use notice::Wakeups;
pub use retention::{Classes, Retention};
pub use subscription::{Batch, Delivery, Subscription};
pub use topic::{Topic, TopicError};
pub use watch::Watch;
