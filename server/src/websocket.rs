//! WebSockets (RFC 6455): the opening handshake, the switch, and how a conversation is kept alive and ended.
//!
//! No extension is ever agreed on, so `permessage-deflate` (RFC 7692) is off: its windows are tens of kilobytes a connection, and
//! a message is as many bytes on the wire as it has.

use std::{future::Future, time::Duration};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{Problem, ProblemKind};
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Version, header};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use crate::{listen::Shutdown, problem::Rejection};

/// What is read at once at most, and what is written at once. The library's own would be 128 KiB for each connection.
const BUFFER: usize = 4 * 1024;

/// How often a client is asked whether it is still there. It has as long to answer, by whatever it sends.
const PING: Duration = Duration::from_secs(20);

/// How long a client may take nothing of what is written to it.
const STALL: Duration = Duration::from_secs(30);

/// How long the client has to take the last frame.
const LAST_WORD: Duration = Duration::from_secs(1);

const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");
const UPGRADE: HeaderValue = HeaderValue::from_static("upgrade");

/// A WebSocket that is open.
pub(crate) type Socket = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

/// A request that is an opening handshake, before it is answered.
pub(crate) struct Handshake(HeaderValue);

impl Handshake {
    /// Whether the request asks for a WebSocket at all.
    pub(crate) fn is_asked_for(fields: &HeaderMap) -> bool {
        lists(fields, header::UPGRADE, "websocket")
    }

    /// The handshake that a request is (RFC 6455, section 4.2.1), or what is missing.
    pub(crate) fn of(request: &Request<Body>) -> Result<Self, Rejection> {
        let fields = request.headers();
        if request.version() != Version::HTTP_11 || request.method() != Method::GET {
            return Err(upgrade_required(
                "a WebSocket is opened with GET over HTTP/1.1; extended CONNECT (RFC 8441) is not offered",
            ));
        }
        if !Self::is_asked_for(fields) || !lists(fields, header::CONNECTION, "upgrade") {
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
        let accept = HeaderValue::try_from(derive_accept_key(key)).map_err(Rejection::internal)?;
        Ok(Self(accept))
    }

    /// Switches to the WebSocket protocol, in which a task of its own goes on; the end of the server waits for it.
    pub(crate) fn accept<F>(
        self,
        mut request: Request<Body>,
        config: WebSocketConfig,
        shutdown: &Shutdown,
        converse: impl FnOnce(Socket) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(shutdown.track(async move {
            // A client that goes before the switch has nothing to be told.
            if let Ok(upgraded) = upgrade.await {
                let io = TokioIo::new(upgraded);
                converse(WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await).await;
            }
        }));
        let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
        let fields = response.headers_mut();
        fields.insert(header::CONNECTION, UPGRADE);
        fields.insert(header::UPGRADE, WEBSOCKET);
        fields.insert(header::SEC_WEBSOCKET_ACCEPT, self.0);
        response
    }
}

/// A configuration with small buffers, for messages of at most so many bytes from the client, and `written` to it.
pub(crate) fn config(largest: usize, written: usize) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(largest.min(BUFFER))
        .write_buffer_size(BUFFER)
        .max_write_buffer_size(2 * written + BUFFER)
        .max_message_size(Some(largest))
        .max_frame_size(Some(largest))
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

/// Why a WebSocket ends: the code and the words of the close frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending(pub(crate) CloseCode, pub(crate) &'static str);

impl Ending {
    /// The server stops.
    pub(crate) const STOPPING: Self = Self(CloseCode::Away, "the server is stopping");
    /// The client does not answer.
    const SILENT: Self = Self(CloseCode::Away, "no answer to a ping");

    /// What ends it when reading fails; none where the connection is gone, and nothing can be said.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        match error {
            Error::Capacity(_) => Some(Self(CloseCode::Size, "larger than is taken")),
            Error::Utf8(_) => Some(Self(CloseCode::Invalid, "text that is not UTF-8")),
            Error::Protocol(_) => Some(Self(CloseCode::Protocol, "against the protocol")),
            _ => None,
        }
    }

    /// Says so. A client that does not take it is left.
    pub(crate) async fn say(self, mut socket: Socket) {
        let frame = CloseFrame {
            code: self.0,
            reason: self.1.into(),
        };
        let _ = timeout(LAST_WORD, socket.close(Some(frame))).await;
    }
}

/// How a conversation came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// The connection is gone, or the client has closed it.
    Gone,
    /// There is a last word to say.
    Ended(Ending),
}

/// One end of a conversation in text messages: it asks the client now and then whether it is still there.
pub(crate) struct Talk {
    socket: Socket,
    ping: Interval,
    /// Whether anything came since the last ping.
    heard: bool,
}

impl Talk {
    pub(crate) fn new(socket: Socket) -> Self {
        let mut ping = interval_at(Instant::now() + PING, PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            socket,
            ping,
            heard: true,
        }
    }

    /// The next message of text. May be dropped at any time.
    pub(crate) async fn hear(&mut self) -> Result<Utf8Bytes, Over> {
        loop {
            let message = tokio::select! {
                message = self.socket.next() => message,
                _ = self.ping.tick() => {
                    if !self.heard {
                        return Err(Over::Ended(Ending::SILENT));
                    }
                    self.heard = false;
                    self.write(Message::Ping(bytes::Bytes::new())).await?;
                    self.flush().await?;
                    continue;
                }
            };
            self.heard = true;
            match message {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Binary(_))) => {
                    return Err(Over::Ended(Ending(CloseCode::Unsupported, "only text is understood")));
                }
                // The library answers pings and the close frame itself, while it is read from.
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Ending::of(&error).map_or(Over::Gone, Over::Ended)),
                None => return Err(Over::Gone),
            }
        }
    }

    /// Says something, which is on its way when the talk is [flushed](Self::flush). Waits while the client takes nothing.
    pub(crate) async fn say(&mut self, text: Utf8Bytes) -> Result<(), Over> {
        self.write(Message::Text(text)).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Over> {
        match timeout(STALL, self.socket.feed(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over::Gone),
        }
    }

    pub(crate) async fn flush(&mut self) -> Result<(), Over> {
        match timeout(STALL, self.socket.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over::Gone),
        }
    }

    /// Ends it.
    pub(crate) async fn end(self, over: Over) {
        if let Over::Ended(ending) = over {
            ending.say(self.socket).await;
        }
    }
}
