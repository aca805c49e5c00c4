//! `DELETE /api/reports/{id}`

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    shop::{ReportPath, ReportStatus},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use store::{report, report_part};

use super::{not_there, of_sandbox, status, tell};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{
        head::Head,
        sandbox::write::{Begun, Write, Written},
    },
};

/// Cancels a report: whoever works on it finds that it is not theirs any more, and what was done is thrown away. Once more changes
/// nothing.
pub async fn cancel(
    State(state): State<AppState>,
    clock: Clock,
    Path(ReportPath { id }): Path<ReportPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    write.shrinks();
    // Locked, so that it is cancelled as it is told of: somebody may be about to write down how far it has come.
    let found = of_sandbox(&write.sandbox.id, id)
        .lock_exclusive()
        .one(&write.transaction);
    let row = clock.store(found).await?.ok_or_else(|| not_there(id))?;
    match status(&row)? {
        ReportStatus::Cancelled => {}
        is @ (ReportStatus::Complete | ReportStatus::Failed) => {
            return Err(Problem::new(ProblemKind::Conflict)
                .with_detail(format!(
                    "the report is {} already; there is nothing to cancel",
                    is.name()
                ))
                .into());
        }
        ReportStatus::Queued | ReportStatus::Processing => {
            let row = report::Model {
                status: ReportStatus::Cancelled.name().to_owned(),
                finished_at: Some(write.now),
                claim: None,
                size: 0,
                parts: 0,
                ..row
            };
            let update = row.clone().into_active_model().reset_all().update(&write.transaction);
            clock.store(update).await?;
            let parts = report_part::Entity::delete_many()
                .filter(report_part::Column::Report.eq(row.id.as_str()))
                .exec(&write.transaction);
            clock.store(parts).await?;
            let pending = clock.store(tell(&state.feed, &write.transaction, &row)).await?;
            write.wakes(pending);
        }
    }
    write.commit(Written::nothing()).await
}
