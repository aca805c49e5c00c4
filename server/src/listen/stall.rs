//! The deadline of the outbound side: a client that takes nothing of what is written to it loses its connection.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};

use super::{deadline::Deadline, script::Resettable};

/// A stream whose writes fail when none has succeeded for as long as `patience`.
#[derive(Debug)]
pub(super) struct WriteDeadline<IO> {
    io: IO,
    patience: Duration,
    /// Since when a write has been waiting.
    since: Option<Instant>,
    deadline: Deadline,
}

impl<IO> WriteDeadline<IO> {
    pub(super) fn new(io: IO, patience: Duration) -> Self {
        Self {
            io,
            patience,
            since: None,
            deadline: Deadline::default(),
        }
    }

    fn judge<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.since = None;
            return outcome;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        if self.deadline.passed(cx, since + self.patience) {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the client takes nothing of the response",
            )));
        }
        Poll::Pending
    }
}

impl<IO: Resettable> Resettable for WriteDeadline<IO> {
    fn reset_when_dropped(&self) -> io::Result<()> {
        self.io.reset_when_dropped()
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for WriteDeadline<IO> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for WriteDeadline<IO> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write(cx, buf);
        self.judge(cx, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write_vectored(cx, bufs);
        self.judge(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.io).poll_flush(cx);
        self.judge(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.io).poll_shutdown(cx);
        self.judge(cx, outcome)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_is_given_up() {
        let (ours, _theirs) = duplex(16);
        let mut ours = WriteDeadline::new(ours, Duration::from_secs(30));
        let error = ours.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_a_little_now_and_then_is_not() {
        let (ours, mut theirs) = duplex(16);
        let mut ours = WriteDeadline::new(ours, Duration::from_secs(30));
        let reader = tokio::spawn(async move {
            for _ in 0..64 {
                tokio::time::sleep(Duration::from_secs(20)).await;
                theirs.read_u8().await.unwrap();
            }
        });
        ours.write_all(&[0; 64]).await.unwrap();
        reader.await.unwrap();
    }
}
