//! `POST /api/sandbox/disconnect`: what a server that restarts does to those who read, without one that does.

use axum::extract::State;
use http::StatusCode;

use super::seen;
use crate::{AppState, clock::Clock, live::topics, problem::Rejection, shop::head::Head};

/// Ends all that reads the logs of the sandbox on this node: streams between two events, WebSockets with a close frame, and polls
/// that wait with an answer that has nothing. All of them may come again at once, with the cursors they have.
pub async fn disconnect(State(state): State<AppState>, clock: Clock, head: Head) -> Result<StatusCode, Rejection> {
    if let Some(sandbox) = seen(&state, &clock, &head.uri, &head.fields).await? {
        let id = sandbox.id.to_string();
        for topic in [topics::of_sandbox(&id), topics::of_typing(&id)] {
            state.feed.dismiss(&topic);
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
