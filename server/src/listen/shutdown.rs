//! The end of the server: broadcast to notify, a closed tracker to await the end.

use std::future::Future;

use tokio_util::{
    sync::{CancellationToken, WaitForCancellationFutureOwned},
    task::TaskTracker,
};

/// Tells every part of the server to stop, and waits for those that asked to be waited for. Clones are one and the same.
///
/// Listeners stop accepting and let requests in flight finish. Whatever lives longer than a request (event streams, WebSockets,
/// jobs) must watch [`Shutdown::begun`] itself, and is waited for if it runs in [`Shutdown::track`].
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// A server that is to run until further notice.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the shutdown.
    pub fn begin(&self) {
        self.token.cancel();
        self.tasks.close();
    }

    /// Whether it has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Resolves when it begins.
    pub fn begun(&self) -> WaitForCancellationFutureOwned {
        self.token.clone().cancelled_owned()
    }

    /// Wraps a future that the end is to wait for.
    pub fn track<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        self.tasks.track_future(future)
    }

    /// Resolves when the shutdown has begun and everything that was tracked has ended.
    pub async fn finished(&self) {
        self.token.cancelled().await;
        self.tasks.wait().await;
    }
}
