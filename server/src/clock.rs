//! The server's own clock for one request: what `Server-Timing` tells (W3C Server Timing; the phases are those of the design).
//!
//! The envelope starts a [`Clock`] and hands it to the handler with the request; whoever does something that is worth a phase
//! of its own tells it. The phases do not overlap: `handle` is the time in the handler less what it spent in the store and on
//! encoding.

use std::{
    convert::Infallible,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant, SystemTime},
};

use arrayvec::ArrayVec;
use axum::extract::FromRequestParts;
use http::{HeaderValue, request::Parts};

use crate::{
    listen::{Arrival, Peer},
    routes::RequestState,
};

/// What is measured of one request. All clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Marks>);

#[derive(Debug)]
struct Marks {
    arrival: Arrival,
    /// When the request's turn came: mostly when its head was complete. Where that is not known, when it came to the envelope.
    started: Instant,
    /// The same moment by the clock on the wall.
    started_at: SystemTime,
    /// Nanoseconds from `started`; 0 is not yet.
    handler_called: AtomicU64,
    handler_answered: AtomicU64,
    store: Stretch,
    encode: Stretch,
}

/// What was done in one go or several, in nanoseconds from `started`; an end of 0 is not yet.
#[derive(Debug, Default)]
struct Stretch {
    begin: AtomicU64,
    end: AtomicU64,
    spent: AtomicU64,
}

impl Stretch {
    fn add(&self, begin: u64, end: u64) {
        if self.end.swap(end, Relaxed) == 0 {
            self.begin.store(begin, Relaxed);
        }
        self.spent.fetch_add(end.saturating_sub(begin), Relaxed);
    }

    fn spent(&self) -> Option<u64> {
        (self.end.load(Relaxed) > 0).then(|| self.spent.load(Relaxed))
    }
}

/// The moments of a request, in nanoseconds from when its turn came. What has not happened is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// The handler was called.
    pub handler_called: Option<u64>,
    /// The handler gave its response.
    pub handler_answered: Option<u64>,
    /// From the first wait for the store to the end of the last, and how much of that was spent waiting.
    pub store: Option<(u64, u64, u64)>,
    /// From the first work on a representation to the end of the last, and how much of that was spent on it.
    pub encode: Option<(u64, u64, u64)>,
}

impl Clock {
    /// A clock for a request that came like that, just now.
    #[must_use]
    pub fn start(arrival: Arrival, now: SystemTime) -> Self {
        let started = arrival.head.map_or_else(Instant::now, |head| head.turn.into_std());
        Self(Arc::new(Marks {
            arrival,
            started,
            started_at: now,
            handler_called: AtomicU64::new(0),
            handler_answered: AtomicU64::new(0),
            store: Stretch::default(),
            encode: Stretch::default(),
        }))
    }

    /// The connection that the request came on.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.0.arrival.peer
    }

    /// The handler is found and is called now.
    pub fn handler_called(&self) {
        self.0.handler_called.store(self.now(), Relaxed);
    }

    /// The handler has given its response, now. Returns how long it took.
    pub fn handler_answered(&self) -> Duration {
        let now = self.now();
        self.0.handler_answered.store(now, Relaxed);
        Duration::from_nanos(now.saturating_sub(self.0.handler_called.load(Relaxed)))
    }

    /// Nanoseconds from the start, never 0.
    fn now(&self) -> u64 {
        nanoseconds(self.0.started.elapsed()).max(1)
    }

    /// Waits for the store, and counts how long.
    pub async fn store<F: Future>(&self, query: F) -> F::Output {
        let begin = self.now();
        let answer = query.await;
        self.0.store.add(begin, self.now());
        answer
    }

    /// Makes a representation, and counts how long.
    pub fn encode<T>(&self, make: impl FnOnce() -> T) -> T {
        let begin = self.now();
        let representation = make();
        self.0.encode.add(begin, self.now());
        representation
    }

    /// How the request came.
    #[must_use]
    pub fn arrival(&self) -> &Arrival {
        &self.0.arrival
    }

    /// When its turn came, or where that is not known, when it came to the envelope.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.0.started
    }

    /// When the first byte of the request came, by the clock on the wall.
    #[must_use]
    pub fn first_byte_at(&self) -> SystemTime {
        let marks = &*self.0;
        let before = marks.arrival.head.map_or(Duration::ZERO, |head| {
            marks.started.saturating_duration_since(head.first_byte.into_std())
        });
        marks.started_at.checked_sub(before).unwrap_or(marks.started_at)
    }

    /// What has happened so far.
    #[must_use]
    pub fn moments(&self) -> Moments {
        let marks = &*self.0;
        let stretch = |stretch: &Stretch| {
            let spent = stretch.spent()?;
            Some((stretch.begin.load(Relaxed), stretch.end.load(Relaxed), spent))
        };
        Moments {
            handler_called: reached(&marks.handler_called),
            handler_answered: reached(&marks.handler_answered),
            store: stretch(&marks.store),
            encode: stretch(&marks.encode),
        }
    }

    /// How long ago the request began to be worked on.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// The value of the `Server-Timing` field, when the response's head is about to be written. A phase that did not happen
    /// is left out.
    #[must_use]
    pub fn server_timing(&self) -> HeaderValue {
        let marks = &*self.0;
        let called = reached(&marks.handler_called);
        let (store, encode) = (marks.store.spent(), marks.encode.spent());
        let handle = called.map(|called| {
            // Whoever asks before the handler has answered, or after it has panicked, is told how long it has been.
            let answered = reached(&marks.handler_answered).unwrap_or_else(|| self.now());
            answered
                .saturating_sub(called)
                .saturating_sub(store.unwrap_or(0))
                .saturating_sub(encode.unwrap_or(0))
        });
        let read = marks
            .arrival
            .head
            .map(|head| nanoseconds(head.complete - head.first_byte));
        let mut entries = Entries::new();
        add(&mut entries, b", read;dur=", read);
        add(&mut entries, b", route;dur=", called.or_else(|| Some(self.now())));
        add(&mut entries, b", handle;dur=", handle);
        add(&mut entries, b", store;dur=", store);
        add(&mut entries, b", encode;dur=", encode);
        value(&entries)
    }
}

/// The entries of the field while they are written, each behind the comma that separates it from the one before. There is room
/// for five phases of any length.
type Entries = ArrayVec<u8, 192>;

/// Adds an entry: what stands before the duration, and that in milliseconds with three decimals. In few pieces and not with
/// `write!`, which takes several times as long, on every response.
fn add(entries: &mut Entries, before: &[u8], nanoseconds: Option<u64>) {
    let Some(nanoseconds) = nanoseconds else { return };
    let microseconds = nanoseconds.saturating_add(500) / 1_000;
    let (milliseconds, decimals) = (microseconds / 1_000, microseconds % 1_000);
    let digit = |number: u64| b"0123456789"[(number % 10) as usize];
    let mut write = |piece: &[u8]| {
        entries.try_extend_from_slice(piece).expect(
            "the longest number of milliseconds has fourteen digits, and 192 bytes are enough for five of them",
        );
    };
    write(before);
    if milliseconds < 10 {
        write(&[digit(milliseconds)]);
    } else {
        write(itoa::Buffer::new().format(milliseconds).as_bytes());
    }
    write(&[b'.', digit(decimals / 100), digit(decimals / 10), digit(decimals)]);
}

/// The value of the field. There always is an entry, that of the route.
fn value(entries: &[u8]) -> HeaderValue {
    let entries = entries.strip_prefix(b", ").unwrap_or(entries);
    HeaderValue::from_bytes(entries).unwrap_or(HeaderValue::from_static("route"))
}

/// The moment of a mark, if it has been reached.
fn reached(mark: &AtomicU64) -> Option<u64> {
    Some(mark.load(Relaxed)).filter(|at| *at > 0)
}

/// Whole nanoseconds; 584 years fit.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl FromRequestParts<RequestState> for Clock {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &RequestState) -> Result<Self, Infallible> {
        Ok(state.clock.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listen::HeadTimes;

    fn clock(head: Option<HeadTimes>) -> Clock {
        let address = ([127, 0, 0, 1], 80).into();
        let peer = Peer {
            remote: address,
            local: address,
            tls: None,
        };
        let arrival = Arrival {
            peer: Arc::new(peer),
            head,
            claim: None,
        };
        Clock::start(arrival, SystemTime::now())
    }

    fn written(nanoseconds: u64) -> HeaderValue {
        let mut entries = Entries::new();
        add(&mut entries, b", read;dur=", Some(nanoseconds));
        value(&entries)
    }

    #[test]
    fn durations_have_three_decimals() {
        for (nanoseconds, text) in [
            (0, "read;dur=0.000"),
            (499, "read;dur=0.000"),
            (1_500, "read;dur=0.002"),
            (12_345_678, "read;dur=12.346"),
            (2_000_000_000, "read;dur=2000.000"),
        ] {
            assert_eq!(written(nanoseconds), text);
        }
    }

    #[test]
    fn a_phase_that_did_not_happen_is_not_told() {
        let clock = clock(None);
        let value = clock.server_timing();
        assert!(value.to_str().unwrap().starts_with("route;dur="), "{value:?}");
        assert!(!value.to_str().unwrap().contains("handle"), "{value:?}");
    }

    #[tokio::test]
    async fn the_phases_of_a_handler_are_told_apart() {
        let first_byte = tokio::time::Instant::now();
        let clock = clock(Some(HeadTimes {
            first_byte,
            complete: first_byte + Duration::from_micros(42),
            turn: first_byte + Duration::from_micros(42),
        }));
        clock.handler_called();
        clock.store(tokio::task::yield_now()).await;
        clock.encode(|| serde_json::json!({}).to_string());
        let value = clock.server_timing();
        let names: Vec<&str> = value
            .to_str()
            .unwrap()
            .split(", ")
            .filter_map(|entry| entry.split(';').next())
            .collect();
        assert_eq!(names, ["read", "route", "handle", "store", "encode"]);
    }
}
