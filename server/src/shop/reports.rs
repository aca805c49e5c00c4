//! `/api/reports`: work that takes longer than a request, done in the background and told of as it goes on.
//!
//! A report is a row of the database, and what is done of it are further rows, so it outlives the server that began it: see [`work`].
//! What becomes of it is written in one transaction with the events that tell of it.

mod cancel;
mod generate;
mod get;
mod result;
mod rows;
pub mod work;

use contract::{
    Problem, ProblemKind,
    shop::{Report, ReportKind, ReportProgress, ReportSource, ReportStatus},
};
use feed::{Feed, NewEvent, Pending};
use http::{HeaderName, HeaderValue, header};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Select};
use store::report;
use uuid::Uuid;

pub use self::{cancel::cancel, generate::generate, get::get, result::result};

use super::{notifications::TellError, sandbox::Seen};
use crate::{live::topics, problem::Rejection};

/// The kind of an event that tells of a report.
const REPORT: &str = "report";

/// How many seconds to wait before it is worth asking how far a report is.
const SOON: (HeaderName, HeaderValue) = (header::RETRY_AFTER, HeaderValue::from_static("1"));

fn kind(row: &report::Model) -> Result<ReportKind, DbErr> {
    let kind = ReportKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
    kind.ok_or_else(|| DbErr::Type(format!("there are no reports of the kind {}", row.kind)))
}

fn status(row: &report::Model) -> Result<ReportStatus, DbErr> {
    let status = ReportStatus::ALL.into_iter().find(|status| status.name() == row.status);
    status.ok_or_else(|| DbErr::Type(format!("no report is {}", row.status)))
}

fn source(row: &report::Model) -> ReportSource {
    if row.generated {
        ReportSource::Generated
    } else {
        ReportSource::Recorded
    }
}

/// How much is done, of a hundred. All is done only when it is complete.
fn progress(row: &report::Model) -> u8 {
    if row.status == ReportStatus::Complete.name() {
        return 100;
    }
    let done = (row.done * 100).checked_div(row.total).unwrap_or(0);
    u8::try_from(done.clamp(0, 99)).unwrap_or_default()
}

/// The path of a report.
fn path(id: &str) -> String {
    format!("/api/reports/{id}")
}

/// A report as the API shows it.
fn shown(row: &report::Model) -> Result<Report, DbErr> {
    let status = status(row)?;
    Ok(Report {
        id: id(row),
        kind: kind(row)?,
        source: source(row),
        status,
        progress: progress(row),
        rows: row.total.unsigned_abs(),
        created_at: row.created_at.into(),
        started_at: row.started_at.map(Timestamp::from),
        finished_at: row.finished_at.map(Timestamp::from),
        error: row.error.clone(),
        result: (status == ReportStatus::Complete).then(|| format!("{}/result", path(&row.id))),
    })
}

fn id(row: &report::Model) -> Uuid {
    // The identifier was one when it was written.
    row.id.parse().unwrap_or_default()
}

/// Appends the event that says how far a report is, in the transaction that has written that.
async fn tell(feed: &Feed, transaction: &DatabaseTransaction, row: &report::Model) -> Result<Pending, TellError> {
    let event = ReportProgress {
        id: id(row),
        kind: kind(row)?,
        status: status(row)?,
        progress: progress(row),
    };
    let event = NewEvent::new(REPORT, &event)?;
    let topic = topics::of_sandbox(&row.sandbox);
    Ok(feed.append_in(transaction, &topic, vec![event]).await?)
}

/// The report of that id, for somebody who uses its sandbox.
async fn find(connection: &impl ConnectionTrait, seen: Option<&Seen>, id: Uuid) -> Result<report::Model, Rejection> {
    let found = match seen {
        Some(seen) => of_sandbox(&seen.row.id, id).one(connection).await?,
        None => None,
    };
    found.ok_or_else(|| not_there(id))
}

fn of_sandbox(sandbox: &str, id: Uuid) -> Select<report::Entity> {
    report::Entity::find_by_id(id.to_string()).filter(report::Column::Sandbox.eq(sandbox))
}

fn not_there(id: Uuid) -> Rejection {
    Problem::new(ProblemKind::NotFound)
        .with_detail(format!(
            "there is no report {id}: it was another sandbox's, or has been over for so long that it was deleted"
        ))
        .into()
}
