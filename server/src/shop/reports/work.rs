//! Making reports, in the background.
//!
//! The table of reports is the queue. A node that has time takes a report up by an update that only one of them can make: it gives the
//! report a claim, for [`LEASE`]. Whatever is then written of the report is written under the condition that the claim is still there,
//! in the same transaction as the part of the result that it stands for and the event that tells of it. So a report that was cancelled
//! or reset under its worker's hands, or taken over by another node, gets nothing more from this one; and one whose node was killed
//! is taken up again when its claim has run out, and goes on behind the last part that is there. The clocks of nodes may differ: they
//! decide who works on what, and never what is written.
//!
//! Who asks for a report on this node wakes a worker; what was asked for elsewhere, or was left behind, is looked for every few seconds.

use std::time::Duration;

use contract::shop::{ReportKind, ReportStatus};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use store::{Store, Time, report, report_part, sandbox};
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    kind, path, progress,
    rows::{self, NextError, Part},
    status, tell,
};
use crate::{
    AppState,
    shop::notifications::{self, TellError},
};

/// How many reports a node works on at once.
const WORKERS: usize = 2;

/// How often a worker looks for what nobody has woken it for.
const POLL: Duration = Duration::from_secs(3);

/// For how long a claim holds. Each part, which takes milliseconds, begins it anew.
const LEASE: SignedDuration = SignedDuration::from_secs(10);

/// How long a report waits after something went wrong.
const PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// How often a report is taken up: one that ends its node each time is given up.
const ATTEMPTS: i64 = 5;

/// How many reports a worker tries to take up before it looks anew: others try the same ones.
const CANDIDATES: u64 = 4;

/// Works until the server stops. What is under way then is given back, for whoever comes next.
pub async fn run(state: AppState) {
    join_all((0..WORKERS).map(|_| worker(&state))).await;
}

async fn worker(state: &AppState) {
    while !state.shutdown.has_begun() {
        match take_up(&state.store).await {
            Ok(Some(report)) => {
                let id = report.id.clone();
                if report.attempts > 1 {
                    info!(report = id, attempt = report.attempts, "a report is taken up again");
                }
                match make(state, report).await {
                    // There may be more to do.
                    Ok(()) => continue,
                    Err(error) => warn!(report = id, %error, "a report waits, because something went wrong"),
                }
            }
            Ok(None) => {}
            Err(error) => warn!(%error, "cannot look for reports that are to be made"),
        }
        tokio::select! {
            () = state.shop.work.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            () = state.shutdown.begun() => {}
        }
    }
}

/// Why a report could not be made now.
#[derive(Debug, thiserror::Error)]
enum WorkError {
    #[error(transparent)]
    Rows(#[from] NextError),
    #[error(transparent)]
    Write(#[from] TellError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What nobody works on and is not over.
fn is_up() -> Condition {
    let open = [ReportStatus::Queued.name(), ReportStatus::Processing.name()];
    Condition::all()
        .add(report::Column::Status.is_in(open))
        .add(report::Column::ClaimedUntil.lte(Time::from(Timestamp::now())))
}

/// Takes up the report that has waited longest, if there is one.
async fn take_up(store: &Store) -> Result<Option<report::Model>, DbErr> {
    let candidates: Vec<String> = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(is_up())
        .order_by_asc(report::Column::CreatedAt)
        .limit(CANDIDATES)
        .into_tuple()
        .all(store.reader())
        .await?;
    for id in candidates {
        let claim = Uuid::new_v4().to_string();
        let now = Timestamp::now();
        // Somebody else may have been quicker: then there is nothing to update any more.
        let taken = report::Entity::update_many()
            .col_expr(report::Column::Claim, Expr::value(claim.as_str()))
            .col_expr(report::Column::ClaimedUntil, Expr::value(Time::from(now + LEASE)))
            .col_expr(report::Column::Status, Expr::value(ReportStatus::Processing.name()))
            .col_expr(
                report::Column::StartedAt,
                Expr::col(report::Column::StartedAt).if_null(Expr::value(Time::from(now))),
            )
            .col_expr(report::Column::Attempts, Expr::col(report::Column::Attempts).add(1_i64))
            .filter(report::Column::Id.eq(id.as_str()))
            .filter(is_up())
            .exec(store.writer())
            .await?;
        if taken.rows_affected == 0 {
            continue;
        }
        let found = report::Entity::find_by_id(id).filter(report::Column::Claim.eq(claim));
        if let Some(report) = found.one(store.reader()).await? {
            return Ok(Some(report));
        }
    }
    Ok(None)
}

/// Makes a report, from where it is on, until it is over, is not ours any more, or the server stops.
async fn make(state: &AppState, mut report: report::Model) -> Result<(), WorkError> {
    let kind = kind(&report)?;
    if report.attempts > ATTEMPTS {
        let over = failed(&report, format!("it was given up after {ATTEMPTS} attempts"));
        write(state, &report, over, None).await?;
        return Ok(());
    }
    loop {
        if state.shutdown.has_begun() {
            give_back(&state.store, &report, SignedDuration::ZERO, 1).await?;
            return Ok(());
        }
        match step(state, &report, kind).await {
            Ok(Some(after)) => report = after,
            Ok(None) => return Ok(()),
            Err(WorkError::Rows(error @ NextError::Missing)) => {
                let over = failed(&report, error.to_string());
                write(state, &report, over, None).await?;
                return Ok(());
            }
            Err(error) => {
                // If that fails as well, the claim runs out by itself.
                let back = give_back(&state.store, &report, PAUSE, 0).await;
                if let Err(error) = back {
                    warn!(report = report.id, %error, "a report is left until its claim has run out");
                }
                return Err(error);
            }
        }
    }
}

/// Adds the next part. Gives the report as it is then; nothing, when it is over or was not ours any more.
async fn step(state: &AppState, report: &report::Model, kind: ReportKind) -> Result<Option<report::Model>, WorkError> {
    let part = rows::next(state.store.reader(), report, kind).await?;
    let mut after = report.clone();
    let now = Timestamp::now();
    after.claimed_until = Time::from(now + LEASE);
    if let Some(part) = &part {
        after.done += part.rows;
        after.parts += 1;
        after.size += part.size();
    }
    if after.done >= after.total {
        after.status = ReportStatus::Complete.name().to_owned();
        after.finished_at = Some(Time::from(now));
    }
    let is_over = after.finished_at.is_some();
    let is_ours = write(state, report, after.clone(), part).await?;
    Ok((is_ours && !is_over).then_some(after))
}

fn failed(report: &report::Model, error: String) -> report::Model {
    report::Model {
        status: ReportStatus::Failed.name().to_owned(),
        error: Some(error),
        finished_at: Some(Time::from(Timestamp::now())),
        ..report.clone()
    }
}

/// Writes what has become of a report, with its next part, the event that tells of it, and when it is over the notification, in one
/// transaction. Gives whether it was still ours; if not, nothing is written.
async fn write(
    state: &AppState,
    before: &report::Model,
    after: report::Model,
    part: Option<Part>,
) -> Result<bool, TellError> {
    let transaction = state.store.begin().await?;
    let is_over = after.finished_at.is_some();
    // The sandbox is locked before the report, as by everybody, and only where a notification is added.
    let mut sandbox = None;
    if is_over {
        let found = sandbox::Entity::find_by_id(&after.sandbox).lock_exclusive();
        sandbox = found.one(&transaction).await?;
        if sandbox.is_none() {
            return Ok(false);
        }
    }
    if !update(&transaction, before, &after).await? {
        return Ok(false);
    }
    if let Some(Part { content, .. }) = part {
        let part = report_part::Model {
            report: after.id.clone(),
            part: before.parts,
            content,
        };
        report_part::Entity::insert(part.into_active_model().reset_all())
            .exec_without_returning(&transaction)
            .await?;
    }
    let mut pending = None;
    if is_over || progress(before) / 10 != progress(&after) / 10 {
        pending = Some(tell(&state.feed, &transaction, &after).await?);
    }
    if let Some(mut sandbox) = sandbox {
        let (title, message) = words(&after)?;
        let now = Time::from(Timestamp::now());
        let adding = notifications::add(&state.feed, &transaction, &mut sandbox, now, title, message);
        let (_, told) = adding.await?;
        pending = pending.map(|pending| pending.and(told));
        sandbox.version += 1;
        sandbox.into_active_model().reset_all().update(&transaction).await?;
    }
    transaction.commit().await?;
    if let Some(pending) = pending {
        state.feed.committed(pending);
    }
    Ok(true)
}

/// Updates the row of a report that is still ours.
async fn update(
    transaction: &DatabaseTransaction,
    before: &report::Model,
    after: &report::Model,
) -> Result<bool, DbErr> {
    let is_over = after.finished_at.is_some();
    let claim = after.claim.clone().filter(|_| !is_over);
    let updated = report::Entity::update_many()
        .col_expr(report::Column::Done, Expr::value(after.done))
        .col_expr(report::Column::Parts, Expr::value(after.parts))
        .col_expr(report::Column::Size, Expr::value(after.size))
        .col_expr(report::Column::Status, Expr::value(after.status.as_str()))
        .col_expr(report::Column::Error, Expr::value(after.error.clone()))
        .col_expr(report::Column::FinishedAt, Expr::value(after.finished_at))
        .col_expr(report::Column::Claim, Expr::value(claim))
        .col_expr(report::Column::ClaimedUntil, Expr::value(after.claimed_until))
        .filter(ours(before))
        .exec(transaction)
        .await?;
    Ok(updated.rows_affected > 0)
}

/// The report, if its claim is still the one that it was taken up with.
fn ours(report: &report::Model) -> Condition {
    Condition::all()
        .add(report::Column::Id.eq(report.id.as_str()))
        .add(report::Column::Claim.eq(report.claim.clone()))
}

/// Leaves a report to whoever comes next, after a while. `attempts` are not counted.
async fn give_back(store: &Store, report: &report::Model, wait: SignedDuration, attempts: i64) -> Result<(), DbErr> {
    report::Entity::update_many()
        .col_expr(report::Column::Status, Expr::value(ReportStatus::Queued.name()))
        .col_expr(report::Column::Claim, Expr::value(None::<String>))
        .col_expr(
            report::Column::ClaimedUntil,
            Expr::value(Time::from(Timestamp::now() + wait)),
        )
        .col_expr(report::Column::Attempts, Expr::value(report.attempts - attempts))
        .filter(ours(report))
        .exec(store.writer())
        .await?;
    Ok(())
}

/// The notification of a report that is over.
fn words(report: &report::Model) -> Result<(String, String), DbErr> {
    let kind = kind(report)?.name();
    let rows = if report.total == 1 { "row" } else { "rows" };
    Ok(if status(report)? == ReportStatus::Failed {
        let why = report.error.as_deref().unwrap_or("nobody knows why");
        (
            "Report failed".to_owned(),
            format!("The report about {kind} has failed: {why}."),
        )
    } else {
        let at = path(&report.id);
        (
            "Report ready".to_owned(),
            format!("The report about {kind}, {} {rows}, is at {at}/result.", report.total),
        )
    })
}
