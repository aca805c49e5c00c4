//! `GET /websocket/echo`: a WebSocket (RFC 6455) that sends each message back.

use std::time::Duration;

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    Problem, ProblemKind,
    toolbox::limits::{FRAGMENT, MESSAGE, WEBSOCKET_IDLE, WEBSOCKET_LIFE},
};
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Version, header};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::arguments::Arguments;
use crate::{AppState, listen::Shutdown, problem::Rejection};

/// What is read at once, and what is written at once. The library's own would be 128 KiB for each connection.
const BUFFER: usize = 4 * 1024;

/// How long the client has to take the last frame.
const LAST_WORD: Duration = Duration::from_secs(1);

const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");
const UPGRADE: HeaderValue = HeaderValue::from_static("upgrade");

/// Switches to the WebSocket protocol, in which a task of its own goes on.
pub async fn websocket_echo(
    State(state): State<AppState>,
    arguments: Arguments,
    mut request: Request<Body>,
) -> Result<Response, Rejection> {
    let accept = accept(&request)?;
    let message = arguments.number(&MESSAGE)?.unwrap_or(MESSAGE.most);
    let fragment = arguments.number(&FRAGMENT)?.unwrap_or(FRAGMENT.most);
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_write_buffer_size(2 * size(MESSAGE.most))
        .max_message_size(Some(size(message)))
        .max_frame_size(Some(size(fragment)));
    let upgrade = hyper::upgrade::on(&mut request);
    let shutdown = state.shutdown.clone();
    tokio::spawn(state.shutdown.track(async move {
        // A client that goes before the switch has nothing to be told.
        if let Ok(upgraded) = upgrade.await {
            let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
            converse(socket, &shutdown).await;
        }
    }));
    let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
    let fields = response.headers_mut();
    fields.insert(header::CONNECTION, UPGRADE);
    fields.insert(header::UPGRADE, WEBSOCKET);
    fields.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    Ok(response)
}

/// The answer to the client's key, if the request is an opening handshake (RFC 6455, section 4.2.1).
fn accept(request: &Request<Body>) -> Result<HeaderValue, Rejection> {
    let fields = request.headers();
    if request.version() != Version::HTTP_11 || request.method() != Method::GET {
        return Err(upgrade_required(
            "a WebSocket is opened with GET over HTTP/1.1; extended CONNECT (RFC 8441) is not offered",
        ));
    }
    if !lists(fields, header::UPGRADE, "websocket") || !lists(fields, header::CONNECTION, "upgrade") {
        return Err(upgrade_required(
            "the request does not have Upgrade: websocket and Connection: Upgrade",
        ));
    }
    if fields
        .get(header::SEC_WEBSOCKET_VERSION)
        .is_none_or(|version| version != "13")
    {
        return Err(upgrade_required("Sec-WebSocket-Version must be 13"));
    }
    let key = fields
        .get(header::SEC_WEBSOCKET_KEY)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    if BASE64_STANDARD.decode(key).map_or(0, |key| key.len()) != 16 {
        let detail = "Sec-WebSocket-Key must be 16 bytes in Base64 (RFC 6455, section 4.1)";
        return Err(Problem::new(ProblemKind::BadRequest).with_detail(detail).into());
    }
    HeaderValue::try_from(derive_accept_key(key)).map_err(Rejection::internal)
}

fn upgrade_required(why: &str) -> Rejection {
    Rejection::new(Problem::new(ProblemKind::UpgradeRequired).with_detail(why))
        .with_field(header::UPGRADE, WEBSOCKET)
        .with_field(header::CONNECTION, UPGRADE)
        .with_field(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
}

/// Whether a field lists that token, in any case.
fn lists(fields: &HeaderMap, name: HeaderName, token: &str) -> bool {
    let values = fields.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|listed| listed.trim().eq_ignore_ascii_case(token))
}

type Socket = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

/// Sends each message back, until the client closes or a limit is reached, which the close frame tells.
async fn converse(mut socket: Socket, shutdown: &Shutdown) {
    let end = Instant::now() + Duration::from_secs(WEBSOCKET_LIFE.most);
    let (code, reason) = loop {
        let silence = Instant::now() + Duration::from_secs(WEBSOCKET_IDLE.most);
        let message = tokio::select! {
            message = socket.next() => message,
            () = sleep_until(silence) => break (CloseCode::Away, "silent for too long"),
            () = sleep_until(end) => break (CloseCode::Away, "open for long enough"),
            () = shutdown.begun() => break (CloseCode::Restart, "the server is stopping"),
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
            Some(Err(Error::Capacity(_))) => break (CloseCode::Size, "larger than is taken"),
            Some(Err(Error::Utf8(_))) => break (CloseCode::Invalid, "text that is not UTF-8"),
            Some(Err(Error::Protocol(_))) => break (CloseCode::Protocol, "against the protocol"),
            Some(Err(_)) | None => return,
        }
    };
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    // A client that does not take it is left.
    let _ = tokio::time::timeout(LAST_WORD, socket.close(Some(frame))).await;
}
