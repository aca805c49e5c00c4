//! What becomes of a request's content that no handler reads, because the response is there before it.
//!
//! A client may send all of its content before it looks at the response. If the connection were closed on it, the kernel's reset would
//! destroy the response on its way (RFC 9112, section 9.6), and an HTTP/2 stream that is reset at once makes some clients drop the
//! response too (RFC 9113, section 8.1). So the rest is read and discarded, within bounds, while the response is written. On HTTP/1.1 the
//! connection serves further requests after a short rest, and after a long one it is closed, which the response says.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt as _;
use tokio::{
    runtime::Handle,
    time::{Instant, timeout, timeout_at},
};

use super::budget::{Exhausted, Held};

/// A rest of up to this size is short, in bytes.
const SHORT: u64 = 256 * 1024;

/// The most that is discarded of one request, in bytes.
const MOST: u64 = 32 * 1024 * 1024;

/// How long the client may send nothing, and how long it may send in all.
const IDLE: Duration = Duration::from_secs(2);
const TOTAL: Duration = Duration::from_secs(20);

/// How much of a request's content has been read.
pub(super) struct Content {
    /// The size in bytes, where the request declares it.
    declared: Option<u64>,
    read: AtomicU64,
    is_read: AtomicBool,
    is_broken: AtomicBool,
    /// Whether the client waits for 100 (Continue) before it sends the content (RFC 9110, section 10.1.1).
    is_awaited: bool,
    /// What the server holds of it.
    held: Held,
}

impl Content {
    pub(super) fn new(declared: Option<u64>, is_awaited: bool, held: Held) -> Arc<Self> {
        Arc::new(Self {
            declared,
            read: AtomicU64::new(0),
            is_read: AtomicBool::new(false),
            is_broken: AtomicBool::new(false),
            is_awaited,
            held,
        })
    }

    /// More has been read, and is held until the response has been written.
    pub(super) fn add(&self, size: u64) -> Result<(), Exhausted> {
        self.read.fetch_add(size, Ordering::Relaxed);
        self.held.add(size)
    }

    /// All of it has been read.
    pub(super) fn end(&self) {
        self.is_read.store(true, Ordering::Release);
    }

    /// The rest does not come: the client has stalled or gone, or sends what is not content.
    pub(super) fn broke(&self) {
        self.is_broken.store(true, Ordering::Release);
    }

    /// Whether the connection can serve another request: whether all has been read, or the rest is short.
    pub(super) fn leaves_connection(&self) -> bool {
        let is_short = |declared| declared - self.read.load(Ordering::Relaxed).min(declared) <= SHORT;
        let is_given_up = self.is_broken.load(Ordering::Acquire) || self.holds_back();
        self.is_read.load(Ordering::Acquire) || (!is_given_up && self.declared.is_some_and(is_short))
    }

    /// Whether the client has sent nothing because nobody has asked for it. What it does now cannot be told.
    fn holds_back(&self) -> bool {
        self.is_awaited && self.read.load(Ordering::Relaxed) == 0
    }

    /// Reads and discards the rest.
    pub(super) fn discard<B>(&self, mut body: B)
    where
        B: Body<Data = Bytes> + Unpin + Send + 'static,
    {
        // Outside of a runtime, as when the program ends, nobody is left to read.
        let Ok(runtime) = Handle::try_current() else { return };
        let is_over = self.is_read.load(Ordering::Acquire) || self.is_broken.load(Ordering::Acquire);
        if is_over || body.is_end_stream() || self.holds_back() {
            return;
        }
        runtime.spawn(async move {
            let mut left = MOST;
            let discard = async {
                while let Ok(Some(Ok(frame))) = timeout(IDLE, body.frame()).await {
                    let size = frame.data_ref().map_or(0, |data| data.len() as u64);
                    if size > left {
                        return;
                    }
                    left -= size;
                }
            };
            // What is over the bounds is not read; hyper then closes the connection or resets the stream.
            let _ = timeout_at(Instant::now() + TOTAL, discard).await;
        });
    }
}
