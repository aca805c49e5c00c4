//! `POST /api/notifications/{id}/read`

use axum::{extract::State, response::Response};
use contract::{Problem, ProblemKind, shop::NotificationPath};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use store::notification;

use super::{shown, tell};
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

/// Marks a notification as read, and says so in the log; once more changes nothing, and says nothing.
pub async fn read(
    State(state): State<AppState>,
    clock: Clock,
    Path(NotificationPath { id }): Path<NotificationPath>,
    mut head: Head,
) -> Result<Response, Rejection> {
    // It is idempotent by itself.
    head.fields.remove(crate::shop::sandbox::write::IDEMPOTENCY_KEY);
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    write.shrinks();
    let found = notification::Entity::find()
        .filter(notification::Column::Sandbox.eq(write.sandbox.id.as_str()))
        .filter(notification::Column::Id.eq(id.to_string()))
        .one(&write.transaction);
    let row = clock.store(found).await?.ok_or_else(|| {
        Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(format!("there is no notification {id}")))
    })?;
    if row.read_at.is_none() {
        let mut row = row.into_active_model();
        row.read_at = Set(Some(write.now));
        let row = clock.store(row.update(&write.transaction)).await?;
        let notification = shown(row, &write.sandbox.epoch);
        let telling = tell(&state.feed, &write.transaction, &write.sandbox.id, &notification);
        let pending = clock.store(telling).await?;
        write.wakes(pending);
    }
    write.commit(Written::nothing()).await
}
