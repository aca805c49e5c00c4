//! `POST /api/notifications`

use axum::{extract::State, response::Response};
use contract::ProblemKind;
use feed::NewEvent;
use http::{HeaderValue, StatusCode};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use store::notification;
use uuid::Uuid;

use super::shown;
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    live::topics,
    problem::Rejection,
    shop::{
        head::Head,
        members::{Members, object, text},
        representation::{Representation, Whose},
        sandbox::write::{Begun, Write, Written},
    },
};

/// One more notification.
pub async fn create(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let mut members = Members::of(object(&content)?);
    let title = members.need("title", text(200));
    let message = members.need("message", text(2_000));
    members.finish("title, message")?;
    // What is needed and missing is a fault, so both are always there.
    let (title, message) = title.zip(message).ok_or(ProblemKind::ValidationFailed)?;

    let mut write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let seq = write.sandbox.next_notification;
    write.sandbox.next_notification += 1;
    let row = notification::Model {
        sandbox: write.sandbox.id.clone(),
        seq,
        id: Uuid::now_v7().to_string(),
        title,
        message,
        created_at: write.now,
        read_at: None,
    };
    let insert = notification::Entity::insert(row.clone().into_active_model().reset_all());
    clock.store(insert.exec_without_returning(&write.transaction)).await?;
    let notification = shown(row, &write.sandbox.epoch);
    let no_store = HeaderValue::from_static("no-store");
    let representation = clock.encode(|| Representation::new(&notification, no_store, Whose::Sandbox));
    let representation = representation.map_err(Rejection::internal)?;
    let event = NewEvent::new("notification", &notification).map_err(Rejection::internal)?;
    // It has no URL of its own, so there is nothing that a validator would be of.
    let written = Written::of(StatusCode::CREATED, &representation).without_validators();
    let topic = topics::of_sandbox(&write.sandbox.id);
    let append = state.feed.append_in(&write.transaction, &topic, vec![event]);
    let pending = clock.store(append).await?;
    let response = write.commit(written).await?;
    state.feed.committed(pending);
    Ok(response)
}
