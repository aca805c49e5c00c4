//! Being woken when a topic changes, and nothing more.

use std::{future::poll_fn, sync::Arc, task::Poll};

use crate::{
    Topic,
    hub::{Hub, Membership},
    signal::Signal,
};

/// Tells when something has changed in a topic. What, its owner reads in the log.
#[derive(Debug)]
pub struct Watch {
    hub: Arc<Hub>,
    signal: Arc<Signal>,
    membership: Membership,
    seen: u64,
}

impl Watch {
    pub(crate) fn new(hub: Arc<Hub>, topic: &Topic) -> Self {
        let signal = Arc::default();
        let membership = Membership::new(&hub, topic, &signal);
        let seen = membership.channel.version();
        // What is not known of a topic cannot be seen to change.
        hub.refresh(&membership.channel);
        Self {
            hub,
            signal,
            membership,
            seen,
        }
    }

    /// Waits until something has changed since the last call, or since the watch was made. May wake in vain. Gives whether the feed
    /// is still open.
    ///
    /// May be dropped at any time.
    pub async fn changed(&mut self) -> bool {
        poll_fn(|context| {
            self.signal.register(context.waker());
            let version = self.membership.channel.version();
            if self.hub.is_closed() {
                Poll::Ready(false)
            } else if version != self.seen {
                self.seen = version;
                Poll::Ready(true)
            } else {
                Poll::Pending
            }
        })
        .await
    }
}
