//! The event log as clients read it: by long polling, as an event stream, over a WebSocket.
//!
//! - [`topics`]: which logs there are, how long they are kept, and who may read them
//! - `reader`, `places`: what all transports read from, and where a reader stands
//! - `poll`, `sse`, `socket`: the three of them
//! - [`presence`]: who is in which room
//! - `encoding`: how an event is written, once for all its readers
//!
//! A reader is asked for what comes next and holds a place and nothing else. So a client that is slow is behind, and keeps nobody
//! waiting, and one whose connection breaks comes again with its cursor, by whichever transport.

pub(crate) mod encoding;
pub(crate) mod places;
pub(crate) mod poll;
pub mod presence;
pub(crate) mod reader;
pub(crate) mod room;
pub(crate) mod socket;
pub(crate) mod sse;
pub mod topics;

use contract::{Problem, ProblemKind};
use feed::{AppendError, FeedError};
use http::{HeaderValue, header};
use store::outage;

use crate::problem::Rejection;

/// What is read of a log is new each time.
pub(crate) const NO_STORE: (header::HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

impl From<FeedError> for Rejection {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Closed => stopping(),
            FeedError::Database(ref cause) => {
                Self::outage(outage(cause).unwrap_or("The event log cannot be read"), error)
            }
        }
    }
}

impl From<AppendError> for Rejection {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Closed => stopping(),
            AppendError::Database(ref cause) => {
                Self::outage(outage(cause).unwrap_or("The event log cannot be written"), error)
            }
            AppendError::Class(_) | AppendError::Many => Self::internal(error),
        }
    }
}

fn stopping() -> Rejection {
    Problem::new(ProblemKind::Unavailable)
        .with_detail("the server is stopping; come again with the same cursor")
        .into()
}
