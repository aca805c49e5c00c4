//! `GET /websocket/echo`: a WebSocket (RFC 6455) that sends each message back.

use std::time::Duration;

use axum::{body::Body, extract::State, response::Response};
use contract::toolbox::limits::{FRAGMENT, MESSAGE, WEBSOCKET_IDLE, WEBSOCKET_LIFE};
use futures_util::{SinkExt as _, StreamExt as _};
use http::Request;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use super::arguments::Arguments;
use crate::{
    AppState,
    listen::Shutdown,
    problem::Rejection,
    websocket::{Ending, Handshake, Socket, config},
};

/// Switches to the WebSocket protocol, in which a task of its own goes on.
pub async fn websocket_echo(
    State(state): State<AppState>,
    arguments: Arguments,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let handshake = Handshake::of(&request)?;
    let message = arguments.number(&MESSAGE)?.unwrap_or(MESSAGE.most);
    let fragment = arguments.number(&FRAGMENT)?.unwrap_or(FRAGMENT.most);
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let config = config(size(message), size(MESSAGE.most)).max_frame_size(Some(size(fragment)));
    let shutdown = state.shutdown.clone();
    Ok(handshake.accept(request, config, &state.shutdown, |socket| async move {
        converse(socket, &shutdown).await;
    }))
}

/// Sends each message back, until the client closes or a limit is reached, which the close frame tells.
async fn converse(mut socket: Socket, shutdown: &Shutdown) {
    let end = Instant::now() + Duration::from_secs(WEBSOCKET_LIFE.most);
    let ending = loop {
        let silence = Instant::now() + Duration::from_secs(WEBSOCKET_IDLE.most);
        let message = tokio::select! {
            message = socket.next() => message,
            () = sleep_until(silence) => break Ending(CloseCode::Away, "silent for too long"),
            () = sleep_until(end) => break Ending(CloseCode::Away, "open for long enough"),
            () = shutdown.begun() => break Ending(CloseCode::Restart, "the server is stopping"),
        };
        match message {
            Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => {
                let sent = tokio::select! {
                    sent = socket.send(message) => sent,
                    () = sleep_until(silence) => return,
                };
                if sent.is_err() {
                    return;
                }
            }
            // The library answers pings and the close frame itself, while it is read from.
            Some(Ok(_)) => {}
            Some(Err(error)) => match Ending::of(&error) {
                Some(ending) => break ending,
                None => return,
            },
            None => return,
        }
    };
    ending.say(socket).await;
}
