//! Requests to a node, through what stands before it.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::client::IntoClientRequest};
use tokio_util::task::AbortOnDropHandle;

/// How long an answer may take that is not waited for on purpose. Whoever waits longer tries again on another connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// What goes wrong.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The connection or the server is away: a client comes again.
    Passing,
    /// The server has said what it must not say.
    Wrong(anyhow::Error),
}

/// All that is not named is a connection that broke.
impl<E: std::error::Error> From<E> for Trouble {
    fn from(_: E) -> Self {
        Self::Passing
    }
}

/// Where a node is reached, and what it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// Where a connection is made to.
    pub(crate) to: SocketAddr,
    /// Where the node itself listens.
    pub(crate) node: SocketAddr,
}

/// Fields of a request.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

/// A connection for one request after another.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    _task: AbortOnDropHandle<hyper::Result<()>>,
}

impl Connection {
    pub(crate) async fn open(way: Way) -> Result<Self, Trouble> {
        let stream = TcpStream::connect(way.to).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        Ok(Self {
            sender,
            host: way.node.to_string(),
            _task: AbortOnDropHandle::new(tokio::spawn(connection)),
        })
    }

    /// Sends a request and returns when the head of the response is there.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        target: &str,
        fields: Fields<'_>,
        content: &str,
    ) -> Result<Response<Incoming>, Trouble> {
        let mut request = Request::builder().method(method).uri(target);
        request = request.header(header::HOST, &self.host);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::copy_from_slice(content.as_bytes())))?;
        timeout(PATIENCE, self.sender.ready()).await??;
        let response = timeout(PATIENCE, self.sender.send_request(request)).await??;
        Ok(response)
    }

    /// Sends a request and reads the answer, which is JSON, and of this status.
    pub(crate) async fn ask(
        &mut self,
        method: Method,
        target: &str,
        fields: Fields<'_>,
        content: &str,
        status: StatusCode,
    ) -> Result<Value, Trouble> {
        let response = self.send(method, target, fields, content).await?;
        let response = expect(response, status).await?;
        let content = timeout(PATIENCE, response.into_body().collect()).await??.to_bytes();
        if content.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&content)
            .with_context(|| format!("{target}: {}", String::from_utf8_lossy(&content)))
            .map_err(Trouble::Wrong)
    }
}

/// What the server says of a request of which only a part has come through.
const CUT_OFF: &str = "closed in the middle of";

/// The response, if it has this status. A server that stops or starts may say 503.
pub(crate) async fn expect(response: Response<Incoming>, status: StatusCode) -> Result<Response<Incoming>, Trouble> {
    match response.status() {
        found if found == status => Ok(response),
        StatusCode::SERVICE_UNAVAILABLE => Err(Trouble::Passing),
        found => {
            let content = timeout(PATIENCE, response.into_body().collect()).await??.to_bytes();
            let content = String::from_utf8_lossy(&content);
            if found == StatusCode::BAD_REQUEST && content.contains(CUT_OFF) {
                return Err(Trouble::Passing);
            }
            Err(Trouble::Wrong(anyhow::anyhow!(
                "{found} where {status} is right: {content}"
            )))
        }
    }
}

/// Opens a WebSocket.
pub(crate) async fn socket(way: Way, target: &str) -> Result<WebSocketStream<TcpStream>, Trouble> {
    use tokio_tungstenite::tungstenite::Error;

    let stream = TcpStream::connect(way.to).await?;
    stream.set_nodelay(true)?;
    let request = format!("ws://{}{target}", way.node).into_client_request()?;
    match timeout(PATIENCE, client_async(request, stream)).await? {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) if response.status() != StatusCode::SERVICE_UNAVAILABLE => {
            let content = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
            // The library does not read the content of a response that is no switch.
            if response.status() == StatusCode::BAD_REQUEST {
                return Err(Trouble::Passing);
            }
            Err(Trouble::Wrong(anyhow::anyhow!("{}: {content}", response.status())))
        }
        Err(_) => Err(Trouble::Passing),
    }
}

/// Who writes: a login, and the sandbox in which everything happens.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) bearer: String,
    pub(crate) sandbox: String,
}

impl Account {
    /// Logs in at a node, and says the first thing, which makes the sandbox.
    pub(crate) async fn new(node: SocketAddr) -> Result<Self> {
        let way = Way { to: node, node };
        match Self::begin(way).await {
            Ok(account) => Ok(account),
            Err(Trouble::Wrong(error)) => Err(error),
            Err(Trouble::Passing) => bail!("the connection to {node} broke"),
        }
    }

    async fn begin(way: Way) -> Result<Self, Trouble> {
        let json = ("content-type", "application/json");
        let mut connection = Connection::open(way).await?;
        let login = r#"{"username": "johndoe", "password": "secret123"}"#;
        let session = connection
            .ask(Method::POST, "/login", &[json], login, StatusCode::OK)
            .await?;
        let bearer = format!("Bearer {}", session["token"].as_str().unwrap_or_default());
        let first = r#"{"room": "lobby", "text": "first"}"#;
        let fields = [json, ("authorization", &*bearer)];
        let said = connection.send(Method::POST, "/api/messages", &fields, first).await?;
        let said = expect(said, StatusCode::CREATED).await?;
        let sandbox = said.headers().get("sandbox").and_then(|value| value.to_str().ok());
        let sandbox = sandbox.unwrap_or_default().to_owned();
        Ok(Self { bearer, sandbox })
    }
}
