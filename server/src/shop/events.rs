//! `/api/events`: all that happens in a sandbox, as an event stream.

use axum::{extract::State, response::Response};
use contract::shop::{Connected, StreamFrom};
use feed::Position;

use super::{head::Head, sandbox};
use crate::{
    AppState,
    clock::Clock,
    extract::{MaybeJson, Query},
    live::{
        encoding::{self, Encoding},
        reader::Reader,
        sse, topics,
    },
    problem::Rejection,
};

/// The stream.
pub async fn stream(
    State(state): State<AppState>,
    clock: Clock,
    Query(query): Query<StreamFrom>,
    head: Head,
) -> Result<Response, Rejection> {
    open(state, clock, head, query.last_event_id).await
}

/// The same for a client that has to send content. What its content says goes before its query.
pub async fn stream_by_post(
    State(state): State<AppState>,
    clock: Clock,
    Query(query): Query<StreamFrom>,
    head: Head,
    MaybeJson(content): MaybeJson<StreamFrom>,
) -> Result<Response, Rejection> {
    let said = content.and_then(|content| content.last_event_id);
    open(state, clock, head, said.or(query.last_event_id)).await
}

async fn open(state: AppState, clock: Clock, head: Head, last: Option<String>) -> Result<Response, Rejection> {
    let from = sse::resumes(&head.fields, last.as_deref(), 1)?;
    let from = from.and_then(|from| from.first().copied()).unwrap_or(Position::Latest);
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let topic = seen.as_ref().map(|seen| topics::of_sandbox(&seen.row.id));
    let reader = Reader::open(&state.feed, topic.map(|topic| (topic, from)), None).await?;
    let connected = Connected {
        cursor: reader.places().to_string(),
        sandbox: seen.map(|seen| seen.row.id),
    };
    let connected = encoding::json(&connected);
    Ok(sse::respond(reader, Encoding::Practice, &connected, &state.shutdown))
}
