//! Starting and stopping: opens what the options name, says when it is ready, and ends when it is told to.

use std::{fmt, io, net::SocketAddr, path::PathBuf, time::Duration};

use axum::{Router, body::Body, extract::Request};
use feed::{Feed, OpenError, Wakeups};
use jiff::SignedDuration;
use store::{Store, StoreError};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_rustls::TlsAcceptor;
use tracing::info;

use crate::{
    AppState,
    config::ServeOptions,
    front::Front,
    host::assets::Asset,
    listen::{
        self, Limits, Shutdown, connection_budget,
        tls::{self, TlsError},
    },
    live::topics,
    metrics,
    observe::Observer,
    origin::{Audience, Naming, Origin, Origins},
    router, shop,
};

/// Why the server did not start. Each says it in one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address that cannot be listened on.
    #[error("cannot listen on {address} ({option}): {cause}", cause = reason(source))]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The option that named it.
        option: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A data folder that cannot be made.
    #[error("cannot make the data folder {folder} (--data): {source}", folder = folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A database that cannot be opened.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// An event log that cannot be had.
    #[error("{0} (--nats)")]
    Feed(#[from] OpenError),
    /// A certificate that cannot be used.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// A metrics recorder that cannot be installed.
    #[error("cannot start the metrics (--admin-listen): {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// An OpenAPI document that cannot be written.
    #[error("cannot write the OpenAPI document: {0}")]
    Document(#[from] serde_json::Error),
    /// Threads that cannot be started.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
    /// A signal that cannot be waited for.
    #[error("cannot wait for signals: {0}")]
    Signals(io::Error),
    /// Standard output that is closed.
    #[error("cannot say that the server is ready: {0}")]
    Ready(io::Error),
}

/// The system's words for a taken port are right but not those that people search for.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there already; choose another port, or 0 for a free one".to_owned()
        }
        _ => error.to_string(),
    }
}

/// The line that is printed when the server is ready.
#[derive(Clone, Debug)]
pub struct Ready(Origins);

impl fmt::Display for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "roundtrip ready app={} echo={}", self.0.app, self.0.echo)
    }
}

/// What is told when the server takes connections.
pub type OnReady = fn(Ready) -> io::Result<()>;

/// Serves until a signal says to stop, then finishes what is in flight. `bundle` is the files of the pages.
///
/// It is neither `async` nor generic, so that all of the server is compiled with this library, and nothing of it with the program
/// that calls it.
///
/// # Errors
/// When something that the options name cannot be had.
pub fn run(options: ServeOptions, bundle: &'static [Asset], ready: OnReady) -> Result<(), StartError> {
    let runtime = tokio::runtime::Runtime::new().map_err(StartError::Runtime)?;
    runtime.block_on(serve(options, bundle, ready))
}

async fn serve(options: ServeOptions, bundle: &'static [Asset], ready: OnReady) -> Result<(), StartError> {
    let mut signals = Signals::new().map_err(StartError::Signals)?;
    // Metrics that are registered before the recorder is installed stay silent.
    let recorder = options.admin_listen.map(|_| metrics::install()).transpose()?;
    let tls = tls_acceptor(&options)?;

    let app_listener = bind(options.app_listen, "--app-listen").await?;
    let app_address = local(&app_listener, options.app_listen);
    let shared = options.echo_listen == options.app_listen && options.app_listen.port() != 0;
    let echo_listener = if shared {
        None
    } else {
        Some(bind(options.echo_listen, "--echo-listen").await?)
    };
    let echo_address = echo_listener
        .as_ref()
        .map_or(app_address, |listener| local(listener, options.echo_listen));
    let tls_listener = match options.tls_listen {
        Some(address) => Some(bind(address, "--tls-listen").await?),
        None => None,
    };
    let admin_listener = match options.admin_listen {
        Some(address) => Some(bind(address, "--admin-listen").await?),
        None => None,
    };

    std::fs::create_dir_all(&options.data).map_err(|source| StartError::Data {
        folder: options.data.clone(),
        source,
    })?;
    let store = Store::open(&options.database_url()).await?;
    let feed = open_feed(store.clone(), &options).await?;

    let origins = Origins {
        app: options
            .app_origin
            .clone()
            .unwrap_or_else(|| Origin::of_listener(app_address)),
        echo: options
            .echo_origin
            .clone()
            .unwrap_or_else(|| Origin::of_listener(echo_address)),
    };
    let shutdown = Shutdown::new();
    let state = AppState::new(store.clone(), feed.clone(), origins.clone(), shutdown.clone(), bundle)?;
    let presence = state.presence.clone();
    let observer = Observer::new(state.exchanges.clone(), origins.app.clone());
    let (app, echo) = (router::app(state.clone()), router::echo(state.clone()));
    let limits = limits([true, echo_listener.is_some(), tls_listener.is_some()]);

    let known = |listen: SocketAddr, public: &Option<Origin>| listen.ip().is_loopback() || public.is_some();
    let app_known = known(app_address, &options.app_origin);
    let naming = match &echo_listener {
        Some(_) => Naming::one(Audience::App, origins.clone(), app_known),
        None => Naming::both(origins.clone(), app_known),
    };
    let front = |naming| Front::new(naming, observer.clone(), app.clone(), echo.clone());

    let mut listeners = JoinSet::new();
    listeners.spawn(listen::serve(
        app_listener,
        None,
        front(naming),
        limits.clone(),
        shutdown.clone(),
    ));
    if let Some(listener) = echo_listener {
        let naming = Naming::one(
            Audience::Echo,
            origins.clone(),
            known(echo_address, &options.echo_origin),
        );
        listeners.spawn(listen::serve(
            listener,
            None,
            front(naming),
            limits.clone(),
            shutdown.clone(),
        ));
    }
    if let Some(listener) = tls_listener {
        let address = local(&listener, app_address);
        let naming = Naming::both(origins.clone(), known(address, &options.app_origin));
        listeners.spawn(listen::serve(
            listener,
            tls,
            front(naming),
            limits.clone(),
            shutdown.clone(),
        ));
        info!(%address, "listening with TLS");
    }
    if let (Some(listener), Some(recorder)) = (admin_listener, recorder) {
        let address = local(&listener, app_address);
        let router = admin(recorder.clone());
        listeners.spawn(listen::serve(listener, None, router, limits.clone(), shutdown.clone()));
        listeners.spawn(upkeep(recorder, shutdown.clone()));
        info!(%address, "metrics at /metrics");
    }

    let unused = SignedDuration::from_hours(24 * i64::from(options.sandbox_days));
    listeners.spawn(shop::sweep::run(store.clone(), unused, shutdown.clone()));
    listeners.spawn(presence.clone().run(shutdown.clone()));

    listeners.spawn(shop::work::run(state));

    ready(Ready(origins)).map_err(StartError::Ready)?;
    signals.stop().await;
    info!("stopping: finishing what is in flight");
    shutdown.begin();
    let grace = limits.grace;
    while listeners.join_next().await.is_some() {}
    // What is no request any more, as a WebSocket, has a last word to say.
    if tokio::time::timeout(grace, shutdown.finished()).await.is_err() {
        tracing::warn!("not all that was open has closed in time");
    }
    // The leases of those who are still there would end by themselves, but later.
    if tokio::time::timeout(grace, presence.close()).await.is_err() {
        tracing::warn!("cannot take away in time who was in which room");
    }
    feed.close().await;
    store.close().await;
    Ok(())
}

async fn open_feed(store: Store, options: &ServeOptions) -> Result<Feed, OpenError> {
    let sandbox_age = Duration::from_secs(24 * 60 * 60) * u32::from(options.sandbox_days);
    let mut how = feed::Options::new(topics::classes(sandbox_age));
    if let Some(url) = &options.nats {
        how.wakeups = Wakeups::Nats(url.clone());
    }
    Feed::open(store, how).await
}

/// The listeners share the room that there is for connections.
fn limits(listeners: [bool; 3]) -> Limits {
    let count = listeners.iter().filter(|listener| **listener).count().max(1);
    Limits {
        max_connections: connection_budget() / count,
        max_held: Limits::default().max_held / count as u64,
        ..Limits::default()
    }
}

async fn upkeep(recorder: metrics_exporter_prometheus::PrometheusHandle, shutdown: Shutdown) {
    tokio::select! {
        () = metrics::upkeep(recorder) => {}
        () = shutdown.begun() => {}
    }
}

/// What Prometheus reads.
fn admin(recorder: metrics_exporter_prometheus::PrometheusHandle) -> Router {
    const TEXT: [(http::HeaderName, &str); 1] =
        [(http::header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    let metrics = axum::routing::get(move || async move { (TEXT, recorder.render()) });
    let nothing = |request: Request<Body>| async move { crate::host::pages::not_found(request.uri().path()) };
    Router::new().route("/metrics", metrics).fallback(nothing)
}

fn tls_acceptor(options: &ServeOptions) -> Result<Option<TlsAcceptor>, TlsError> {
    match (&options.tls_listen, &options.tls_cert, &options.tls_key) {
        (None, ..) => Ok(None),
        (Some(_), Some(certificate), Some(key)) => tls::from_files(certificate, key).map(Some),
        (Some(_), ..) => tls::self_signed().map(Some),
    }
}

async fn bind(address: SocketAddr, option: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Listen {
        address,
        option,
        source,
    })
}

/// The address that a listener really has, which port 0 leaves to the system.
fn local(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

/// The signals that mean stop.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Takes the signals over, so that from here on none of them ends the program halfway.
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The signal that means stop where there are no others.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn stop(&mut self) {
        // Without a way to be told to stop, the server runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
