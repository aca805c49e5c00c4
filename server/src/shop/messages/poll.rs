//! `GET /api/messages/poll`

use axum::{extract::State, response::Response};
use contract::shop::PollQuery;
use feed::Position;

use super::room;
use crate::{
    AppState,
    clock::Clock,
    extract::Query,
    live::{
        encoding,
        places::position,
        poll::{Poll, limit, wait},
        topics,
    },
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// The messages behind a cursor, when there are any.
pub async fn poll(
    State(state): State<AppState>,
    clock: Clock,
    Query(query): Query<PollQuery>,
    head: Head,
) -> Result<Response, Rejection> {
    let room = room(query.room.as_deref())?;
    let from = position(query.after.as_deref(), "after")?.unwrap_or(Position::Latest);
    let limit = limit(query.limit)?;
    let wait = wait(query.wait)?;
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let poll = Poll {
        from: seen
            .map(|seen| (topics::of_sandbox(&seen.row.id), from))
            .into_iter()
            .collect(),
        room: Some(room),
        limit,
        wait,
    };
    let polled = poll.run(&state.feed, &state.shutdown).await?;
    Ok(polled.respond("messages", encoding::message))
}
