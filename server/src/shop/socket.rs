//! `/api/socket`: the rooms of a sandbox over a WebSocket.
//!
//! - `said`: what a client says, and what is wrong with it
//! - `conversation`: who speaks, what is done, and what is told
//! - `entered`: a room that the connection is in, and what of the log is new there

mod conversation;
mod entered;
mod said;

use axum::{body::Body, extract::State, response::Response};
use http::Request;

use super::sandbox;
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    websocket::{Handshake, config},
};

/// The largest message that a client may send, in bytes: the longest text with each character as two escapes, and room for the rest.
const LARGEST: usize = 32 * 1024;

/// The largest message that it gets, about: the names of all who are in a room, which the bounds of a sandbox limit.
const WRITTEN: usize = 1024 * 1024;

/// Switches to the WebSocket protocol. The handshake may name the sandbox; who speaks is said afterwards, because a page cannot send
/// the field Authorization with it, and a cookie says nothing to a page of another origin.
pub async fn open(State(state): State<AppState>, clock: Clock, request: Request<Body>) -> Result<Response, Rejection> {
    let handshake = Handshake::of(&request)?;
    let seen = sandbox::seen(&state, &clock, request.uri(), request.headers()).await?;
    let sandbox = seen.map(|seen| seen.row.id);
    let shutdown = state.shutdown.clone();
    let converse = |socket| conversation::hold(state, socket, sandbox);
    Ok(handshake.accept(request, config(LARGEST, WRITTEN), &shutdown, converse))
}
