//! `/api/notifications`: what the shop has to say to whoever uses the sandbox.
//!
//! A cursor is `<epoch>-<seq>`: a reset begins another epoch, so that a place from before it is told from one after it.
//!
//! What is sent and what is read is an event of the sandbox's log as well, in the same transaction: [`add`] is how anything that
//! has something to say says it.

mod create;
mod list;
mod read;

use contract::shop::Notification;
use feed::{AppendError, EventError, Feed, NewEvent, Pending};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use store::{Time, notification, sandbox};
use uuid::Uuid;

pub use self::{create::create, list::list, read::read};

use crate::{live::topics, problem::Rejection};

/// The kind of an event that is a notification.
const NOTIFICATION: &str = "notification";

/// Why something could not be written together with its event.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TellError {
    /// The database did not take it.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// The log did not take the event.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// It cannot be an event.
    #[error(transparent)]
    Event(#[from] EventError),
}

impl From<TellError> for Rejection {
    fn from(error: TellError) -> Self {
        match error {
            TellError::Database(error) => error.into(),
            TellError::Append(error) => error.into(),
            TellError::Event(error) => Self::internal(error),
        }
    }
}

/// Adds a notification to a sandbox that the transaction has locked, and its event to the log. The caller writes the sandbox's row,
/// with the number counted on, commits, and wakes readers of what is pending. Comes late in the transaction, because others
/// who append to the log wait from here on.
pub(crate) async fn add(
    feed: &Feed,
    transaction: &DatabaseTransaction,
    sandbox: &mut sandbox::Model,
    now: Time,
    title: String,
    message: String,
) -> Result<(Notification, Pending), TellError> {
    let seq = sandbox.next_notification;
    sandbox.next_notification += 1;
    let row = notification::Model {
        sandbox: sandbox.id.clone(),
        seq,
        id: Uuid::now_v7().to_string(),
        title,
        message,
        created_at: now,
        read_at: None,
    };
    notification::Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(transaction)
        .await?;
    let notification = shown(row, &sandbox.epoch);
    let pending = tell(feed, transaction, &sandbox.id, &notification).await?;
    Ok((notification, pending))
}

/// Appends the event that says how a notification is now.
async fn tell(
    feed: &Feed,
    transaction: &DatabaseTransaction,
    sandbox: &str,
    notification: &Notification,
) -> Result<Pending, TellError> {
    let event = NewEvent::new(NOTIFICATION, notification)?;
    let topic = topics::of_sandbox(sandbox);
    Ok(feed.append_in(transaction, &topic, vec![event]).await?)
}

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
