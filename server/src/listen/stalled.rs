//! Streams of HTTP/2 whose client takes nothing of what is written to them.
//!
//! Flow control lets a client hold back one stream of a connection while the connection itself goes on, so a deadline of the connection's writes
//! does not see it. hyper runs the response of each stream as a future of its own, which asks the body for more only when the client
//! takes more. So each of these futures is given the deadline: when its body has not been asked for that long, the future is dropped,
//! and hyper resets the stream.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use hyper::rt::Executor;
use pin_project_lite::pin_project;
use tokio::time::Instant;

use super::deadline::Deadline;

tokio::task_local! {
    /// The progress of the stream whose future is polled.
    static PROGRESS: Progress;
}

/// Since when a stream's body has not been asked for more, after it had given some.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress(Arc<Mutex<Option<Instant>>>);

impl Progress {
    /// That of the stream whose future is polled.
    pub(super) fn current() -> Self {
        PROGRESS.try_with(Self::clone).unwrap_or_default()
    }

    /// The body is asked for more.
    pub(super) fn is_asked(&self) {
        self.set(None);
    }

    /// The body has given some, which the client is to take.
    pub(super) fn has_given(&self) {
        self.set(Some(Instant::now()));
    }

    fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    fn waiting_since(&self) -> Option<Instant> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the futures of the streams of one connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreamExecutor {
    /// How long a client may take nothing.
    pub(super) patience: Duration,
}

impl<F> Executor<F> for StreamExecutor
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    fn execute(&self, future: F) {
        let progress = Progress::default();
        let watched = Watched {
            future: PROGRESS.scope(progress.clone(), future),
            progress,
            patience: self.patience,
            deadline: Deadline::default(),
        };
        tokio::spawn(watched);
    }
}

pin_project! {
    /// A stream's future with its deadline.
    struct Watched<F> {
        #[pin]
        future: F,
        progress: Progress,
        patience: Duration,
        deadline: Deadline,
    }
}

impl<F: Future> Future for Watched<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        if this.future.poll(cx).is_ready() {
            return Poll::Ready(());
        }
        match this.progress.waiting_since() {
            Some(since) if this.deadline.passed(cx, since + *this.patience) => Poll::Ready(()),
            _ => Poll::Pending,
        }
    }
}
