//! How a connection is closed so that its last response is read: last words, end of our side, and then a while of listening.
//!
//! Closing a socket that has unread bytes makes the kernel send a reset, which can destroy a response on its way to a client that
//! is still sending (RFC 9112, section 9.6).

use std::{
    io,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Buf, Bytes};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};

use super::{deadline::Deadline, limits::Limits};

/// The closing of one connection.
#[derive(Debug)]
pub(super) struct Farewell {
    stage: Stage,
    words: Bytes,
    /// How long the client may send nothing, and how long it may send in all.
    linger: (Duration, Duration),
    /// So many bytes more are read and thrown away.
    tolerance: usize,
    /// When listening ends: if nothing more comes, and in any case.
    ends: Option<(Instant, Instant)>,
    deadline: Deadline,
    peer_ended: bool,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Speak,
    Flush,
    Shutdown,
    Listen,
    Closed,
}

impl Farewell {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            stage: Stage::Speak,
            words: Bytes::new(),
            linger: (limits.linger, limits.linger_total),
            tolerance: limits.linger_bytes,
            ends: None,
            deadline: Deadline::default(),
            peer_ended: false,
        }
    }

    /// What is to be written before the end.
    pub(super) fn say(&mut self, words: Vec<u8>) {
        self.words = words.into();
    }

    /// The client has closed its side, so that there is nothing left to listen to.
    pub(super) fn peer_has_ended(&mut self) {
        self.peer_ended = true;
    }

    /// Closes the connection, step by step.
    pub(super) fn poll<IO: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        cx: &mut Context<'_>,
        io: &mut IO,
    ) -> Poll<io::Result<()>> {
        loop {
            self.stage = match self.stage {
                Stage::Speak if self.words.is_empty() => Stage::Flush,
                Stage::Speak => {
                    let written = ready!(Pin::new(&mut *io).poll_write(cx, &self.words))?;
                    if written == 0 {
                        return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                    }
                    self.words.advance(written);
                    Stage::Speak
                }
                Stage::Flush => {
                    ready!(Pin::new(&mut *io).poll_flush(cx))?;
                    Stage::Shutdown
                }
                Stage::Shutdown => {
                    ready!(Pin::new(&mut *io).poll_shutdown(cx))?;
                    if self.peer_ended { Stage::Closed } else { Stage::Listen }
                }
                Stage::Listen => {
                    ready!(self.poll_listen(cx, io));
                    Stage::Closed
                }
                Stage::Closed => return Poll::Ready(Ok(())),
            };
        }
    }

    /// Ready when the client has closed its side too, or has tried our patience.
    fn poll_listen<IO: AsyncRead + Unpin>(&mut self, cx: &mut Context<'_>, io: &mut IO) -> Poll<()> {
        let (idle, total) = self.linger;
        let now = Instant::now();
        let (mut end, last) = *self.ends.get_or_insert((now + idle, now + total));
        loop {
            let mut scrap = [std::mem::MaybeUninit::uninit(); 4096];
            let mut scrap = ReadBuf::uninit(&mut scrap);
            match pin!(&mut *io).poll_read(cx, &mut scrap) {
                Poll::Ready(Ok(())) if !scrap.filled().is_empty() && scrap.filled().len() < self.tolerance => {
                    self.tolerance -= scrap.filled().len();
                    end = last.min(Instant::now() + idle);
                    self.ends = Some((end, last));
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending if self.deadline.passed(cx, end) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}
