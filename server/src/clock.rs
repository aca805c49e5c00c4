//! The server's own clock for one request: what `Server-Timing` tells (W3C Server Timing; the phases are those of the design).
//!
//! The envelope starts a [`Clock`] and hands it to the handler as an extension; whoever does something that is worth a phase
//! of its own tells it. The phases do not overlap: `handle` is the time in the handler less what it spent in the store and on
//! encoding.

use std::{
    fmt::Write,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use axum::extract::FromRequestParts;
use http::{HeaderValue, request::Parts};

use crate::problem::Rejection;

/// What is measured of one request. All clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Marks>);

#[derive(Debug)]
struct Marks {
    /// When the head was complete, or where that is not known, when the request came to the envelope.
    started: Instant,
    read: Option<Duration>,
    /// Nanoseconds from `started`; 0 is not yet.
    handler_called: AtomicU64,
    store: AtomicU64,
    encode: AtomicU64,
}

impl Clock {
    /// A clock for a request whose head was read in `read` and was complete at `started`.
    #[must_use]
    pub fn start(started: Instant, read: Option<Duration>) -> Self {
        Self(Arc::new(Marks {
            started,
            read,
            handler_called: AtomicU64::new(0),
            store: AtomicU64::new(0),
            encode: AtomicU64::new(0),
        }))
    }

    /// The handler is found and is called now.
    pub fn handler_called(&self) {
        self.0
            .handler_called
            .store(nanoseconds(self.0.started.elapsed()).max(1), Relaxed);
    }

    /// Waits for the store, and counts how long.
    pub async fn store<F: Future>(&self, query: F) -> F::Output {
        let started = Instant::now();
        let answer = query.await;
        self.0.store.fetch_add(nanoseconds(started.elapsed()), Relaxed);
        answer
    }

    /// Makes a representation, and counts how long.
    pub fn encode<T>(&self, make: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let representation = make();
        self.0.encode.fetch_add(nanoseconds(started.elapsed()), Relaxed);
        representation
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
        let elapsed = nanoseconds(marks.started.elapsed());
        let called = match marks.handler_called.load(Relaxed) {
            0 => None,
            at => Some(at),
        };
        let (store, encode) = (marks.store.load(Relaxed), marks.encode.load(Relaxed));
        let handle = called.map(|at| elapsed.saturating_sub(at).saturating_sub(store).saturating_sub(encode));
        let mut value = String::with_capacity(96);
        entry(&mut value, "read", marks.read.map(nanoseconds));
        entry(&mut value, "route", Some(called.unwrap_or(elapsed)));
        entry(&mut value, "handle", handle);
        entry(&mut value, "store", (store > 0).then_some(store));
        entry(&mut value, "encode", (encode > 0).then_some(encode));
        HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("route"))
    }
}

/// Writes `name;dur=milliseconds` with three decimals; in integers, because formatting floats costs a microsecond.
fn entry(value: &mut String, name: &str, nanoseconds: Option<u64>) {
    let Some(nanoseconds) = nanoseconds else { return };
    let separator = if value.is_empty() { "" } else { ", " };
    let microseconds = (nanoseconds + 500) / 1_000;
    // Writing to a string cannot fail.
    let _ = write!(
        value,
        "{separator}{name};dur={}.{:03}",
        microseconds / 1_000,
        microseconds % 1_000
    );
}

/// Whole nanoseconds; 584 years fit.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl<S: Sync> FromRequestParts<S> for Clock {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Rejection::internal("the request came past the envelope"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(nanoseconds: u64) -> String {
        let mut value = String::new();
        entry(&mut value, "read", Some(nanoseconds));
        value
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
        let clock = Clock::start(Instant::now(), None);
        let value = clock.server_timing();
        assert!(value.to_str().unwrap().starts_with("route;dur="), "{value:?}");
        assert!(!value.to_str().unwrap().contains("handle"), "{value:?}");
    }

    #[tokio::test]
    async fn the_phases_of_a_handler_are_told_apart() {
        let clock = Clock::start(Instant::now(), Some(Duration::from_micros(42)));
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
