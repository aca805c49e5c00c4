//! Deletes what has expired: sandboxes that nobody has used, sessions, answers that are kept under a key, and reports.

use std::time::Duration;

use contract::shop::REPORT_HOURS;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, Time, idempotent_answer, report, sandbox, session};
use tracing::{info, warn};

use super::write::ANSWERS_KEPT;
use crate::listen::Shutdown;

/// How often.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// How many sandboxes at a time: a statement holds up those who write.
const BATCH: u64 = 20;

/// Sweeps now and then, until the server stops. A sandbox that was not used for as long as `expiry` goes.
pub async fn run(store: Store, expiry: SignedDuration, shutdown: Shutdown) {
    loop {
        match sweep(&store, Timestamp::now(), expiry).await {
            Ok(0) => {}
            Ok(swept) => info!(swept, "deleted sandboxes that nobody has used"),
            Err(error) => warn!(%error, "cannot delete what has expired"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = shutdown.begun() => return,
        }
    }
}

/// Sweeps once; returns how many sandboxes are gone.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(store: &Store, now: Timestamp, expiry: SignedDuration) -> Result<u64, DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(Time::from(now)))
        .exec(store.writer())
        .await?;
    idempotent_answer::Entity::delete_many()
        .filter(idempotent_answer::Column::CreatedAt.lte(Time::from(now - ANSWERS_KEPT)))
        .exec(store.writer())
        .await?;
    report::Entity::delete_many()
        .filter(report::Column::FinishedAt.lte(Time::from(now - SignedDuration::from_hours(REPORT_HOURS))))
        .exec(store.writer())
        .await?;
    let unused = Time::from(now - expiry);
    let mut swept = 0;
    loop {
        let ids: Vec<String> = sandbox::Entity::find()
            .select_only()
            .column(sandbox::Column::Id)
            .filter(sandbox::Column::UsedAt.lte(unused))
            .order_by_asc(sandbox::Column::UsedAt)
            .limit(BATCH)
            .into_tuple()
            .all(store.reader())
            .await?;
        if ids.is_empty() {
            return Ok(swept);
        }
        // By its age once more, because it may have been used since.
        let deleted = sandbox::Entity::delete_many()
            .filter(sandbox::Column::Id.is_in(ids))
            .filter(sandbox::Column::UsedAt.lte(unused))
            .exec(store.writer())
            .await?;
        swept += deleted.rows_affected;
    }
}
