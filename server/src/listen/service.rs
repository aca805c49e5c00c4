//! Between hyper and the router: what the listener adds to a request, and what it must know of its response.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{self, Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use futures_util::future::{Either, Ready, ready};
use http::{Method, Request, Response, StatusCode};
use http_body::{Body as _, Frame, SizeHint};
use hyper::{body::Incoming, upgrade::OnUpgrade};
use pin_project_lite::pin_project;
use tokio::time::Instant;
use tower::{Service, ServiceExt as _, util::Oneshot};

use super::{
    body::{BodyLimit, GuardedBody},
    facts::Peer,
    framing,
    gate::Passage,
    limits::Limits,
    refusal::Refusal,
    registry::Handle,
};

/// What answers requests: an `axum::Router` is one.
pub trait Answer:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + Send + 'static
{
}

impl<S> Answer for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + Send + 'static
{
}

/// Prepares the requests of one connection.
#[derive(Clone)]
pub(super) struct Door<S> {
    pub(super) service: S,
    pub(super) peer: Peer,
    pub(super) limits: Arc<Limits>,
}

impl<S: Answer> Door<S> {
    fn call(&self, request: Request<Incoming>) -> Oneshot<S, Request<Body>> {
        let (mut parts, incoming) = request.into_parts();
        parts.extensions.insert(self.peer.clone());
        let body = if incoming.is_end_stream() {
            Body::empty()
        } else {
            let limit = BodyLimit::new(self.limits.max_body);
            parts.extensions.insert(limit.clone());
            Body::new(GuardedBody::new(incoming, limit, &self.limits))
        };
        self.service.clone().oneshot(Request::from_parts(parts, body))
    }
}

/// The service of an HTTP/1.x connection.
pub(super) struct Http1<S> {
    pub(super) door: Door<S>,
    pub(super) passage: Arc<Passage>,
}

impl<S: Answer> hyper::service::Service<Request<Incoming>> for Http1<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Watched<Oneshot<S, Request<Body>>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        if let Some(times) = self.passage.next_head() {
            request.extensions_mut().insert(times);
        }
        if let Some(upgrade) = request.extensions().get::<OnUpgrade>() {
            self.passage.offer(upgrade.clone());
        }
        let connect = request.method() == Method::CONNECT;
        Watched {
            response: self.door.call(request),
            connect,
            passage: Arc::clone(&self.passage),
        }
    }
}

pin_project! {
    /// A response that the gate is told of if it hands the connection over to another protocol.
    pub(super) struct Watched<F> {
        #[pin]
        response: F,
        connect: bool,
        passage: Arc<Passage>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for Watched<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let outcome = task::ready!(this.response.poll(cx));
        if let Ok(response) = &outcome {
            let status = response.status();
            if status == StatusCode::SWITCHING_PROTOCOLS || (*this.connect && status.is_success()) {
                this.passage.upgrade();
            }
        }
        Poll::Ready(outcome)
    }
}

/// The streams of one HTTP/2 connection: how many are open, and since when there has been none.
#[derive(Debug)]
pub(super) struct Streams {
    open: AtomicUsize,
    epoch: Instant,
    /// In milliseconds since the epoch.
    quiet_since: AtomicU64,
    handle: Arc<Handle>,
}

impl Streams {
    pub(super) fn new(handle: Arc<Handle>) -> Arc<Self> {
        let epoch = Instant::now();
        handle.is_waiting_since(epoch);
        Arc::new(Self {
            open: AtomicUsize::new(0),
            epoch,
            quiet_since: AtomicU64::new(0),
            handle,
        })
    }

    /// Since when there has been no stream, if there is none.
    pub(super) fn quiet_since(&self) -> Option<Instant> {
        let since = std::time::Duration::from_millis(self.quiet_since.load(Ordering::Acquire));
        (self.open.load(Ordering::Acquire) == 0).then(|| self.epoch + since)
    }

    fn open(self: &Arc<Self>) -> Stream {
        self.open.fetch_add(1, Ordering::AcqRel);
        self.handle.is_busy();
        Stream {
            streams: Arc::clone(self),
        }
    }
}

/// One open stream; closed when it is dropped.
#[derive(Debug)]
pub(super) struct Stream {
    streams: Arc<Streams>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        let now = Instant::now();
        let millis = u64::try_from((now - self.streams.epoch).as_millis()).unwrap_or(u64::MAX);
        self.streams.quiet_since.store(millis, Ordering::Release);
        if self.streams.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.streams.handle.is_waiting_since(now);
            self.streams.handle.wake();
        }
    }
}

/// The service of an HTTP/2 connection.
pub(super) struct Http2<S> {
    pub(super) door: Door<S>,
    pub(super) streams: Arc<Streams>,
}

impl<S: Answer> hyper::service::Service<Request<Incoming>> for Http2<S> {
    type Response = Response<Streamed>;
    type Error = Infallible;
    type Future = Counted<Either<Oneshot<S, Request<Body>>, Ready<Result<Response<Body>, Infallible>>>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let response = match refuse_head(&request, &self.door.limits) {
            None => Either::Left(self.door.call(request)),
            Some(refusal) => Either::Right(ready(Ok(refusal.response().map(Body::from)))),
        };
        Counted {
            response,
            stream: Some(self.streams.open()),
        }
    }
}

/// The limits that the gate enforces on HTTP/1.x, for a head that h2 has already decoded.
fn refuse_head(request: &Request<Incoming>, limits: &Limits) -> Option<Refusal> {
    let (uri, fields) = (request.uri(), request.headers());
    let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
    if target > limits.max_target {
        return Some(framing::long_target(limits.max_target));
    }
    if fields.len() > limits.max_fields {
        return Some(framing::too_many_fields(limits.max_fields));
    }
    // As many bytes as in HTTP/1.1, where a colon, a space and the line's end go with each field.
    let size: usize = fields
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    (target + size > limits.max_head).then(|| framing::too_large(limits.max_head))
}

pin_project! {
    /// A response on its way, whose body takes the stream with it.
    pub(super) struct Counted<F> {
        #[pin]
        response: F,
        stream: Option<Stream>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for Counted<F> {
    type Output = Result<Response<Streamed>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let stream = this.stream;
        Poll::Ready(task::ready!(this.response.poll(cx)).map(|response| {
            response.map(|body| Streamed {
                body,
                _stream: stream.take(),
            })
        }))
    }
}

pin_project! {
    /// A response's body that keeps its stream open.
    pub(super) struct Streamed {
        #[pin]
        body: Body,
        _stream: Option<Stream>,
    }
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.project().body.poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
