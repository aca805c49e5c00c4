//! The tap of an HTTP/2 connection: what passes, exchange by exchange, with the time of every read and write.
//!
//! It lies right below hyper and follows the frames of both directions; a frame belongs to the exchange of its stream. What came
//! before the first request, the preface and the settings, belongs to the first exchange.
//!
//! A frame of the connection that comes later (WINDOW_UPDATE, PING, SETTINGS, GOAWAY) is no stream's, but what it says tells why an
//! exchange stood still or went on. So it is shown once, in an exchange that is under way when it comes: the one whose frame came
//! last in its direction, or else the newest. Where none is under way, it belongs to none, and nobody sees it.
//!
//! Field blocks run through a table in each
//! direction, because what they say depends on all blocks before them.
//!
//! hyper does not say which stream a request came on, but it calls the service in the order in which the streams were opened. So a
//! request's exchange is the oldest that has its method, its target and as many fields; older ones were refused below us, and are
//! skipped for good.
//!
//! As in HTTP/1.1 ([`super::tap`]), bytes are kept until the request has been looked at, and after that only for whoever wants them.

mod flight;
mod follow;
mod tapped;

use std::{
    collections::VecDeque,
    io::IoSlice,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::Request;
use tokio::time::Instant;
use wire::http2::frame::{ACK, END_HEADERS, FrameHeader, FrameType, HEADER_LENGTH};

pub(super) use self::tapped::Tapped;
use self::{
    flight::{Asked, Claimed, Flight, Half, Wanted},
    follow::{Follower, Step},
};
use super::{
    facts::HeadTimes,
    tap::{Claim, Taker},
};

/// So many exchanges of a connection are followed at a time: as many as there may be streams, and some that ended before anybody
/// looked at them.
const MOST_FLIGHTS: usize = 160;

/// A frame of the connection whose payload is longer than that is not shown. Those that are of any use are much shorter.
const MOST_ASIDE: usize = 1024;

/// `SETTINGS_HEADER_TABLE_SIZE` (RFC 9113, section 6.5.2).
const HEADER_TABLE_SIZE: [u8; 2] = [0, 1];

/// The tap of one connection.
#[derive(Debug)]
pub(super) struct Tap(Mutex<State>);

#[derive(Debug)]
struct State {
    inbound: Follower,
    outbound: Follower,
    /// What came before the first request, in both directions.
    opening: Option<(Half, Half)>,
    /// What is shown of a frame of the connection so far, in both directions. It comes to an exchange when it is whole, because the
    /// exchange may end before that, and would then seem to end with a broken frame.
    aside: [Vec<u8>; 2],
    /// The exchanges that are not over or not looked at, in the order of their streams.
    flights: VecDeque<Flight>,
    /// How many exchanges there have been.
    count: u64,
    /// The last stream that the client has opened.
    last: u32,
    /// Whether nothing is followed any more: the connection is over, or what passes cannot be understood.
    over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Inbound,
    Outbound,
}

/// Where the bytes of a frame go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    Opening,
    Stream(u32),
    /// The frame is one of the connection, and is put aside until it is whole.
    Aside,
    #[default]
    Nowhere,
}

impl Tap {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            inbound: Follower::of_client(),
            outbound: Follower::of_server(),
            opening: Some((Half::default(), Half::default())),
            aside: [Vec::new(), Vec::new()],
            flights: VecDeque::new(),
            count: 0,
            last: 0,
            over: false,
        }))
    }

    /// These bytes were read.
    pub(super) fn read(&self, bytes: &[u8]) {
        let state = &mut *self.lock();
        if !bytes.is_empty() && !state.over {
            state.follow(Direction::Inbound, bytes, Instant::now());
        }
    }

    /// So many bytes from the front of `slices` were written.
    pub(super) fn wrote(&self, slices: &[IoSlice<'_>], mut written: usize) {
        let state = &mut *self.lock();
        if state.over {
            return;
        }
        let now = Instant::now();
        for slice in slices {
            let here = written.min(slice.len());
            written -= here;
            state.follow(Direction::Outbound, &slice[..here], now);
        }
    }

    /// The exchange of the request that has reached the service, and when its fields came.
    pub(super) fn claim<B>(self: &Arc<Self>, request: &Request<B>) -> Option<(Claim, HeadTimes)> {
        let state = &mut *self.lock();
        let unclaimed = |flight: &Flight| flight.claimed == Claimed::Not;
        let index = state
            .flights
            .iter()
            .position(|flight| unclaimed(flight) && flight.asked.as_ref().is_some_and(|asked| asked.is(request)))?;
        for skipped in state.flights.range_mut(..index).filter(|flight| unclaimed(flight)) {
            skipped.claimed = Claimed::Skipped;
        }
        let flight = &mut state.flights[index];
        flight.claimed = Claimed::By;
        let claim = Claim::of_stream(Arc::clone(self), flight.stream);
        Some((claim, flight.head?))
    }

    /// Asks for the recording of the exchange on that stream.
    pub(super) fn record(&self, stream: u32, taker: Taker) {
        let state = &mut *self.lock();
        if let Some(flight) = state.flight(stream)
            && matches!(flight.wanted, Wanted::Open)
        {
            flight.wanted = Wanted::By(taker);
        }
        state.land();
    }

    /// The connection is over.
    pub(super) fn close(&self) {
        let state = &mut *self.lock();
        state.give_up();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Whatever panicked while it was held left tapes that are shorter than what passed, and nothing worse.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn flight(&mut self, stream: u32) -> Option<&mut Flight> {
        let index = self
            .flights
            .binary_search_by_key(&stream, |flight| flight.stream)
            .ok()?;
        self.flights.get_mut(index)
    }

    fn follower(&mut self, direction: Direction) -> &mut Follower {
        match direction {
            Direction::Inbound => &mut self.inbound,
            Direction::Outbound => &mut self.outbound,
        }
    }

    /// Where what belongs there is kept, if it is.
    fn half(&mut self, direction: Direction, place: Place) -> Option<&mut Half> {
        let (request, response) = match place {
            Place::Nowhere | Place::Aside => return None,
            Place::Opening => self.opening.as_mut().map(|(request, response)| (request, response))?,
            Place::Stream(stream) => {
                let flight = self.flight(stream).filter(|flight| flight.is_kept())?;
                (&mut flight.request, &mut flight.response)
            }
        };
        Some(match direction {
            Direction::Inbound => request,
            Direction::Outbound => response,
        })
    }

    /// The next bytes of a direction. They came at that time.
    fn follow(&mut self, direction: Direction, mut bytes: &[u8], now: Instant) {
        while !bytes.is_empty() && !self.over {
            let (step, length) = self.follower(direction).step(bytes, now);
            let here = &bytes[..length];
            bytes = &bytes[length..];
            match step {
                Step::Preface => self.keep(direction, Place::Opening, here, now),
                Step::PartOfHeader => {}
                Step::Header(header, octets, first) => {
                    let place = self.begin(direction, header, first);
                    self.follower(direction).place = place;
                    self.keep(direction, place, &octets, first);
                }
                Step::Payload => {
                    let place = self.follower(direction).place;
                    self.keep(direction, place, here, now);
                }
                Step::Broken => self.give_up(),
            }
            if let Some(header) = self.follower(direction).take_ended() {
                self.end(direction, header, now);
            }
        }
    }

    fn keep(&mut self, direction: Direction, place: Place, bytes: &[u8], now: Instant) {
        if place == Place::Aside {
            self.aside[direction as usize].extend_from_slice(bytes);
        } else if let Some(half) = self.half(direction, place) {
            half.append(bytes, now);
        }
    }

    /// A frame begins. Where does it belong?
    fn begin(&mut self, direction: Direction, header: FrameHeader, first: Instant) -> Place {
        let opens = direction == Direction::Inbound && header.kind == FrameType::Headers && header.stream > self.last;
        if opens {
            self.open(header.stream, first);
        }
        if let Some(flight) = self.flight(header.stream) {
            let begins = matches!(header.kind, FrameType::Headers | FrameType::Data | FrameType::RstStream);
            match direction {
                // Who wants the exchange has said so when the service was called.
                Direction::Inbound if flight.claimed != Claimed::Not => flight.settle(),
                Direction::Outbound if begins => {
                    // What is answered before the service has seen it, hyper has refused.
                    if flight.claimed == Claimed::Not {
                        flight.claimed = Claimed::Skipped;
                    }
                    flight.settle();
                }
                _ => {}
            }
            self.follower(direction).last = header.stream;
            return Place::Stream(header.stream);
        }
        if self.opening.is_some() {
            return Place::Opening;
        }
        if header.stream == 0 && header.length <= MOST_ASIDE && self.flights.iter().any(Flight::is_kept) {
            Place::Aside
        } else {
            Place::Nowhere
        }
    }

    /// A frame of the connection is whole: it comes to an exchange that is under way.
    fn come_in(&mut self, direction: Direction, header: FrameHeader, now: Instant) {
        let frame = std::mem::take(&mut self.aside[direction as usize]);
        // Of the frames of the connection this one is about a stream, and names it first (RFC 9218, section 7.1).
        let named = match (header.kind, frame.get(HEADER_LENGTH..).and_then(<[u8]>::first_chunk)) {
            (FrameType::PriorityUpdate, Some(stream)) => u32::from_be_bytes(*stream) & (u32::MAX >> 1),
            _ => self.follower(direction).last,
        };
        let is_under_way = |flight: &&mut Flight| {
            // What is written after a response is no part of the time that it took.
            let written = direction == Direction::Outbound && flight.response.tape.ended;
            flight.is_kept() && !flight.is_over() && !written
        };
        let mut under_way = self.flights.iter_mut().rev().filter(is_under_way);
        let newest = under_way.next();
        let found = match newest {
            Some(newest) if newest.stream == named => Some(newest),
            newest => under_way.find(|flight| flight.stream == named).or(newest),
        };
        if let Some(flight) = found {
            let half = match direction {
                Direction::Inbound => &mut flight.request,
                Direction::Outbound => &mut flight.response,
            };
            half.append(&frame, now);
        }
    }

    /// The client opens a stream.
    fn open(&mut self, stream: u32, first: Instant) {
        self.last = stream;
        let number = self.count;
        self.count += 1;
        let (request, response) = self.opening.take().unwrap_or_default();
        if self.flights.len() >= MOST_FLIGHTS {
            // One that has ended and was never looked at makes room; without one, this exchange is not followed.
            match self.flights.iter().position(Flight::is_over) {
                Some(index) => drop(self.flights.remove(index)),
                None => return,
            }
        }
        self.flights
            .push_back(Flight::new(stream, number, request, response, first));
    }

    /// A frame has ended.
    fn end(&mut self, direction: Direction, header: FrameHeader, now: Instant) {
        if self.follower(direction).place == Place::Aside {
            self.come_in(direction, header, now);
        }
        match header.kind {
            FrameType::Headers | FrameType::PushPromise | FrameType::Continuation if header.has(END_HEADERS) => {
                let read = self.fields(direction, header.stream, now);
                if !read {
                    return self.give_up();
                }
            }
            FrameType::Settings if !header.has(ACK) => self.settings(direction),
            FrameType::RstStream => {
                if let Some(flight) = self.flight(header.stream) {
                    flight.reset = true;
                }
            }
            _ => {}
        }
        let follower = self.follower(direction);
        if let Some(stream) = follower.take_ended_stream(header)
            && let Some(flight) = self.flight(stream)
        {
            match direction {
                Direction::Inbound => flight.request.tape.ended = true,
                Direction::Outbound => flight.response.tape.ended = true,
            }
        }
        self.land();
    }

    /// A field block has ended: the table runs over it. Whether it could be read.
    fn fields(&mut self, direction: Direction, stream: u32, now: Instant) -> bool {
        let follower = match direction {
            Direction::Inbound => &mut self.inbound,
            Direction::Outbound => &mut self.outbound,
        };
        let place = follower.place;
        let block = std::mem::take(&mut follower.block);
        let mut table = std::mem::take(&mut follower.table);
        if let Some(half) = self.half(direction, place) {
            half.note_table(&table);
        }
        let is_head =
            direction == Direction::Inbound && self.flight(stream).is_some_and(|flight| flight.head.is_none());
        let read = if is_head {
            Asked::read(&mut table, &block).map(Some)
        } else {
            table.decode(&block, |_| Ok(())).map(|()| None)
        };
        let follower = self.follower(direction);
        follower.table = table;
        follower.spare(block);
        match read {
            Ok(asked) => {
                if let Some(asked) = asked
                    && let Some(flight) = self.flight(stream)
                {
                    flight.asked = Some(asked);
                    flight.head = Some(HeadTimes {
                        first_byte: flight.first,
                        complete: now,
                        turn: now,
                    });
                }
                true
            }
            Err(_) => false,
        }
    }

    /// The settings of one side say how large the table of the other may become.
    fn settings(&mut self, direction: Direction) {
        let settings = std::mem::take(&mut self.follower(direction).block);
        let other = match direction {
            Direction::Inbound => &mut self.outbound,
            Direction::Outbound => &mut self.inbound,
        };
        for setting in settings
            .chunks_exact(6)
            .filter(|setting| setting[..2] == HEADER_TABLE_SIZE)
        {
            let value = setting[2..]
                .iter()
                .fold(0, |value, &octet| value << 8 | u32::from(octet));
            other.table.allow(value);
        }
        self.follower(direction).spare(settings);
    }

    /// Takes away the exchanges that are over, and gives each to whoever wants it.
    fn land(&mut self) {
        let mut index = 0;
        while let Some(flight) = self.flights.get(index) {
            // One that nobody has looked at may still be claimed.
            if flight.is_over() && flight.claimed != Claimed::Not {
                if let Some(flight) = self.flights.remove(index) {
                    flight.hand_over();
                }
            } else {
                index += 1;
            }
        }
    }

    /// Nothing is followed any more; what there is, is handed over.
    fn give_up(&mut self) {
        self.over = true;
        self.opening = None;
        for flight in std::mem::take(&mut self.flights) {
            flight.hand_over();
        }
    }
}
