//! A deadline that costs nothing while it is met.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tokio::time::{Instant, Sleep, sleep_until};

/// One timer for a moment that keeps moving into the future. Moving it is free: the timer is armed only when someone waits, and
/// armed again only when it fires too early or must fire sooner.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    /// Whether `at` has passed; if not, the task is woken when it has.
    pub(super) fn passed(&mut self, cx: &mut Context<'_>, at: Instant) -> bool {
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if sleep.deadline() > at {
            sleep.as_mut().reset(at);
        }
        loop {
            match sleep.as_mut().poll(cx) {
                Poll::Pending => return false,
                Poll::Ready(()) if sleep.deadline() >= at => return true,
                Poll::Ready(()) => sleep.as_mut().reset(at),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, time::Duration};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn fires_at_the_last_moment_that_it_was_asked_for() {
        let start = Instant::now();
        let mut deadline = Deadline::default();
        let mut at = start + Duration::from_secs(1);
        poll_fn(|cx| {
            assert!(!deadline.passed(cx, at));
            Poll::Ready(())
        })
        .await;
        at = start + Duration::from_secs(60);
        poll_fn(|cx| {
            if deadline.passed(cx, at) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        assert!(Instant::now() >= at);
    }

    #[tokio::test(start_paused = true)]
    async fn moves_nearer_when_asked_to() {
        let start = Instant::now();
        let mut deadline = Deadline::default();
        poll_fn(|cx| {
            assert!(!deadline.passed(cx, start + Duration::from_secs(60)));
            Poll::Ready(())
        })
        .await;
        let at = start + Duration::from_secs(1);
        poll_fn(|cx| {
            if deadline.passed(cx, at) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        assert!(Instant::now() < start + Duration::from_secs(2));
    }
}
