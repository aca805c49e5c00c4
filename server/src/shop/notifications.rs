//! `/api/notifications`: what the shop has to say to whoever uses the sandbox.
//!
//! A cursor is `<epoch>-<seq>`: a reset begins another epoch, so that a place from before it is told from one after it.

mod create;
mod list;
mod read;

use contract::shop::Notification;
use jiff::Timestamp;
use store::notification;

pub use self::{create::create, list::list, read::read};

/// A notification as the API shows it.
fn shown(row: notification::Model, epoch: &str) -> Notification {
    Notification {
        // The identifier was one when it was written.
        id: row.id.parse().unwrap_or_default(),
        title: row.title,
        message: row.message,
        read: row.read_at.is_some(),
        created_at: Timestamp::from(row.created_at),
        cursor: cursor(epoch, row.seq),
    }
}

fn cursor(epoch: &str, seq: i64) -> String {
    format!("{epoch}-{seq}")
}
