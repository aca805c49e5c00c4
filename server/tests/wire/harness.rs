//! A server with a small router, and a client that writes and reads bytes.

use std::{convert::Infallible, future::Future, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{HeaderValue, Response, StatusCode, header},
    middleware::map_request_with_state,
    response::IntoResponse,
    routing::{any, get, post},
};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use server::listen::{
    self, Arrival, BodyError, BodyLimit, Limits, Shutdown, Tape,
    endless::Unending,
    script::{Ending, Script, Step},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

/// Longer than anything here takes, so that a hanging test fails instead of hanging.
pub(crate) const GUARD: Duration = Duration::from_secs(30);

/// Deadlines that a test does not mean to reach lie beyond the guard.
pub(crate) fn limits() -> Limits {
    let far = GUARD * 2;
    Limits {
        first_byte: far,
        head: far,
        idle: far,
        grace: far,
        linger: Duration::from_millis(300),
        max_head: 4096,
        ..Limits::default()
    }
}

/// What a test and the handlers share.
#[derive(Clone)]
pub(crate) struct Stage {
    /// A request to `/held` has reached its handler.
    pub(crate) reached: Arc<Notify>,
    /// Lets one request to `/held` go on.
    pub(crate) release: Arc<Semaphore>,
    recordings: mpsc::UnboundedSender<oneshot::Receiver<Recorded>>,
}

/// What was recorded of an exchange.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) request: Tape,
    pub(crate) response: Tape,
    pub(crate) number: u64,
}

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) stage: Stage,
    pub(crate) shutdown: Shutdown,
    pub(crate) ended: JoinHandle<()>,
    recordings: mpsc::UnboundedReceiver<oneshot::Receiver<Recorded>>,
}

impl Server {
    pub(crate) async fn start(limits: Limits) -> Self {
        Self::start_with(limits, None).await
    }

    pub(crate) async fn start_with(limits: Limits, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, recordings) = mpsc::unbounded_channel();
        let stage = Stage {
            reached: Arc::new(Notify::new()),
            release: Arc::new(Semaphore::new(0)),
            recordings: sender,
        };
        let shutdown = Shutdown::new();
        let ended = tokio::spawn(listen::serve(
            listener,
            tls,
            router(stage.clone()),
            limits,
            shutdown.clone(),
        ));
        Self {
            address,
            stage,
            shutdown,
            ended,
            recordings,
        }
    }

    /// What was recorded of the next request that has a `Record` field.
    pub(crate) async fn recording(&mut self) -> Recorded {
        let recording = guarded(self.recordings.recv()).await.expect("the server runs");
        guarded(recording)
            .await
            .expect("a connection tells all that it was asked for")
    }

    pub(crate) async fn connect(&self) -> Client<TcpStream> {
        Client {
            io: TcpStream::connect(self.address).await.unwrap(),
        }
    }

    /// All that a new connection gives back for these bytes, until the server closes it.
    pub(crate) async fn converse(&self, bytes: &[u8]) -> String {
        let mut client = self.connect().await;
        client.send(bytes).await;
        client.rest().await
    }
}

fn router(stage: Stage) -> Router {
    Router::new()
        .route("/hello", get(async || "hello"))
        .route("/echo", post(echo))
        .route("/raised", post(raised))
        .route("/ignored", post(async || "ignored"))
        .route("/facts", any(facts))
        .route("/held", get(held))
        .route("/large", get(async || vec![b'x'; 16 * 1024 * 1024]))
        .route("/upgrade", get(upgrade))
        .route("/script/{name}", get(script))
        .route("/endless/{name}", get(endless))
        .layer(map_request_with_state(stage.clone(), record))
        .with_state(stage)
}

/// Asks for the recording of a request that wants it.
async fn record(State(stage): State<Stage>, request: Request) -> Request {
    if request.headers().contains_key("record") {
        let arrival = request.extensions().get::<Arrival>().unwrap();
        let (sender, recording) = oneshot::channel();
        arrival.claim.as_ref().unwrap().record(|recording| {
            let recorded = Recorded {
                request: recording.request.take(),
                response: recording.response.take(),
                number: recording.number,
            };
            // The test that asked may be over.
            drop(sender.send(recorded));
        });
        stage.recordings.send(recording).unwrap();
    }
    request
}

/// Sends the body back, with the trailers as a field.
async fn echo(request: Request) -> Response<Body> {
    match request.into_body().collect().await {
        Ok(collected) => {
            let trailer = collected.trailers().and_then(|trailers| trailers.get("x-sum").cloned());
            let mut response = collected.to_bytes().into_response();
            response
                .headers_mut()
                .insert("x-trailer", trailer.unwrap_or(HeaderValue::from_static("none")));
            response
        }
        Err(error) => {
            let status = match BodyError::of(&error) {
                Some(BodyError::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
                Some(BodyError::Stalled { .. }) => StatusCode::REQUEST_TIMEOUT,
                Some(BodyError::Exhausted(_)) => StatusCode::SERVICE_UNAVAILABLE,
                Some(BodyError::Malformed(_) | BodyError::Incomplete { .. }) => StatusCode::BAD_REQUEST,
                Some(BodyError::Connection(_)) | None => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (
                status,
                BodyError::of(&error).map_or_else(|| error.to_string(), ToString::to_string),
            )
                .into_response()
        }
    }
}

async fn raised(request: Request) -> Response<Body> {
    request.extensions().get::<BodyLimit>().unwrap().set(1024 * 1024);
    echo(request).await
}

async fn facts(request: Request) -> String {
    let Arrival { peer, head, .. } = request.extensions().get().unwrap();
    let ordered = head.map(|times| times.first_byte <= times.complete);
    let tls = peer.tls.as_ref().map_or("none".to_owned(), |tls| {
        format!("{} {} {:?}", tls.version, tls.cipher, tls.alpn)
    });
    format!(
        "remote={} local={} times={ordered:?} version={:?} tls={tls}",
        peer.remote,
        peer.local,
        request.version()
    )
}

async fn held(State(stage): State<Stage>) -> &'static str {
    stage.reached.notify_one();
    stage.release.acquire().await.unwrap().forget();
    "released"
}

/// Answers `hello` by the script of that name.
async fn script(Path(name): Path<String>) -> Response<Body> {
    let hint = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    let bytes = |bytes: &'static str| Step::Bytes(Bytes::from_static(bytes.as_bytes()));
    let (steps, ending) = match name.as_str() {
        "hint" => (
            vec![bytes(hint), Step::Wait(Duration::from_millis(1)), bytes(hint)],
            Ending::Answer,
        ),
        "silent" => (vec![], Ending::Close),
        "whole" => (vec![Step::Head(Duration::ZERO), bytes("hello")], Ending::Close),
        "short" => (vec![Step::Head(Duration::ZERO), bytes("he")], Ending::Close),
        "slow" => (
            vec![Step::Head(Duration::from_millis(300)), bytes("hello")],
            Ending::Close,
        ),
        "reset" => {
            let wait = Step::Wait(Duration::from_millis(100));
            (vec![Step::Head(Duration::ZERO), bytes("he"), wait], Ending::Reset)
        }
        "reset-at-once" => (vec![], Ending::Reset),
        other => panic!("there is no script {other}"),
    };
    let resets_stream = steps.is_empty();
    let mut response = ([("content-length", "5")], "hello").into_response();
    response.extensions_mut().insert(Script {
        steps,
        ending,
        resets_stream,
    });
    response
}

/// Says some things, and then nothing more, or nothing ever.
async fn endless(State(stage): State<Stage>, Path(name): Path<String>) -> Response<Body> {
    let said = stream::iter(["one", "", "two"]).map(Ok::<_, Infallible>);
    let mut response = match name.as_str() {
        "short" => Body::from_stream(said),
        "told" => {
            let told = Told(stage.reached);
            let silence = stream::poll_fn(move |_| {
                let _ = &told;
                std::task::Poll::Pending
            });
            Body::from_stream(said.chain(silence))
        }
        "silent" => Body::from_stream(said.chain(stream::pending())),
        other => panic!("there is no stream {other}"),
    }
    .into_response();
    response.extensions_mut().insert(Unending);
    response
}

/// Tells when it is dropped.
struct Told(Arc<Notify>);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// Switches to a protocol that repeats what it hears.
async fn upgrade(mut request: Request) -> Response<Body> {
    if request
        .headers()
        .get(header::UPGRADE)
        .is_none_or(|protocol| protocol != "parrot")
    {
        return "not upgraded".into_response();
    }
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let mut io = TokioIo::new(upgraded.await.unwrap());
        let mut heard = [0; 64];
        while let Ok(size @ 1..) = io.read(&mut heard).await {
            io.write_all(&heard[..size]).await.unwrap();
        }
        io.shutdown().await.unwrap();
    });
    Response::builder()
        .status(101)
        .header("connection", "upgrade")
        .header("upgrade", "parrot")
        .body(Body::empty())
        .unwrap()
}

/// One end of a connection.
pub(crate) struct Client<IO> {
    pub(crate) io: IO,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Client<IO> {
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        guarded(self.io.write_all(bytes)).await.unwrap();
        self.io.flush().await.unwrap();
    }

    /// Everything until the server closes the connection. A reset fails the test.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        guarded(self.io.read_to_end(&mut bytes)).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Everything up to and with `end`.
    pub(crate) async fn until(&mut self, end: &str) -> String {
        let mut bytes = Vec::new();
        while !bytes.ends_with(end.as_bytes()) {
            bytes.push(
                guarded(self.io.read_u8())
                    .await
                    .unwrap_or_else(|error| panic!("{error} after {}", bytes.escape_ascii())),
            );
        }
        String::from_utf8(bytes).unwrap()
    }

    /// The next response that has a Content-Length: its head and its body.
    pub(crate) async fn response(&mut self) -> (String, String) {
        let head = self.until("\r\n\r\n").await;
        let length = field(&head, "content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        guarded(self.io.read_exact(&mut body)).await.unwrap();
        (head, String::from_utf8(body).unwrap())
    }
}

/// The value of a field in a head.
pub(crate) fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// The problem in the last response of a connection, which must be what the contract says of every problem.
pub(crate) fn problem(conversation: &str) -> (u16, String) {
    let starts = conversation
        .match_indices("HTTP/1.1 ")
        .filter(|(at, version)| conversation[at + version.len()..].starts_with(|next: char| next.is_ascii_digit()));
    let (last, _) = starts
        .last()
        .unwrap_or_else(|| panic!("no response in {conversation:?}"));
    let (head, body) = conversation[last..].split_once("\r\n\r\n").unwrap();
    assert_eq!(field(head, "content-type"), Some("application/problem+json"), "{head}");
    assert_eq!(field(head, "connection"), Some("close"), "{head}");
    assert_eq!(
        field(head, "content-length"),
        Some(body.len().to_string().as_str()),
        "{head}"
    );
    assert!(field(head, "date").is_some(), "{head}");
    let exchange = field(head, "exchange-id").unwrap().parse::<uuid::Uuid>().unwrap();
    assert_eq!(exchange.get_version_num(), 7);
    let problem: Value = serde_json::from_str(body).unwrap();
    let status = u16::try_from(problem["status"].as_u64().unwrap()).unwrap();
    assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
    assert!(problem["type"].as_str().unwrap().starts_with("/problems/"), "{problem}");
    (status, problem["detail"].as_str().unwrap().to_owned())
}

/// How often something stands in a text.
pub(crate) fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

pub(crate) async fn guarded<F: Future>(future: F) -> F::Output {
    timeout(GUARD, future).await.expect("it hangs")
}

/// A body of so many bytes.
pub(crate) fn filler(size: usize) -> Bytes {
    vec![b'x'; size].into()
}
