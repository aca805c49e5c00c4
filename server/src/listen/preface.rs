//! Which HTTP a connection speaks, by its first bytes: the HTTP/2 preface (RFC 9113, section 3.4) or anything else.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf},
    time::{Instant, timeout_at},
};

use super::{limits::Limits, script::Resettable};

const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What the first bytes said.
#[derive(Debug)]
pub(super) struct Opening {
    bytes: [u8; PREFACE.len()],
    len: usize,
    /// When the first of them came.
    pub(super) first_byte: Instant,
}

impl Opening {
    /// Whether they are the HTTP/2 preface.
    pub(super) fn is_http2(&self) -> bool {
        self.bytes[..self.len] == *PREFACE
    }
}

/// Reads until it is clear which HTTP it is. `None` if the connection stays silent or is closed before it has said anything.
pub(super) async fn read<IO: AsyncRead + Unpin>(io: &mut IO, limits: &Limits) -> io::Result<Option<Opening>> {
    let mut bytes = [0; PREFACE.len()];
    let Ok(read) = timeout_at(Instant::now() + limits.first_byte, io.read(&mut bytes)).await else {
        return Ok(None);
    };
    let mut opening = Opening {
        bytes,
        len: read?,
        first_byte: Instant::now(),
    };
    if opening.len == 0 {
        return Ok(None);
    }
    let end = opening.first_byte + limits.head;
    while opening.len < PREFACE.len() && PREFACE.starts_with(&opening.bytes[..opening.len]) {
        match timeout_at(end, io.read(&mut opening.bytes[opening.len..])).await {
            Ok(Ok(more @ 1..)) => opening.len += more,
            Ok(Err(error)) => return Err(error),
            // Too little or too late for either; the gate says so, in HTTP/1.1.
            Ok(Ok(0)) | Err(_) => break,
        }
    }
    Ok(Some(opening))
}

/// A stream whose first bytes have been read already, and are read again.
#[derive(Debug)]
pub(super) struct Rewound<IO> {
    opening: Option<Opening>,
    given: usize,
    io: IO,
}

impl<IO> Rewound<IO> {
    pub(super) fn new(opening: Opening, io: IO) -> Self {
        Self {
            opening: Some(opening),
            given: 0,
            io,
        }
    }
}

impl<IO: Resettable> Resettable for Rewound<IO> {
    fn reset_when_dropped(&self) -> io::Result<()> {
        self.io.reset_when_dropped()
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for Rewound<IO> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let Some(opening) = &this.opening else {
            return Pin::new(&mut this.io).poll_read(cx, buf);
        };
        let rest = &opening.bytes[this.given..opening.len];
        let size = rest.len().min(buf.remaining());
        buf.put_slice(&rest[..size]);
        this.given += size;
        if this.given == opening.len {
            this.opening = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Rewound<IO> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
