//! One connection from its acceptance to its end: TLS, the choice of protocol, and hyper driven under the listener's orders.
//!
//! The layers, from the socket up: TLS if the listener has it, the deadline of writes, the opening bytes, the gate with its tap
//! (HTTP/1.x) or the tap alone (HTTP/2), hyper.

use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use contract::ProblemKind;
use hyper::{
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::{
    budget::Budget,
    deadline::Deadline,
    endless::{self, Endless, Rest},
    facts::{Peer, TlsFacts},
    farewell::Farewell,
    framing::MOST_FIELDS,
    gate::{Gate, Passage},
    http2::{Tap, Tapped},
    limits::Limits,
    meters::Meters,
    preface::{self, Rewound},
    refusal::{Content, Refusal},
    registry::{Handle, Order},
    script::Resettable,
    service::{Answer, Door, Streams},
    stall::WriteDeadline,
    stalled::StreamExecutor,
};

/// What the connections of a listener have in common.
#[derive(Clone)]
pub(super) struct Conditions<S> {
    pub(super) service: S,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) limits: Arc<Limits>,
    pub(super) meters: Meters,
    pub(super) budget: Budget,
    /// Whether the connection is above the limit.
    pub(super) is_reserve: bool,
}

/// Serves a connection until it ends, or gives what is left to be done with it. Errors of connections are everyday events and interest only whoever debugs one.
pub(super) async fn run<S: Answer>(
    socket: TcpStream,
    remote: SocketAddr,
    conditions: Conditions<S>,
    handle: Arc<Handle>,
) -> Option<Rest> {
    // Responses are written whole; waiting for more would only delay them.
    let _ = socket.set_nodelay(true);
    serve(socket, remote, conditions, handle).await.unwrap_or_else(|error| {
        tracing::debug!(%remote, %error, "connection failed");
        None
    })
}

async fn serve<S: Answer>(
    socket: TcpStream,
    remote: SocketAddr,
    conditions: Conditions<S>,
    handle: Arc<Handle>,
) -> io::Result<Option<Rest>> {
    let Conditions {
        service,
        tls,
        limits,
        meters,
        budget,
        is_reserve,
    } = conditions;
    let share = budget.share(limits.max_held_by_connection);
    let peer = Peer {
        remote,
        local: socket.local_addr()?,
        tls: None,
    };
    let Some(acceptor) = tls else {
        let peer = Arc::new(peer);
        let door = Door {
            service,
            peer,
            limits,
            share,
            is_reserve,
        };
        return converse(socket, door, handle).await;
    };
    let accepted = unless_told(
        &handle,
        timeout(limits.tls_handshake, handshake(socket, &acceptor, &limits)),
    )
    .await;
    let stream = match accepted {
        None | Some(Ok(Ok(None))) => return Ok(None),
        Some(Ok(Ok(Some(stream)))) => stream,
        Some(Ok(Err(error))) => {
            meters.handshake_failures.increment(1);
            return Err(error);
        }
        Some(Err(_)) => {
            meters.handshake_failures.increment(1);
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the TLS handshake took too long",
            ));
        }
    };
    let facts = TlsFacts::of(stream.get_ref().1);
    let peer = Arc::new(Peer {
        tls: Some(Arc::new(facts)),
        ..peer
    });
    let door = Door {
        service,
        peer,
        limits,
        share,
        is_reserve,
    };
    converse(stream, door, handle).await
}

type TlsStream = tokio_rustls::server::TlsStream<TcpStream>;

/// The handshake, or a word to a client that speaks plain HTTP to a port for TLS.
async fn handshake(socket: TcpStream, acceptor: &TlsAcceptor, limits: &Limits) -> io::Result<Option<TlsStream>> {
    let mut first = [0];
    if socket.peek(&mut first).await? == 0 {
        return Ok(None);
    }
    // No TLS record type is a letter (RFC 8446, section 5.1), and every method is made of them.
    if first[0].is_ascii_alphabetic() {
        let refusal = Refusal::new(
            ProblemKind::BadRequest,
            "Byte 0: this is plain HTTP, but the port speaks TLS (RFC 8446, section 5.1). Use https:// instead of http://.",
        );
        decline(socket, &refusal, limits).await?;
        return Ok(None);
    }
    acceptor.accept(socket).await.map(Some)
}

/// Answers a connection with a refusal and closes it.
async fn decline(socket: TcpStream, refusal: &Refusal, limits: &Limits) -> io::Result<()> {
    let mut socket = WriteDeadline::new(socket, limits.linger);
    let mut farewell = Farewell::new(limits);
    farewell.say(refusal.last_words(Content::Sent, None));
    poll_fn(|cx| farewell.poll(cx, &mut socket)).await
}

/// HTTP of whichever version over a stream of plain bytes.
async fn converse<IO, S>(io: IO, door: Door<S>, handle: Arc<Handle>) -> io::Result<Option<Rest>>
where
    IO: AsyncRead + AsyncWrite + Resettable + Unpin + Send + 'static,
    S: Answer,
{
    let mut io = WriteDeadline::new(io, door.limits.write_stall);
    let opening = match unless_told(&handle, preface::read(&mut io, &door.limits)).await {
        Some(opening) => opening?,
        None => None,
    };
    let Some(opening) = opening else {
        return Ok(None);
    };
    let first_byte = opening.first_byte;
    // What ALPN agreed on binds both sides (RFC 9113, section 3.2); without it the first bytes decide.
    let agreed = door.peer.tls.as_ref().and_then(|tls| tls.alpn.as_deref());
    let http2 = agreed.map_or_else(|| opening.is_http2(), |protocol| protocol == "h2");
    let io = Rewound::new(opening, io);
    let outcome = if http2 {
        converse_http2(io, door, &handle).await.map(|()| None)
    } else {
        let passage = Arc::new(Passage::default());
        let gate = Gate::new(
            io,
            &door.limits,
            Some(first_byte),
            Arc::clone(&passage),
            Arc::clone(&handle),
        );
        converse_http1(gate, door, passage, handle).await
    };
    outcome.map_err(io::Error::other)
}

async fn converse_http1<IO, S>(
    gate: Gate<IO>,
    door: Door<S>,
    passage: Arc<Passage>,
    handle: Arc<Handle>,
) -> hyper::Result<Option<Rest>>
where
    IO: AsyncRead + AsyncWrite + Resettable + Unpin + Send + 'static,
    S: Answer,
{
    let mut builder = http1::Builder::new();
    // The gate has the deadlines. A client may close its side and still read our answer (RFC 9112, section 9.6).
    builder
        .header_read_timeout(None::<Duration>)
        .half_close(true)
        .title_case_headers(true);
    let max_fields = door.limits.max_fields;
    if max_fields < MOST_FIELDS {
        builder.max_headers(max_fields);
    }
    let service = service_fn(|request| door.answer_http1(&passage, request));
    let mut connection = builder.serve_connection(TokioIo::new(gate), service).with_upgrades();
    let mut finishing = false;
    let endless = poll_fn(|cx| -> Poll<hyper::Result<Option<Endless>>> {
        let finish = || Pin::new(&mut connection).graceful_shutdown();
        if heed(cx, &handle, &mut finishing, finish).is_break() {
            return Poll::Ready(Ok(None));
        }
        match Pin::new(&mut connection).poll(cx)? {
            Poll::Ready(()) => Poll::Ready(Ok(None)),
            Poll::Pending => passage
                .take_endless()
                .map_or(Poll::Pending, |endless| Poll::Ready(Ok(Some(endless)))),
        }
    })
    .await?;
    if let Some(endless) = endless {
        let parts = connection.into_parts();
        return Ok(parts.map(|parts| endless::write(endless, parts.io.into_inner(), handle)));
    }

    // Once a request has asked for another protocol, hyper does not shut the connection down, even if it was answered in HTTP:
    // it hands the connection to whoever waits for the switch. Then that is us.
    let Some(declined) = passage.declined() else {
        handle.forget_task();
        return Ok(None);
    };
    let mut farewell = pin!(async move {
        let _ = TokioIo::new(declined.await?).shutdown().await;
        Ok(())
    });
    poll_fn(|cx| {
        if handle.order(cx.waker()) == Order::Drop {
            Poll::Ready(Ok(()))
        } else {
            farewell.as_mut().poll(cx)
        }
    })
    .await
    .map(|()| None)
}

async fn converse_http2<IO, S>(io: Rewound<IO>, door: Door<S>, handle: &Arc<Handle>) -> hyper::Result<()>
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answer,
{
    let idle = door.limits.idle;
    let patience = door.limits.write_stall;
    let mut builder = http2::Builder::new(StreamExecutor { patience });
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(door.limits.ping)
        .keep_alive_timeout(door.limits.ping)
        .max_concurrent_streams(door.limits.max_streams)
        // Somewhat above our own limit, because h2 answers what is over this one with an empty 431.
        .max_header_list_size(
            u32::try_from(door.limits.max_head)
                .unwrap_or(u32::MAX)
                .saturating_mul(2),
        )
        // What a stream may send before it is read, and all streams together: enough for a fast line across a continent, and
        // what 128 streams can make us keep stays at a megabyte.
        .initial_stream_window_size(64 * 1024)
        .initial_connection_window_size(1024 * 1024)
        .max_send_buf_size(64 * 1024);
    let streams = Streams::new(Arc::clone(handle));
    let tap = Arc::new(Tap::new());
    let io = Tapped::new(io, Arc::clone(&tap));
    let service = service_fn(|request| door.answer_http2(&streams, &tap, request));
    let mut connection = pin!(builder.serve_connection(TokioIo::new(io), service));
    let mut deadline = Deadline::default();
    let mut finishing = false;
    let mut idle_since = None;
    poll_fn(|cx| {
        if heed(cx, handle, &mut finishing, || connection.as_mut().graceful_shutdown()).is_break() {
            return Poll::Ready(Ok(()));
        }
        if let Poll::Ready(outcome) = connection.as_mut().poll(cx) {
            return Poll::Ready(outcome);
        }
        // The end of the last stream wakes this task, which then waits out the idle time.
        while !finishing
            && let Some(since) = streams.quiet_since()
            && deadline.passed(cx, since + idle)
        {
            finishing = true;
            idle_since = Some(Instant::now());
            connection.as_mut().graceful_shutdown();
            if let Poll::Ready(outcome) = connection.as_mut().poll(cx) {
                return Poll::Ready(outcome);
            }
        }
        // What is left of its streams is in h2's buffers, and the client does not take it.
        if idle_since.is_some_and(|since| deadline.passed(cx, since + patience)) {
            return Poll::Ready(Ok(()));
        }
        Poll::Pending
    })
    .await
}

/// Carries out the listener's present order. `Break` means: at once.
fn heed(cx: &Context<'_>, handle: &Handle, finishing: &mut bool, finish: impl FnOnce()) -> std::ops::ControlFlow<()> {
    match handle.order(cx.waker()) {
        Order::Serve => {}
        Order::Finish if *finishing => {}
        Order::Finish => {
            *finishing = true;
            finish();
        }
        Order::Drop => return std::ops::ControlFlow::Break(()),
    }
    std::ops::ControlFlow::Continue(())
}

/// What a connection does before its first request, which any order cuts short: nothing is lost with it.
async fn unless_told<F: Future>(handle: &Handle, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| {
        if handle.order(cx.waker()) > Order::Serve {
            return Poll::Ready(None);
        }
        future.as_mut().poll(cx).map(Some)
    })
    .await
}
