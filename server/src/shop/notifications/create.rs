//! `POST /api/notifications`

use axum::{extract::State, response::Response};
use contract::ProblemKind;
use http::{HeaderValue, StatusCode};

use super::add;
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
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
    let now = write.now;
    let Write {
        transaction, sandbox, ..
    } = &mut *write;
    let adding = add(&state.feed, transaction, sandbox, now, title, message);
    let (notification, pending) = clock.store(adding).await?;
    let no_store = HeaderValue::from_static("no-store");
    let representation = clock.encode(|| Representation::new(&notification, no_store, Whose::Sandbox));
    let representation = representation.map_err(Rejection::internal)?;
    // It has no URL of its own, so there is nothing that a validator would be of.
    let written = Written::of(StatusCode::CREATED, &representation).without_validators();
    write.wakes(pending);
    write.commit(written).await
}
