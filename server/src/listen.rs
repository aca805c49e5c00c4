//! Roundtrip's own accept loop: everything between a listening socket and the router.
//!
//! `axum::serve` sets no deadline on anything that a client sends. This loop sets one on each step, puts a limit on everything
//! that a client sizes, and answers what is no HTTP with a problem that says which rule was broken and where.
//!
//! - [`limits`]: the deadlines and limits, with their defaults
//! - [`tls`]: certificates, given or made on the spot
//! - [`shutdown`]: how the server is told to stop, and awaited
//! - [`facts`]: what handlers are told about a request's connection and timing
//! - [`body`]: the body of a request under its limit and deadline
//! - [`tap`], [`tape`]: what passes on a connection, recorded for whoever wants to see an exchange
//! - [`refusal`]: a message that is refused below the level of requests
//! - `connection`: one connection, from its acceptance to its end; the layers of the byte stream are put together there
//! - `preface`, `gate`, `framing`: which HTTP it is; what of HTTP/1.x may pass to hyper; where its messages begin and end
//! - `field_name`: the case of header names
//! - `unread`: what becomes of content that no handler reads
//! - `outbound`: where responses end in HTTP/1.x
//! - `http2`: which exchange each frame of an HTTP/2 connection belongs to
//! - [`endless`]: responses that go on for hours, which are written without hyper
//! - [`script`]: what is written in a response's place, where a response is to be broken
//! - `stalled`: HTTP/2 streams whose client takes nothing
//! - `stall`, `farewell`, `deadline`: writes that get stuck, closing so that the last response is read, timers
//! - `service`: between hyper and the router
//! - `budget`: how much content of requests is held
//! - `registry`, `meters`: the open connections, and the counts of them

pub mod body;
mod budget;
mod connection;
mod deadline;
pub mod endless;
pub mod facts;
mod farewell;
pub(crate) mod field_name;
mod framing;
mod gate;
mod http2;
pub mod limits;
mod meters;
mod outbound;
mod preface;
pub mod refusal;
mod registry;
pub mod script;
mod service;
pub mod shutdown;
mod stall;
mod stalled;
pub mod tap;
pub mod tape;
pub mod tls;
mod unread;

use std::{io, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;

pub(crate) use self::registry::network;
pub use self::{
    body::{BodyError, BodyLimit, GuardedBody},
    facts::{Arrival, HeadTimes, Peer, TlsFacts},
    limits::{Limits, connection_budget},
    refusal::Refusal,
    service::Answer,
    shutdown::Shutdown,
    tap::{Claim, FieldTables, Recording},
    tape::Tape,
};
use self::{
    budget::Budget,
    connection::Conditions,
    meters::Meters,
    registry::{Order, Registry},
};

/// At the limit, so many connections that only wait make room at once, so that the search for them is not made for each new one.
const EVICTED_AT_ONCE: usize = 64;

/// How many connections above the limit are served all the same: each gets one answer, which is 503 unless it asks how the server is.
const RESERVE: usize = 64;

/// How long the loop rests when the system has no room for another connection.
const REST: Duration = Duration::from_millis(50);

/// Accepts connections and serves them until the shutdown begins; returns when all of them have ended, which takes at most
/// [`Limits::grace`].
///
/// Requests reach the service with their [`Arrival`], and with a [`BodyLimit`] among their extensions if they have a body; the
/// errors of their bodies come from a [`BodyError`].
pub async fn serve<S: Answer>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    service: S,
    limits: Limits,
    shutdown: Shutdown,
) {
    let limits = Arc::new(limits);
    let conditions = Conditions {
        service,
        tls,
        limits: Arc::clone(&limits),
        meters: Meters::register(),
        budget: Budget::new(limits.max_held),
        is_reserve: false,
    };
    let registry = Registry::new();
    let reserve = Registry::new();
    let connections = TaskTracker::new();

    accept(&listener, &conditions, [&registry, &reserve], &connections, &shutdown).await;

    drop(listener);
    connections.close();
    registry.tell_all(Order::Finish);
    reserve.tell_all(Order::Finish);
    if timeout(limits.grace, connections.wait()).await.is_err() {
        tracing::warn!(
            connections = registry.len(),
            "requests did not finish in time and are dropped"
        );
        registry.tell_all(Order::Drop);
        reserve.tell_all(Order::Drop);
        connections.wait().await;
    }
}

/// Accepts until the shutdown begins. No error ends the loop: each concerns one connection, or passes.
async fn accept<S: Answer>(
    listener: &TcpListener,
    conditions: &Conditions<S>,
    [registry, reserve]: [&Arc<Registry>; 2],
    connections: &TaskTracker,
    shutdown: &Shutdown,
) {
    let Conditions { limits, meters, .. } = conditions;
    let mut stop = std::pin::pin!(shutdown.begun());
    loop {
        let (socket, remote) = tokio::select! {
            biased;
            () = &mut stop => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) if concerns_one_connection(&error) => continue,
                Err(error) => {
                    // Out of descriptors or memory: connections that only wait give theirs up.
                    meters.accept_errors.increment(1);
                    let evicted = registry.evict(EVICTED_AT_ONCE);
                    meters.evicted.increment(evicted as u64);
                    tracing::warn!(%error, evicted, "cannot accept a connection");
                    sleep(REST).await;
                    continue;
                }
            },
        };
        meters.accepted.increment(1);
        let mut is_reserve = false;
        if registry.len() >= limits.max_connections {
            let evicted = registry.evict(EVICTED_AT_ONCE.min(limits.max_connections));
            meters.evicted.increment(evicted as u64);
            if evicted > 0 || registry.make_room_for(remote.ip()) {
                meters.evicted.increment(u64::from(evicted == 0));
            } else {
                meters.refused.increment(1);
                is_reserve = true;
            }
        }
        // In the reserve a connection that has sent nothing yet gives way to the next one.
        if is_reserve && reserve.len() >= RESERVE && reserve.evict(1) == 0 {
            continue;
        }
        let registered = if is_reserve { reserve } else { registry }.enter(remote.ip());
        let conditions = Conditions {
            is_reserve,
            ..conditions.clone()
        };
        let tracker = connections.clone();
        connections.spawn(async move {
            let open = conditions.meters.open.clone();
            open.increment(1);
            let closed = Finally(move || open.decrement(1));
            let rest = connection::run(socket, remote, conditions, Arc::clone(&registered.handle)).await;
            let Some(rest) = rest else { return };
            // In a task of its own, because this one keeps the memory that it needed for requests as long as it lives.
            tracker.spawn(async move {
                let _whole = (registered, closed);
                rest.await;
            });
        });
    }
}

/// Whether only the connection that was to be accepted has failed.
fn concerns_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// Runs when it is dropped, however the task that holds it ends.
struct Finally<F: Fn()>(F);

impl<F: Fn()> Drop for Finally<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
