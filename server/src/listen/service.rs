//! Between hyper and the router: what the listener adds to a request, and what it must know of its response.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use axum::{Router, body::Body};
use bytes::Bytes;
use contract::ProblemKind;
use futures_util::{
    FutureExt as _,
    future::{Either, pending, ready},
};
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use http_body::{Body as _, Frame, SizeHint};
use hyper::{body::Incoming, upgrade::OnUpgrade};
use tokio::time::Instant;
use tower::Service as _;

use super::{
    body::{BodyLimit, GuardedBody},
    budget::Share,
    endless::{self, Endless, Unending},
    facts::{Arrival, HeadTimes, Peer},
    framing,
    gate::Passage,
    http2::Tap,
    limits::Limits,
    refusal::Refusal,
    registry::Handle,
    script::{Ending, Player, Script, StreamReset},
    stalled::Progress,
    tap::Claim,
    unread::Content,
};

/// What answers requests: an `axum::Router` is one, whose handlers find the [`Arrival`] among the extensions.
pub trait Answer: Clone + Send + Sync + 'static {
    /// Answers a request that came here like that. Nothing is boxed on the way: the future becomes a part of the connection's.
    fn answer(
        &self,
        request: Request<Body>,
        arrival: Arrival,
    ) -> impl Future<Output = Response<Body>> + Send + 'static + use<Self>;
}

impl Answer for Router {
    fn answer(
        &self,
        mut request: Request<Body>,
        arrival: Arrival,
    ) -> impl Future<Output = Response<Body>> + Send + use<> {
        request.extensions_mut().insert(arrival);
        self.clone().call(request).map(|outcome| {
            let Ok(response) = outcome;
            response
        })
    }
}

/// Prepares the requests of one connection.
#[derive(Clone)]
pub(super) struct Door<S> {
    pub(super) service: S,
    pub(super) peer: Arc<Peer>,
    pub(super) limits: Arc<Limits>,
    /// What the connection may hold of its requests' content.
    pub(super) share: Share,
    /// Whether the connection is above the limit, so that it gets one answer.
    pub(super) is_reserve: bool,
}

impl<S: Answer> Door<S> {
    fn answer(
        &self,
        request: Request<Incoming>,
        head: Option<(Claim, HeadTimes)>,
    ) -> (
        Option<Arc<Content>>,
        impl Future<Output = Response<Body>> + Send + 'static + use<S>,
    ) {
        let (mut parts, incoming) = request.into_parts();
        let mut content = None;
        let body = if incoming.is_end_stream() {
            Body::empty()
        } else {
            let is_awaited = parts.version == Version::HTTP_11
                && (parts.headers.get(header::EXPECT))
                    .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"));
            let content = content.insert(Content::new(
                incoming.size_hint().exact(),
                is_awaited,
                self.share.hold(),
            ));
            let limit = BodyLimit::new(self.limits.max_body);
            parts.extensions.insert(limit.clone());
            Body::new(GuardedBody::new(incoming, Arc::clone(content), limit, &self.limits))
        };
        let (claim, head) = head.unzip();
        let arrival = Arrival {
            peer: Arc::clone(&self.peer),
            head,
            claim,
        };
        (content, self.service.answer(Request::from_parts(parts, body), arrival))
    }

    /// Answers a request of an HTTP/1.x connection.
    pub(super) fn answer_http1<'p>(
        &self,
        passage: &'p Passage,
        request: Request<Incoming>,
    ) -> impl Future<Output = Result<Response<Body>, Infallible>> + Send + use<'p, S> {
        if let Some(upgrade) = request.extensions().get::<OnUpgrade>() {
            passage.offer(upgrade.clone());
        }
        let connect = request.method() == Method::CONNECT;
        let framing = endless::Framing::of(&request);
        let head = passage.next_head();
        let is_reserve = self.is_reserve;
        let (content, answer) = match self.refuse_reserve(&request) {
            None => {
                let (content, answer) = self.answer(request, head);
                (content, Either::Left(answer))
            }
            Some(refusal) => (None, Either::Right(ready(self.decline(request, &refusal)))),
        };
        answer.then(move |mut response| {
            let status = response.status();
            if status == StatusCode::SWITCHING_PROTOCOLS || (connect && status.is_success()) {
                passage.upgrade();
            } else if is_reserve || content.as_ref().is_some_and(|content| !content.leaves_connection()) {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            if content.is_some() {
                response = response.map(|body| {
                    Body::new(Holding {
                        body,
                        _content: content,
                    })
                });
            }
            let extensions = response.extensions_mut();
            let unusual = (
                extensions.remove::<Script>(),
                extensions.remove::<Unending>().and(framing),
            );
            // Boxed, so that the future of all the others has no room for it.
            match unusual {
                (None, None) => Either::Left(ready(Ok(response))),
                (Some(script), _) => Either::Right(Either::Left(Box::pin(perform(passage, script, response)))),
                (None, Some(framing)) => {
                    passage.hand_over(Endless::new(response, framing));
                    Either::Right(Either::Right(pending()))
                }
            }
        })
    }

    /// Answers a request of an HTTP/2 connection.
    pub(super) fn answer_http2(
        &self,
        streams: &Arc<Streams>,
        tap: &Arc<Tap>,
        request: Request<Incoming>,
    ) -> impl Future<Output = Result<Response<Streamed>, StreamReset>> + Send + 'static + use<S> {
        // Claimed even if it is refused: the claims have to be in the order of the streams.
        let claim = tap.claim(&request);
        let refusal = refuse_head(&request, &self.limits).or_else(|| self.refuse_reserve(&request));
        let (content, answer) = match refusal {
            None => {
                let (content, answer) = self.answer(request, claim);
                (content, Either::Left(answer))
            }
            Some(refusal) => (None, Either::Right(ready(self.decline(request, &refusal)))),
        };
        let stream = streams.open();
        answer.map(|response| {
            let script = response.extensions().get::<Script>();
            if script.is_some_and(|script| script.resets_stream) {
                return Err(StreamReset);
            }
            Ok(response.map(|body| Streamed {
                body: Holding {
                    body,
                    _content: content,
                },
                rest: Bytes::new(),
                progress: Progress::current(),
                _stream: stream,
            }))
        })
    }

    /// Answers a request that reaches no handler. Its content is read and discarded.
    fn decline(&self, request: Request<Incoming>, refusal: &Refusal) -> Response<Body> {
        let incoming = request.into_body();
        Content::new(incoming.size_hint().exact(), false, self.share.hold()).discard(incoming);
        refusal.response().map(Body::from)
    }

    /// Refuses what a connection above the limit may not ask for.
    fn refuse_reserve(&self, request: &Request<Incoming>) -> Option<Refusal> {
        if !self.is_reserve || self.limits.reserved_paths.contains(&request.uri().path()) {
            return None;
        }
        let most = self.limits.max_connections;
        Some(Refusal::new(
            ProblemKind::Unavailable,
            format!("All {most} connections are in use, each with a request in flight."),
        ))
    }
}

/// Has the gate play a script, and gives hyper the response if it is to follow.
async fn perform(passage: &Passage, script: Script, response: Response<Body>) -> Result<Response<Body>, Infallible> {
    let follows = script.ending == Ending::Answer;
    let (player, told) = Player::new(script, &response);
    passage.play(player);
    // It is not told where the gate is gone, and this future with it.
    if told.await.is_err() || !follows {
        pending::<()>().await;
    }
    Ok(response)
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

/// A response's body that keeps count of its request's content, which its bytes may be made of.
struct Holding {
    body: Body,
    _content: Option<Arc<Content>>,
}

impl http_body::Body for Holding {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The most that is given to h2 at once, in bytes. It keeps what it has been given until the client takes it.
const PIECE: usize = 64 * 1024;

/// A response's body that keeps its stream open, and gives its content in pieces.
pub(super) struct Streamed {
    body: Holding,
    /// What of the last frame has not been given yet.
    rest: Bytes,
    progress: Progress,
    _stream: Stream,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        this.progress.is_asked();
        if this.rest.is_empty() {
            match std::task::ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => this.rest = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                other => return Poll::Ready(other),
            }
        }
        this.progress.has_given();
        let size = this.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(this.rest.split_to(size)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, hint) = (self.rest.len() as u64, self.body.size_hint());
        let mut sum = SizeHint::new();
        sum.set_lower(hint.lower() + rest);
        if let Some(upper) = hint.upper() {
            sum.set_upper(upper + rest);
        }
        sum
    }
}
