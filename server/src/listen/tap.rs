//! The tap: what passes on an HTTP/1.x connection, exchange by exchange, with the time of every read and write.
//!
//! The gate tells it what it reads, where in that the messages begin and end, and what is written; the service asks for the
//! exchange of the request that it has at hand. Responses come in the order of the requests (RFC 9112, section 9.3.2), so what
//! is written belongs to the oldest exchange that is not over.
//!
//! Whether anybody wants an exchange is known only when its request has been looked at. Until then its bytes are kept, in
//! memory that is used again for the next one; of an exchange that nobody wants, nothing more is.

use std::{
    collections::VecDeque,
    fmt,
    io::IoSlice,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::time::Instant;

use super::{
    facts::HeadTimes,
    framing::Mark,
    http2,
    outbound::{Asked, Outbound, Stand},
    tape::{KEPT_ARRIVALS, Tape},
};

/// What passed of one exchange. Its tapes are the connection's, which uses them again.
#[derive(Debug)]
pub struct Recording<'t> {
    /// What the client sent.
    pub request: &'t mut Tape,
    /// What it was sent, interim responses included.
    pub response: &'t mut Tape,
    /// How many exchanges came before on the connection.
    pub number: u64,
    /// What the field blocks depend on, of HTTP/2.
    pub tables: Option<FieldTables>,
}

impl Recording<'_> {
    /// When it was over: with the last byte of the two messages, or where one of them has not ended, now, with the connection.
    #[must_use]
    pub fn ended(&self) -> std::time::Instant {
        let last = self.request.last.max(self.response.last);
        last.filter(|_| self.request.ended && self.response.ended)
            .unwrap_or_else(Instant::now)
            .into_std()
    }
}

/// The table of HPACK as it was before each field block of an exchange.
#[derive(Debug)]
pub struct FieldTables {
    /// Before those of the request.
    pub request: Vec<wire::http2::Table>,
    /// Before those of the response.
    pub response: Vec<wire::http2::Table>,
}

/// An exchange on its connection, whose recording can be asked for.
#[derive(Clone, Debug)]
pub struct Claim(Place);

#[derive(Clone, Debug)]
enum Place {
    /// By its number on the connection.
    Http1(Arc<Tap>, u64),
    /// By its stream.
    Http2(Arc<http2::Tap>, u32),
}

impl Claim {
    pub(super) fn of_stream(tap: Arc<http2::Tap>, stream: u32) -> Self {
        Self(Place::Http2(tap, stream))
    }

    /// Asks for the recording, which `taker` gets when the exchange or its connection is over, from whoever writes or reads the
    /// last byte: it has to be quick, and must not turn to the tap. To be asked before the response begins; one who asks later,
    /// or after somebody else, is dropped.
    pub fn record(&self, taker: impl FnOnce(Recording<'_>) + Send + 'static) {
        let taker = Taker(Box::new(taker));
        match &self.0 {
            Place::Http1(tap, number) => tap.record(*number, taker),
            Place::Http2(tap, stream) => tap.record(*stream, taker),
        }
    }

    /// What has been kept so far of a request by HTTP/1.x, if the exchange is not over: all of it once its body has been read, as
    /// far as it is kept, if somebody has asked for the recording before that.
    #[must_use]
    pub fn request(&self) -> Option<Vec<u8>> {
        match &self.0 {
            Place::Http1(tap, number) => tap.request(*number),
            Place::Http2(..) => None,
        }
    }
}

/// The tap of one connection.
#[derive(Debug, Default)]
pub(super) struct Tap(Mutex<State>);

/// When what is read came, until it is verified. That concerns only whoever reads.
#[derive(Debug, Default)]
pub(super) struct Inbound {
    /// Where in the stream each piece begins, and when it came.
    pieces: VecDeque<(u64, Instant)>,
    /// How much was read.
    read: u64,
    /// How much of it was verified.
    verified: u64,
}

#[derive(Debug, Default)]
struct State {
    /// The exchanges that are not over, the oldest first. Boxed, because they come and go.
    flights: VecDeque<Box<Flight>>,
    /// How many exchanges are over.
    first: u64,
    /// How many were claimed.
    claimed: u64,
    /// Whether the last message of the client's has begun and not ended.
    in_message: bool,
    outbound: Outbound,
    /// Whether another protocol has taken over.
    switched: bool,
    /// An exchange that is over, for the sake of its memory.
    spare: Option<Box<Flight>>,
}

#[derive(Debug, Default)]
struct Flight {
    request: Tape,
    response: Tape,
    head: Option<HeadTimes>,
    /// Whether there were others to be answered when its head was complete.
    waits: bool,
    asked: Asked,
    wanted: Wanted,
}

#[derive(Debug, Default)]
enum Wanted {
    /// Nobody has been asked.
    #[default]
    Open,
    No,
    By(Taker),
}

/// Whoever wants a recording.
pub(super) struct Taker(Box<dyn FnOnce(Recording<'_>) + Send>);

impl Taker {
    pub(super) fn take(self, recording: Recording<'_>) {
        (self.0)(recording);
    }
}

impl fmt::Debug for Taker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Taker")
    }
}

impl Inbound {
    /// So many bytes were read just now.
    pub(super) fn read(&mut self, size: usize, now: Instant) {
        if size > 0 {
            // A head that comes byte by byte is not to take many times its size. What is not noted counts as part of the piece before.
            if self.pieces.len() < KEPT_ARRIVALS {
                self.pieces.push_back((self.read, now));
            }
            self.read += size as u64;
        }
    }

    /// So many bytes more are verified.
    fn verify(&mut self, size: usize) {
        self.verified += size as u64;
        // The piece in which these bytes end may go on.
        let end = self.verified;
        while self.pieces.get(1).map_or(end == self.read, |(next, _)| *next <= end) && self.pieces.pop_front().is_some()
        {
        }
    }
}

impl Tap {
    /// The next bytes of what was read are sound, and there are these marks in them. The first of the heads has those times;
    /// the others had come with it.
    pub(super) fn verified(&self, inbound: &mut Inbound, bytes: &[u8], marks: &[Mark], first: HeadTimes) {
        let state = &mut *self.lock();
        if state.switched {
            return;
        }
        let mut head = first;
        let mut from = 0;
        for mark in marks {
            match *mark {
                Mark::Head(at) => {
                    state.pass(inbound, &bytes[from..at]);
                    from = at;
                    state.flight();
                    let waits = state.flights.len() > 1;
                    let flight = state.flight();
                    flight.waits = waits;
                    flight.asked = asked(&flight.request.bytes);
                    flight.head = Some(head);
                    head.first_byte = first.complete;
                }
                Mark::End(at) => {
                    state.pass(inbound, &bytes[from..at]);
                    from = at;
                    state.flight().request.ended = true;
                    state.in_message = false;
                    state.land();
                }
            }
        }
        state.pass(inbound, &bytes[from..]);
    }

    /// The exchange of the next request that reaches the service, and when its head came.
    pub(super) fn claim(self: &Arc<Self>) -> Option<(Claim, HeadTimes)> {
        let state = &mut *self.lock();
        let index = usize::try_from(state.claimed.checked_sub(state.first)?).ok()?;
        let flight = state.flights.get(index)?;
        let mut head = flight.head?;
        if flight.waits {
            head.turn = Instant::now();
        }
        let number = state.claimed;
        state.claimed += 1;
        Some((Claim(Place::Http1(Arc::clone(self), number)), head))
    }

    fn record(&self, number: u64, taker: Taker) {
        let mut state = self.lock();
        let index = number.checked_sub(state.first);
        let flight = index.and_then(|index| state.flights.get_mut(usize::try_from(index).ok()?));
        if let Some(flight) = flight
            && matches!(flight.wanted, Wanted::Open)
        {
            flight.wanted = Wanted::By(taker);
        }
    }

    /// What has been kept so far of the request of that exchange.
    fn request(&self, number: u64) -> Option<Vec<u8>> {
        let state = self.lock();
        let index = usize::try_from(number.checked_sub(state.first)?).ok()?;
        state.flights.get(index).map(|flight| flight.request.bytes.clone())
    }

    /// So many bytes from the front of `slices` were written just now; when that was, if somebody wants to know.
    pub(super) fn wrote(&self, slices: &[IoSlice<'_>], mut written: usize) -> Option<Instant> {
        let state = &mut *self.lock();
        let mut now = None;
        for slice in slices {
            let here = written.min(slice.len());
            written -= here;
            state.write(&slice[..here], &mut now);
        }
        now
    }

    /// The connection is over.
    pub(super) fn close(&self) {
        let state = &mut *self.lock();
        for mut flight in std::mem::take(&mut state.flights) {
            flight.hand_over(state.first);
            state.first += 1;
        }
        state.switched = true;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Whatever panicked while it was held left tapes that are shorter than what passed, and nothing worse.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The exchange whose request is arriving.
    fn flight(&mut self) -> &mut Flight {
        if !self.in_message || self.flights.is_empty() {
            self.in_message = true;
            self.flights.push_back(self.spare.take().unwrap_or_default());
        }
        let last = self.flights.len() - 1;
        &mut self.flights[last]
    }

    /// The next verified bytes belong to the message that is arriving.
    fn pass(&mut self, inbound: &mut Inbound, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.flight();
        let unclaimed = self.first + self.flights.len() as u64 > self.claimed;
        let flight = self.flight();
        if unclaimed || !flight.is_unwanted() {
            let (start, begin) = (inbound.verified, flight.request.size);
            let end = start + bytes.len() as u64;
            flight.request.append(bytes);
            for (at, time) in inbound.pieces.iter().take_while(|(at, _)| *at < end) {
                flight.request.note(begin + at.saturating_sub(start), *time);
            }
        }
        inbound.verify(bytes.len());
    }

    /// The next bytes that were written. The clock is read only for someone who wants to know.
    fn write(&mut self, mut bytes: &[u8], now: &mut Option<Instant>) {
        while !bytes.is_empty() && !self.switched {
            // What was answered already and is still being read is over for this direction.
            let Some(flight) = self.flights.iter_mut().find(|flight| !flight.response.ended) else {
                return;
            };
            let (here, stand) = self.outbound.advance(bytes, flight.asked);
            if flight.is_unwanted() {
                flight.wanted = Wanted::No;
            } else {
                let at = *now.get_or_insert_with(Instant::now);
                flight.response.note(flight.response.size, at);
                flight.response.append(&bytes[..here]);
            }
            flight.response.ended = stand != Stand::Open;
            self.switched = stand == Stand::Switched;
            bytes = &bytes[here..];
            self.land();
        }
    }

    /// Takes away the exchanges at the front that are over.
    fn land(&mut self) {
        while let Some(flight) = self.flights.front()
            && flight.response.ended
            && (flight.request.ended || self.switched)
            && let Some(mut flight) = self.flights.pop_front()
        {
            if self.flights.is_empty() {
                self.in_message = false;
            }
            flight.hand_over(self.first);
            self.spare = Some(flight);
            self.first += 1;
        }
    }
}

impl Flight {
    fn is_unwanted(&self) -> bool {
        !matches!(self.wanted, Wanted::By(_))
    }

    /// Gives the recording to whoever wants it, and gets ready for another exchange.
    fn hand_over(&mut self, number: u64) {
        if let Wanted::By(taker) = std::mem::take(&mut self.wanted) {
            taker.take(Recording {
                request: &mut self.request,
                response: &mut self.response,
                number,
                tables: None,
            });
        }
        self.request.clear();
        self.response.clear();
        self.head = None;
        self.waits = false;
    }
}

/// What decides where the response ends; empty lines may stand before a request (RFC 9112, section 2.2).
fn asked(request: &[u8]) -> Asked {
    let request = request.trim_ascii_start();
    if request.starts_with(b"HEAD ") {
        Asked::Head
    } else if request.starts_with(b"CONNECT ") {
        Asked::Tunnel
    } else {
        Asked::Content
    }
}
