//! The body of a request as it reaches a handler: counted, limited, and made to progress.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::Instant;

use super::{budget::Exhausted, deadline::Deadline, limits::Limits, refusal::Refusal, unread::Content};

/// Why a body did not arrive whole. It is the source of whatever error an extractor makes of it: walk
/// [`Error::source`](std::error::Error::source) and downcast, or use [`BodyError::of`].
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is larger than is taken (413).
    #[error("the body is larger than {limit} bytes, which is the limit")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The client stopped sending, or sends too slowly (408).
    #[error("the body stalled: {received} bytes arrived, and too little more within {} ms", waited.as_millis())]
    Stalled {
        /// The bytes that arrived before.
        received: u64,
        /// How long the last window was.
        waited: Duration,
    },
    /// The server holds as much content of requests as it may, altogether or of this connection (503).
    #[error("{}", match .0 {
        Exhausted::Server => "the server holds as much content of requests as it can; send the request again later",
        Exhausted::Connection => "the other requests of this connection hold as much content as one connection may have",
    })]
    Exhausted(Exhausted),
    /// Its bytes break the rules of the transfer coding (400). The detail says where.
    #[error(transparent)]
    Malformed(Refusal),
    /// The client closed its side before the end of the body (400).
    #[error("the connection was closed in the middle of the body, after {received} bytes of it")]
    Incomplete {
        /// The bytes that arrived before.
        received: u64,
    },
    /// The connection broke, or the client reset the stream: nobody is there to read an answer.
    #[error("the connection failed while the body was read")]
    Connection(#[source] hyper::Error),
}

impl BodyError {
    /// The body's error at the root of another error, if that is what it comes from.
    pub fn of<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Self> {
        std::iter::successors(Some(error), |error| error.source()).find_map(|error| error.downcast_ref())
    }

    fn from_hyper(error: hyper::Error, received: u64) -> Self {
        let root = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        for error in root.filter_map(|error| error.downcast_ref::<std::io::Error>()) {
            if let Some(refusal) = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
                return Self::Malformed(refusal.clone());
            }
            if error.kind() == std::io::ErrorKind::UnexpectedEof {
                return Self::Incomplete { received };
            }
            if matches!(
                error.kind(),
                std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData
            ) {
                // The gate lets through what hyper's decoder takes, but for the syntax of trailer fields.
                let detail = format!("The chunked body is broken: {error} (RFC 9112, section 7.1).");
                return Self::Malformed(Refusal::new(contract::ProblemKind::BadRequest, detail));
            }
        }
        if error.is_incomplete_message() {
            Self::Incomplete { received }
        } else {
            Self::Connection(error)
        }
    }
}

/// The size limit of one request's body. It is an extension of every request that has a body, so that a route which takes more
/// (or less) than the rest can say so before it reads.
#[derive(Clone, Debug)]
pub struct BodyLimit(Arc<AtomicU64>);

impl BodyLimit {
    pub(super) fn new(limit: u64) -> Self {
        Self(Arc::new(AtomicU64::new(limit)))
    }

    /// Sets the limit, in bytes of the body as it is framed, before any content coding is undone.
    pub fn set(&self, limit: u64) {
        self.0.store(limit, Ordering::Relaxed);
    }

    /// The limit in bytes.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A request's body under its limit and its deadline. It fails at most once and has ended after that. What a handler leaves of it is read
/// and discarded.
pub struct GuardedBody {
    /// None once it is dropped.
    inner: Option<Incoming>,
    content: Arc<Content>,
    limit: BodyLimit,
    received: u64,
    pace: Pace,
    failed: bool,
}

impl GuardedBody {
    pub(super) fn new(inner: Incoming, content: Arc<Content>, limit: BodyLimit, limits: &Limits) -> Self {
        let pace = Pace::new(limits.body_window, limits.body_window_min);
        Self {
            inner: Some(inner),
            content,
            limit,
            received: 0,
            pace,
            failed: false,
        }
    }

    /// The next frame or the error that ends the body.
    fn poll_guarded(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let limit = self.limit.get();
        let Some(inner) = &mut self.inner else {
            return Poll::Ready(None);
        };
        // A body that declares itself too large is refused before it is asked for, and so before any 100 (Continue).
        if self.received.saturating_add(inner.size_hint().lower()) > limit {
            return Poll::Ready(Some(Err(BodyError::TooLarge { limit })));
        }
        let Poll::Ready(next) = Pin::new(inner).poll_frame(cx) else {
            let waited = self.pace.window;
            ready!(self.pace.poll_stalled(cx));
            return Poll::Ready(Some(Err(BodyError::Stalled {
                received: self.received,
                waited,
            })));
        };
        Poll::Ready(match next {
            None => {
                self.content.end();
                None
            }
            Some(Err(error)) => Some(Err(BodyError::from_hyper(error, self.received))),
            Some(Ok(frame)) => {
                let size = frame.data_ref().map_or(0, |data| data.len() as u64);
                self.received += size;
                self.pace.progress(size);
                match self.content.add(size) {
                    _ if self.received > limit => Some(Err(BodyError::TooLarge { limit })),
                    Err(exhausted) => Some(Err(BodyError::Exhausted(exhausted))),
                    Ok(()) => Some(Ok(frame)),
                }
            }
        })
    }
}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let next = ready!(self.poll_guarded(cx));
        if let Some(Err(error)) = &next {
            self.failed = true;
            // Of one that is not taken the rest still comes.
            if !matches!(error, BodyError::TooLarge { .. } | BodyError::Exhausted(_)) {
                self.content.broke();
            }
        }
        Poll::Ready(next)
    }

    fn is_end_stream(&self) -> bool {
        self.failed || self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for GuardedBody {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take() {
            self.content.discard(inner);
        }
    }
}

/// Measures progress in windows of time. Only time spent waiting for the client counts, so that a handler which takes its time
/// between two reads does not make its client late.
#[derive(Debug)]
struct Pace {
    window: Duration,
    minimum: u64,
    /// What the present window must bring.
    due: u64,
    /// What it has brought.
    brought: u64,
    /// What of it has been spent.
    spent: Duration,
    /// Since when the client is waited for.
    since: Option<Instant>,
    deadline: Deadline,
}

impl Pace {
    fn new(window: Duration, minimum: u64) -> Self {
        Self {
            window,
            minimum,
            due: 1,
            brought: 0,
            spent: Duration::ZERO,
            since: None,
            deadline: Deadline::default(),
        }
    }

    fn progress(&mut self, bytes: u64) {
        self.brought += bytes;
        if let Some(since) = self.since.take() {
            self.spent += since.elapsed();
        }
    }

    /// Ready when a window has ended that brought too little.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let since = *self.since.get_or_insert_with(Instant::now);
            let end = since + self.window.saturating_sub(self.spent);
            if !self.deadline.passed(cx, end) {
                return Poll::Pending;
            }
            if self.brought < self.due {
                return Poll::Ready(());
            }
            self.due = self.minimum;
            self.brought = 0;
            self.spent = Duration::ZERO;
            self.since = None;
        }
    }
}
