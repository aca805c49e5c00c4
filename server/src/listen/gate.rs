//! The gate between an HTTP/1.x connection and hyper: only sound heads pass, and only in time.
//!
//! hyper answers a broken head with an empty response and a slow one with none. Roundtrip owes each of them a problem with the
//! rule that was broken. So the gate keeps a head back until it is whole and examined, and gives hyper the end of the stream
//! instead of a bad one: hyper then finishes the requests before it and shuts the connection down, and at that point the gate
//! writes the problem itself.
//!
//! On the way that matters (whole heads, bodies) bytes are read straight into hyper's buffer and stay there; only what is not
//! verified yet is moved to the gate's own.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use arrayvec::ArrayVec;
use bytes::{Buf, BytesMut};
use contract::ProblemKind;
use hyper::upgrade::OnUpgrade;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};

use super::{
    deadline::Deadline,
    endless::Endless,
    facts::HeadTimes,
    farewell::Farewell,
    framing::{Framer, Mark, Stop},
    limits::Limits,
    refusal::{Content, Refusal},
    registry::Handle,
    script::{Player, Resettable},
    tap::{Claim, Inbound, Tap},
};

/// So many bytes are short: the head and the content of a small response.
const JOINED: usize = 4_096;

/// What the gate and the service behind hyper tell each other about one connection.
#[derive(Debug, Default)]
pub(super) struct Passage {
    tap: Arc<Tap>,
    /// What hyper gave the last request that asked for another protocol.
    offer: Mutex<Option<OnUpgrade>>,
    upgraded: AtomicBool,
    /// What is to be played in a response's place.
    player: Mutex<Option<Player>>,
    is_playing: AtomicBool,
    /// What is to be written without hyper.
    endless: Mutex<Option<Endless>>,
    is_endless: AtomicBool,
    /// Whether hyper has nothing left to write before that.
    is_flushed: AtomicBool,
}

impl Passage {
    /// The exchange of the next head, in the order in which they passed, and when that head came.
    pub(super) fn next_head(&self) -> Option<(Claim, HeadTimes)> {
        self.tap.claim()
    }

    /// The request that passes now may be answered with a switch to another protocol.
    pub(super) fn offer(&self, upgrade: OnUpgrade) {
        *self.offer.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgrade);
    }

    /// The request in flight is answered with that switch.
    pub(super) fn upgrade(&self) {
        self.declined();
        self.upgraded.store(true, Ordering::Release);
    }

    /// The script is to be played as soon as hyper has nothing left to write, which it says by flushing.
    pub(super) fn play(&self, player: Player) {
        *self.player.lock().unwrap_or_else(PoisonError::into_inner) = Some(player);
        self.is_playing.store(true, Ordering::Release);
    }

    /// The response is to be written without hyper, as soon as hyper has nothing left to write, which it says by flushing.
    pub(super) fn hand_over(&self, endless: Endless) {
        *self.endless.lock().unwrap_or_else(PoisonError::into_inner) = Some(endless);
        self.is_endless.store(true, Ordering::Release);
    }

    /// What is to be written without hyper now.
    pub(super) fn take_endless(&self) -> Option<Endless> {
        if !self.is_flushed.load(Ordering::Acquire) {
            return None;
        }
        self.endless.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The last offer of a switch, if it was not taken up.
    pub(super) fn declined(&self) -> Option<OnUpgrade> {
        self.offer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The stream that hyper reads and writes.
#[derive(Debug)]
pub(super) struct Gate<IO> {
    io: IO,
    patience: Patience,
    framer: Framer,
    /// Received, and not yet given to hyper.
    held: BytesMut,
    /// So many bytes at the front of `held` may pass.
    verified: usize,
    /// What ended in the bytes that were looked at last.
    marks: Vec<Mark>,
    inbound: Inbound,
    clock: Clock,
    deadline: Deadline,
    ending: Ending,
    farewell: Farewell,
    passage: Arc<Passage>,
    handle: Arc<Handle>,
}

/// The deadlines of the inbound side.
#[derive(Clone, Copy, Debug)]
struct Patience {
    first_byte: Duration,
    head: Duration,
    idle: Duration,
}

/// What the deadlines are counted from.
#[derive(Debug)]
struct Clock {
    /// When the head began of which a part is held.
    head: Option<Instant>,
    /// Since when the next head has been waited for.
    waiting: Option<Instant>,
    /// Whether there was a head before.
    seasoned: bool,
}

impl Clock {
    /// The times of a head that is complete now.
    fn head_times(&self, now: Instant) -> HeadTimes {
        HeadTimes {
            first_byte: self.head.unwrap_or(now),
            complete: now,
            turn: now,
        }
    }
}

/// How the inbound side ends.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    /// Not yet.
    Open,
    /// The client has ended it, or an idle connection is over: nothing is owed.
    Silent,
    /// With a head that is not passed on; the client is told why once hyper has done its part.
    Refused {
        refusal: Refusal,
        content: Content,
        read: Duration,
    },
    /// In the middle of a body; hyper is told and passes it on to the handler.
    Broken(Refusal),
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Gate<IO> {
    /// A gate before `io`, of whose first head the first byte came at `first_byte`, if it has come.
    pub(super) fn new(
        io: IO,
        limits: &Limits,
        first_byte: Option<Instant>,
        passage: Arc<Passage>,
        handle: Arc<Handle>,
    ) -> Self {
        Self {
            io,
            patience: Patience {
                first_byte: limits.first_byte,
                head: limits.head,
                idle: limits.idle,
            },
            framer: Framer::new(limits.into()),
            held: BytesMut::new(),
            verified: 0,
            marks: Vec::new(),
            inbound: Inbound::default(),
            clock: Clock {
                head: first_byte,
                waiting: None,
                seasoned: false,
            },
            deadline: Deadline::default(),
            ending: Ending::Open,
            farewell: Farewell::new(limits),
            passage,
            handle,
        }
    }

    /// Whether the bytes that are held may pass after all, now that the last request has been answered: hyper asks for the next
    /// head only then.
    fn decide(&mut self) {
        if self.passage.upgraded.load(Ordering::Acquire) {
            self.framer.surrender();
            self.verified = self.held.len();
            // What is late from now on is not for this to say, and the timer would keep the task that has ended.
            self.deadline = Deadline::default();
        } else {
            self.framer.resume();
            if !self.held.is_empty() {
                self.examine_held(Instant::now());
            }
        }
    }

    /// Ready when the client has closed its side or the connection has failed. What it still sends is discarded.
    pub(super) fn poll_gone(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut discarded = [0; 1024];
        loop {
            let mut buf = ReadBuf::new(&mut discarded);
            match ready!(Pin::new(&mut self.io).poll_read(cx, &mut buf)) {
                Ok(()) if !buf.filled().is_empty() => {}
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
    }

    fn examine_held(&mut self, now: Instant) {
        self.marks.clear();
        let advance = self.framer.advance(&self.held, &mut self.marks);
        let (sound, rest) = self.held.split_at(advance.verified);
        let pending = !rest.is_empty() && self.framer.head_has_begun(rest);
        self.passage
            .tap
            .verified(&mut self.inbound, sound, &self.marks, self.clock.head_times(now));
        self.verified = advance.verified;
        self.take_note(pending, advance.stop, now);
    }

    /// Keeps back what of the fresh bytes, which begin at `start` of hyper's buffer, may not pass yet.
    fn examine_fresh(&mut self, buf: &mut ReadBuf<'_>, start: usize, now: Instant) {
        let fresh = &buf.filled()[start..];
        self.marks.clear();
        let advance = self.framer.advance(fresh, &mut self.marks);
        let (sound, rest) = fresh.split_at(advance.verified);
        let pending = !rest.is_empty() && self.framer.head_has_begun(rest);
        self.passage
            .tap
            .verified(&mut self.inbound, sound, &self.marks, self.clock.head_times(now));
        self.held.extend_from_slice(rest);
        buf.set_filled(start + advance.verified);
        self.take_note(pending, advance.stop, now);
    }

    fn take_note(&mut self, pending: bool, stop: Stop, now: Instant) {
        if self.marks.iter().any(|mark| matches!(mark, Mark::Head(_))) {
            self.clock.head = None;
            self.clock.waiting = None;
            self.clock.seasoned = true;
            self.handle.is_busy();
        }
        if pending {
            self.clock.head.get_or_insert(now);
        }
        match stop {
            Stop::Hungry | Stop::Undecided => {}
            Stop::BadHead(refusal) => self.refuse(refusal),
            Stop::BadBody(refusal) => self.ending = Ending::Broken(refusal),
        }
    }

    fn refuse(&mut self, refusal: Refusal) {
        let head = &self.held[self.verified.min(self.held.len())..];
        let content = if head.trim_ascii_start().starts_with(b"HEAD ") {
            Content::Omitted
        } else {
            Content::Sent
        };
        let read = self.clock.head.map_or(Duration::ZERO, |begun| begun.elapsed());
        self.ending = Ending::Refused { refusal, content, read };
    }

    /// The client has closed its side.
    fn end_of_stream(&mut self) {
        self.farewell.peer_has_ended();
        if self.framer.head_has_begun(&self.held) {
            self.refuse(Refusal::new(
                ProblemKind::BadRequest,
                format!(
                    "The connection was closed in the middle of a head, after {} bytes of it (RFC 9112, section 8).",
                    self.held.len()
                ),
            ));
        } else {
            self.ending = Ending::Silent;
        }
    }

    /// So many bytes from the front of `bufs` were written just now.
    fn wrote(&mut self, bufs: &[io::IoSlice<'_>], written: usize) {
        // If the next head is waited for, it is from here on, and who records has read the clock already.
        self.clock.waiting = self.passage.tap.wrote(bufs, written);
    }

    /// Whether a head that is waited for is late.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.framer.in_head() {
            return Poll::Pending;
        }
        let (since, patience) = match self.clock.head {
            Some(begun) => (begun, self.patience.head),
            None => {
                let since = *self.clock.waiting.get_or_insert_with(Instant::now);
                (
                    since,
                    if self.clock.seasoned {
                        self.patience.idle
                    } else {
                        self.patience.first_byte
                    },
                )
            }
        };
        self.handle.is_waiting_since(since);
        if !self.deadline.passed(cx, since + patience) {
            return Poll::Pending;
        }
        if self.clock.head.is_some() {
            self.refuse(Refusal::new(
                ProblemKind::RequestTimeout,
                format!(
                    "{} bytes of the head had arrived {} ms after its first byte, and its end had not (RFC 9110, section 15.5.9).",
                    self.held.len(),
                    patience.as_millis()
                ),
            ));
        } else {
            self.ending = Ending::Silent;
        }
        Poll::Ready(())
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for Gate<IO> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if this.verified > 0 {
                let size = this.verified.min(buf.remaining());
                buf.put_slice(&this.held[..size]);
                this.held.advance(size);
                this.verified -= size;
                return Poll::Ready(Ok(()));
            }
            match &this.ending {
                Ending::Open => {}
                Ending::Silent => return Poll::Ready(Ok(())),
                Ending::Refused { refusal, content, read } => {
                    this.farewell.say(refusal.last_words(*content, Some(*read)));
                    this.ending = Ending::Silent;
                    return Poll::Ready(Ok(()));
                }
                Ending::Broken(refusal) => {
                    return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, refusal.clone())));
                }
            }
            if this.framer.is_undecided() {
                this.decide();
                continue;
            }
            let start = buf.filled().len();
            match Pin::new(&mut this.io).poll_read(cx, buf) {
                Poll::Ready(result) => result?,
                Poll::Pending => {
                    ready!(this.poll_late(cx));
                    continue;
                }
            }
            if this.framer.has_surrendered() {
                return Poll::Ready(Ok(()));
            }
            let now = Instant::now();
            let size = buf.filled().len() - start;
            this.inbound.read(size, now);
            if size == 0 {
                this.end_of_stream();
            } else if this.held.is_empty() {
                this.examine_fresh(buf, start, now);
                if buf.filled().len() > start {
                    return Poll::Ready(Ok(()));
                }
            } else {
                this.held.extend_from_slice(&buf.filled()[start..]);
                buf.set_filled(start);
                this.examine_held(now);
            }
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Resettable + Unpin> Gate<IO> {
    /// Plays the script that there is.
    fn poll_play(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let passage = Arc::clone(&self.passage);
        let mut player = passage.player.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(playing) = &mut *player {
            ready!(playing.poll_play(cx, &mut self.io, &passage.tap, &mut self.farewell))?;
            *player = None;
        }
        passage.is_playing.store(false, Ordering::Release);
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncRead + AsyncWrite + Resettable + Unpin> AsyncWrite for Gate<IO> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.io).poll_write(cx, buf))?;
        self.wrote(&[io::IoSlice::new(buf)], written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut joined = ArrayVec::new();
        if join(bufs, &mut joined) {
            return self.poll_write(cx, &joined);
        }
        let written = ready!(Pin::new(&mut self.io).poll_write_vectored(cx, bufs))?;
        self.wrote(bufs, written);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.io).poll_flush(cx))?;
        if self.passage.is_playing.load(Ordering::Acquire) {
            return self.poll_play(cx);
        }
        if self.passage.is_endless.load(Ordering::Acquire) {
            self.passage.is_flushed.store(true, Ordering::Release);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.framer.has_surrendered() {
            // Whoever has taken over the connection also decides how it ends.
            return Pin::new(&mut this.io).poll_shutdown(cx);
        }
        this.farewell.poll(cx, &mut this.io)
    }
}

/// Puts in one piece what is written together and is short, for to copy it takes less than the system needs for several pieces.
/// Whether it did. The room is the caller's, because to return it would be to copy all of it.
fn join(pieces: &[io::IoSlice<'_>], joined: &mut ArrayVec<u8, JOINED>) -> bool {
    pieces.len() > 1 && pieces.iter().all(|piece| joined.try_extend_from_slice(piece).is_ok())
}

impl<IO> Drop for Gate<IO> {
    fn drop(&mut self) {
        self.passage.tap.close();
    }
}
