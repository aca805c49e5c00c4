//! `POST /api/messages`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode};

use super::{
    person,
    say::{self, Saying, say},
};
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    live::{NO_STORE, topics},
    problem::Rejection,
    shop::{
        head::Head,
        members::object,
        representation::{Representation, Whose},
        sandbox::{
            self, SANDBOX,
            write::{Begun, IDEMPOTENCY_KEY, Write, Written},
        },
        session,
    },
};

/// Says something.
pub async fn create(
    State(state): State<AppState>,
    clock: Clock,
    mut head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let saying = Saying::of(object(&content)?)?;
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let user = session::logged_in(&state, &clock, &head.fields, seen.as_ref()).await?;
    let said = saying.by(person(&user));
    if let Some(seen) = seen {
        let (message, _) = clock.store(say(&state, &seen.row.id, said)).await?;
        let id = HeaderValue::try_from(&seen.row.id).map_err(Rejection::internal)?;
        return Ok((StatusCode::CREATED, [NO_STORE, (SANDBOX, id)], Json(message)).into_response());
    }
    // The first thing that is written makes the sandbox, with it or not at all. The message has an identifier of its own.
    head.fields.remove(IDEMPOTENCY_KEY);
    let mut write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let topic = topics::of_sandbox(&write.sandbox.id);
    let event = say::event(&said).map_err(Rejection::internal)?;
    let append = state.feed.append_in(&write.transaction, &topic, vec![event]);
    let pending = clock.store(append).await?;
    let appended = pending
        .appended()
        .next()
        .ok_or_else(|| Rejection::internal("an append without an answer"))?;
    let message = say::message(said, appended);
    let representation = Representation::new(&message, NO_STORE.1, Whose::Sandbox).map_err(Rejection::internal)?;
    let written = Written::of(StatusCode::CREATED, &representation).without_validators();
    write.wakes(pending);
    write.commit(written).await
}
