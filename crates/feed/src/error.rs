//! What can go wrong, by what was asked for. What is wrong with an event alone is an `EventError`.

use std::{io, sync::Arc};

use sea_orm::DbErr;

use crate::{Topic, event::MAX_DATA};

/// The most events of one append.
pub const MAX_EVENTS: usize = 1_000;

/// The most data of one append, in bytes of JSON.
pub const MAX_APPEND: usize = 4 * MAX_DATA;

/// Why a feed cannot be had. One line each, for the terminal at start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// NATS cannot be reached, or does not let us in.
    #[error("cannot connect to NATS at {server}: {reason}")]
    Nats {
        /// Where, without a password.
        server: String,
        /// Why, in a line.
        reason: String,
    },
    /// The URL of NATS is none.
    #[error("not the URL of a NATS server (`nats://host:4222`): {reason}")]
    NatsUrl {
        /// Why, in a line. The URL may hold a password and is not said.
        reason: String,
    },
    /// The database cannot be written.
    #[error("the event log cannot be written: {0}")]
    Database(#[source] DbErr),
    /// The system gives no thread to the writer.
    #[error("the event log has no thread to be written by: {0}")]
    Thread(#[source] io::Error),
}

/// Why events were not appended.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// Nobody has said how long events of such a topic are kept.
    #[error("there is no class of topics for {0}")]
    Class(Topic),
    /// More at once than [`MAX_EVENTS`] or [`MAX_APPEND`].
    #[error("at most {MAX_EVENTS} events and {MAX_APPEND} bytes of data are appended at once")]
    Many,
    /// The feed is closed.
    #[error("the event log is closed")]
    Closed,
    /// The database refused, or went away. Where the commit itself failed, nobody can say whether the events are there: appending
    /// them again is right where they have a writer, and may double them where they have none.
    #[error("the event log cannot be written: {0}")]
    Database(#[source] Arc<DbErr>),
}

impl From<DbErr> for AppendError {
    fn from(error: DbErr) -> Self {
        Self::Database(Arc::new(error))
    }
}

/// Why the log could not be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FeedError {
    /// The feed is closed.
    #[error("the event log is closed")]
    Closed,
    /// The database refused, or went away.
    #[error("the event log cannot be read: {0}")]
    Database(#[source] Arc<DbErr>),
}

impl From<DbErr> for FeedError {
    fn from(error: DbErr) -> Self {
        Self::Database(Arc::new(error))
    }
}
