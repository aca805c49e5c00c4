//! Scripts: what an HTTP/1.x connection does in a response's place, byte for byte and moment for moment.
//!
//! hyper writes heads and bodies itself, and gives no way to write half a response, a second head, or nothing. So a handler may put
//! a [`Script`] among the extensions of its response. The service hands it to the gate and lets hyper wait for the response; the
//! gate plays it as soon as hyper has nothing left to write, and tells the tap what it writes. Then it either lets hyper go on with
//! the response, or ends the connection.
//!
//! HTTP/2 has no part in this: its frames are written by the library alone. A script says whether the stream is reset there;
//! otherwise the response is sent as it is.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, SystemTime},
};

use axum::body::Body;
use bytes::{Buf as _, Bytes};
use http::{Response, header};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::oneshot,
    time::Instant,
};

use super::{deadline::Deadline, farewell::Farewell, field_name::title_case, tap::Tap};

/// What a connection does in a response's place.
#[derive(Clone, Debug)]
pub struct Script {
    /// One after the other.
    pub steps: Vec<Step>,
    /// What happens then.
    pub ending: Ending,
    /// Whether the stream is reset over HTTP/2, before any byte of the response.
    pub resets_stream: bool,
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes the head of the response, with the fields that it has in the end, spread over that time.
    Head(Duration),
    /// Writes these bytes.
    Bytes(Bytes),
    /// Does nothing for that time.
    Wait(Duration),
}

/// How a script ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The response follows, as it would have without the script.
    Answer,
    /// The connection is closed politely: all that was written arrives.
    Close,
    /// The connection is reset: the client's system learns that something has gone wrong.
    Reset,
}

/// A stream is reset because the response wants it so.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the stream is reset, as the response wants it")]
pub(super) struct StreamReset;

/// A stream that can be made to end with a reset.
pub(super) trait Resettable {
    /// Has the connection reset when it is dropped: the kernel then sends RST instead of FIN.
    fn reset_when_dropped(&self) -> io::Result<()>;
}

impl Resettable for TcpStream {
    fn reset_when_dropped(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

impl Resettable for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset_when_dropped(&self) -> io::Result<()> {
        self.get_ref().0.reset_when_dropped()
    }
}

/// A script that is being played.
#[derive(Debug)]
pub(super) struct Player {
    tasks: VecDeque<Task>,
    ending: Ending,
    deadline: Deadline,
    /// Told when the script has ended and the response may follow.
    done: Option<oneshot::Sender<()>>,
}

/// A step, and how far it is.
#[derive(Debug)]
enum Task {
    Write(Bytes),
    /// Bytes that are written one by one over a time.
    Spread {
        bytes: Bytes,
        written: u32,
        time: Duration,
        begun: Option<Instant>,
    },
    Wait {
        time: Duration,
        begun: Option<Instant>,
    },
}

impl Player {
    /// A player of the script of that response, and what is told when the response may follow.
    pub(super) fn new(script: Script, response: &Response<Body>) -> (Self, oneshot::Receiver<()>) {
        let (done, told) = oneshot::channel();
        let closes = script.ending != Ending::Answer;
        let task = |step| match step {
            Step::Head(time) if time.is_zero() => Task::Write(head(response, closes)),
            Step::Head(time) => Task::Spread {
                bytes: head(response, closes),
                written: 0,
                time,
                begun: None,
            },
            Step::Bytes(bytes) => Task::Write(bytes),
            Step::Wait(time) => Task::Wait { time, begun: None },
        };
        let player = Self {
            tasks: script.steps.into_iter().map(task).collect(),
            ending: script.ending,
            deadline: Deadline::default(),
            done: Some(done),
        };
        (player, told)
    }

    /// Plays it. An error is how the connection's end is told to hyper.
    pub(super) fn poll_play<IO>(
        &mut self,
        cx: &mut Context<'_>,
        io: &mut IO,
        tap: &Tap,
        farewell: &mut Farewell,
    ) -> Poll<io::Result<()>>
    where
        IO: AsyncRead + AsyncWrite + Resettable + Unpin,
    {
        while let Some(task) = self.tasks.front_mut() {
            match task {
                Task::Write(bytes) => {
                    while !bytes.is_empty() {
                        let written = ready!(write(cx, io, tap, bytes))?;
                        bytes.advance(written);
                    }
                }
                Task::Spread {
                    bytes,
                    written,
                    time,
                    begun,
                } => {
                    let begun = *begun.get_or_insert_with(Instant::now);
                    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX).max(1);
                    while let Some(byte) = bytes.get(*written as usize) {
                        let due = begun + *time * *written / size;
                        if !self.deadline.passed(cx, due) {
                            return Poll::Pending;
                        }
                        ready!(write(cx, io, tap, &[*byte]))?;
                        *written += 1;
                        ready!(Pin::new(&mut *io).poll_flush(cx))?;
                    }
                }
                Task::Wait { time, begun } => {
                    ready!(Pin::new(&mut *io).poll_flush(cx))?;
                    let begun = *begun.get_or_insert_with(Instant::now);
                    if !self.deadline.passed(cx, begun + *time) {
                        return Poll::Pending;
                    }
                }
            }
            self.tasks.pop_front();
        }
        match self.ending {
            Ending::Answer => {
                ready!(Pin::new(io).poll_flush(cx))?;
                if let Some(done) = self.done.take() {
                    // Whoever waits for it may have gone.
                    let _ = done.send(());
                }
                Poll::Ready(Ok(()))
            }
            Ending::Close => {
                ready!(farewell.poll(cx, io))?;
                Poll::Ready(Err(ended("closed")))
            }
            Ending::Reset => {
                ready!(Pin::new(&mut *io).poll_flush(cx))?;
                io.reset_when_dropped()?;
                Poll::Ready(Err(ended("reset")))
            }
        }
    }
}

fn ended(how: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::ConnectionAborted,
        format!("the connection is {how}, as the response wants it"),
    )
}

/// Writes some of the bytes, and tells the tap.
fn write<IO: AsyncWrite + Unpin>(
    cx: &mut Context<'_>,
    io: &mut IO,
    tap: &Tap,
    bytes: &[u8],
) -> Poll<io::Result<usize>> {
    let written = ready!(Pin::new(io).poll_write(cx, bytes))?;
    if written == 0 {
        return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
    }
    tap.wrote(&[IoSlice::new(bytes)], written);
    Poll::Ready(Ok(written))
}

/// The head of a response as bytes.
pub(super) fn head(response: &Response<Body>, closes: bool) -> Bytes {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_str()).into_bytes();
    for (name, value) in response.headers() {
        field(&mut head, name.as_str(), value.as_bytes());
    }
    if !response.headers().contains_key(header::DATE) {
        field(&mut head, "date", httpdate::fmt_http_date(SystemTime::now()).as_bytes());
    }
    if closes && !response.headers().contains_key(header::CONNECTION) {
        field(&mut head, "connection", b"close");
    }
    head.extend_from_slice(b"\r\n");
    head.into()
}

fn field(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    for piece in [title_case(name).as_bytes(), b": ", value, b"\r\n"] {
        head.extend_from_slice(piece);
    }
}
