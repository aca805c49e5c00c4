//! Somebody in a room, an event stream as a browser reads it, and a WebSocket.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use crate::client::{APP, Answer, Client, Fields};

/// Somebody who is logged in, in a sandbox where one thing was said.
pub(super) struct Room<'a> {
    client: &'a Client,
    pub(super) bearer: String,
    pub(super) sandbox: String,
    pub(super) cursor: String,
}

impl<'a> Room<'a> {
    pub(super) async fn new(client: &'a Client) -> Self {
        let json = ("content-type", "application/json");
        let login = br#"{"username": "johndoe", "password": "secret123"}"#;
        let session = client.send(Method::POST, "/login", &[json], login).await.json();
        let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
        let fields = [json, ("authorization", &*bearer)];
        let first = br#"{"room": "lobby", "text": "first"}"#;
        let said = client.send(Method::POST, "/api/messages", &fields, first).await;
        assert_eq!(said.status, StatusCode::CREATED, "{said:?}");
        assert!(said.field("set-cookie").starts_with("roundtrip_sandbox="), "{said:?}");
        Self {
            client,
            sandbox: said.field("sandbox").to_owned(),
            cursor: said.json()["cursor"].as_str().unwrap().to_owned(),
            bearer,
        }
    }

    pub(super) async fn say(&self, text: &str, id: Option<&str>) -> Answer {
        let mut message = json!({"room": "lobby", "text": text});
        if let Some(id) = id {
            message["id"] = json!(id);
        }
        self.post(&message).await
    }

    pub(super) async fn say_in(&self, room: &str, text: &str) -> Answer {
        self.post(&json!({"room": room, "text": text})).await
    }

    async fn post(&self, message: &Value) -> Answer {
        let fields = [
            ("content-type", "application/json"),
            ("authorization", &*self.bearer),
            ("sandbox", &*self.sandbox),
        ];
        let content = message.to_string();
        self.client
            .send(Method::POST, "/api/messages", &fields, content.as_bytes())
            .await
    }

    /// What a poll gets that does not wait.
    pub(super) async fn poll(&self, after: &str) -> Value {
        let target = format!("/api/messages/poll?after={after}&wait=0");
        self.client
            .get_with(&target, &[("sandbox", &self.sandbox)])
            .await
            .json()
    }

    pub(super) async fn list(&self, query: &str) -> Value {
        let target = format!("/api/messages?sandbox={}{query}", self.sandbox);
        self.client.get(&target).await.json()
    }
}

/// An event of a stream.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) event: String,
    pub(super) data: Value,
}

/// An event stream.
pub(super) struct Stream {
    fields: HeaderMap,
    body: Incoming,
    text: String,
    read: usize,
}

impl Stream {
    pub(super) async fn open(address: SocketAddr, target: &str, fields: Fields<'_>) -> Self {
        Self::send(address, Method::GET, target, fields, "").await
    }

    pub(super) async fn post(address: SocketAddr, target: &str, content: &str) -> Self {
        let json = [("content-type", "application/json")];
        Self::send(address, Method::POST, target, &json, content).await
    }

    async fn send(address: SocketAddr, method: Method, target: &str, fields: Fields<'_>, content: &str) -> Self {
        let request = request(method, target, fields).body(Full::new(Bytes::copy_from_slice(content.as_bytes())));
        let io = TokioIo::new(TcpStream::connect(address).await.unwrap());
        let (mut sender, connection) = http1::handshake(io).await.unwrap();
        tokio::spawn(connection);
        let response = sender.send_request(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{target}");
        let (head, body) = response.into_parts();
        Self {
            fields: head.headers,
            body,
            text: String::new(),
            read: 0,
        }
    }

    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// All that has come.
    pub(super) fn seen(&self) -> &str {
        &self.text
    }

    /// The next event; comments are none.
    pub(super) async fn next(&mut self) -> Told {
        loop {
            let rest = &self.text[self.read..];
            if let Some(end) = rest.find("\n\n") {
                let mut told = Told::default();
                for line in rest[..end].lines() {
                    match line.split_once(": ") {
                        Some(("id", id)) => told.id = id.to_owned(),
                        Some(("event", event)) => told.event = event.to_owned(),
                        Some(("data", data)) => told.data = serde_json::from_str(data).unwrap(),
                        _ => {}
                    }
                }
                self.read += end + 2;
                if told.event.is_empty() {
                    continue;
                }
                return told;
            }
            let frame = self.body.frame().await.expect("the stream has ended").unwrap();
            self.text
                .push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
    }

    /// Whether it ends as a response does, with nothing more.
    pub(super) async fn ends(&mut self) -> bool {
        self.body.frame().await.is_none()
    }
}

/// What a WebSocket runs on.
pub(super) type Upgraded = TokioIo<hyper::upgrade::Upgraded>;

/// A WebSocket.
pub(super) struct Socket(WebSocketStream<Upgraded>);

impl Socket {
    /// The next message.
    pub(super) async fn next(&mut self) -> Value {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub(super) async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub(super) async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    /// The code that it is closed with.
    pub(super) async fn closed(&mut self) -> u16 {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Close(frame) => return frame.unwrap().code.into(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Opens one, or tells the status of what answered instead.
pub(super) async fn socket(address: SocketAddr, target: &str, fields: Fields<'_>) -> Result<Socket, StatusCode> {
    let io = switched(address, target, fields).await?;
    Ok(Socket(WebSocketStream::from_raw_socket(io, Role::Client, None).await))
}

/// A connection that was switched to the WebSocket protocol, or the status of what answered instead.
pub(super) async fn switched(address: SocketAddr, target: &str, fields: Fields<'_>) -> Result<Upgraded, StatusCode> {
    let handshake = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let request = request(Method::GET, target, &[&handshake[..], fields].concat());
    let io = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = http1::handshake(io).await.unwrap();
    tokio::spawn(connection.with_upgrades());
    let response = sender
        .send_request(request.body(Full::<Bytes>::default()).unwrap())
        .await
        .unwrap();
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(response.status());
    }
    Ok(TokioIo::new(hyper::upgrade::on(response).await.unwrap()))
}

fn request(method: Method, target: &str, fields: Fields<'_>) -> http::request::Builder {
    let host = APP.strip_prefix("http://").unwrap();
    let mut request = Request::builder().method(method).uri(target).header("host", host);
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    request
}
