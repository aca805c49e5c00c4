//! How often somebody may try to log in.

use std::{
    convert::Infallible,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::{Problem, ProblemKind};
use http::{HeaderValue, header};
use quick_cache::sync::Cache;
use tokio::time::Instant;

use crate::problem::Rejection;

/// The time in which attempts are counted; it begins with the first.
const WINDOW: Duration = Duration::from_secs(60);

/// How many attempts may fail for one user, from one address.
const FAILURES_OF_A_USER: u32 = 10;

/// How many attempts may fail from one address: a class sits behind one.
const FAILURES_OF_AN_ADDRESS: u32 = 100;

/// How many windows are kept; then those that are used least make room.
const WINDOWS: usize = 100_000;

/// The attempts of the last minute.
#[derive(Debug)]
pub(in crate::shop) struct Attempts {
    windows: Cache<(IpAddr, Box<str>), Arc<Window>>,
}

/// What failed since the first attempt of a minute. After that minute it begins anew.
#[derive(Debug)]
struct Window(Mutex<Count>);

#[derive(Debug)]
struct Count {
    since: Instant,
    failures: u32,
}

/// An attempt under way. It counts as failed until it succeeds, so that many at once cannot get past the limit.
#[derive(Debug)]
pub(super) struct Attempt([Counted; 2]);

/// A failure in a window that began then.
#[derive(Debug)]
struct Counted {
    window: Arc<Window>,
    since: Instant,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            windows: Cache::new(WINDOWS),
        }
    }
}

impl Attempts {
    /// Lets an attempt be made, or refuses it.
    pub(super) fn admit(&self, address: IpAddr, name: &str) -> Result<Attempt, Rejection> {
        let address = network(address);
        let of_user = self.window(address, name).count(FAILURES_OF_A_USER)?;
        match self.window(address, "").count(FAILURES_OF_AN_ADDRESS) {
            Ok(of_address) => Ok(Attempt([of_user, of_address])),
            Err(refused) => {
                of_user.take_back();
                Err(refused)
            }
        }
    }

    fn window(&self, address: IpAddr, name: &str) -> Arc<Window> {
        let new = || {
            let since = Instant::now();
            Ok::<_, Infallible>(Arc::new(Window(Mutex::new(Count { since, failures: 0 }))))
        };
        let Ok(window) = self.windows.get_or_insert_with(&(address, name.into()), new);
        window
    }
}

impl Window {
    fn count(self: Arc<Self>, most: u32) -> Result<Counted, Rejection> {
        let mut count = self.lock();
        let age = count.since.elapsed();
        if age >= WINDOW {
            let since = Instant::now();
            *count = Count { since, failures: 0 };
        }
        if count.failures >= most {
            let left = WINDOW.saturating_sub(age).as_millis().div_ceil(1_000) as u64;
            let problem = Problem::new(ProblemKind::TooManyRequests)
                .with_detail(format!("too many logins have failed; try again in {left} s"));
            return Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from(left)));
        }
        count.failures += 1;
        let since = count.since;
        drop(count);
        Ok(Counted { window: self, since })
    }

    fn lock(&self) -> MutexGuard<'_, Count> {
        // A panic while it was held cannot have left it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    pub(super) fn succeeded(self) {
        self.0.into_iter().for_each(Counted::take_back);
    }
}

impl Counted {
    /// It was no failure. Where the window has begun anew, it is forgotten already.
    fn take_back(self) {
        let mut count = self.window.lock();
        if count.since == self.since {
            count.failures -= 1;
        }
    }
}

/// Who has an address of IPv6 has all of its last 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_limited_and_successes_are_not() {
        let attempts = Attempts::default();
        let address = [192, 0, 2, 1].into();
        for _ in 0..50 {
            attempts.admit(address, "ada").unwrap().succeeded();
        }
        for _ in 0..FAILURES_OF_A_USER {
            attempts.admit(address, "ada").unwrap();
        }
        let refused = attempts.admit(address, "ada").unwrap_err();
        assert!(refused.fields.contains_key(header::RETRY_AFTER));
        assert!(attempts.admit(address, "grace").is_ok());
        assert!(attempts.admit([192, 0, 2, 2].into(), "ada").is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_minute_they_are_counted_anew() {
        let attempts = Attempts::default();
        let admit = || attempts.admit([192, 0, 2, 1].into(), "ada");
        let slow = admit().unwrap();
        for _ in 1..FAILURES_OF_A_USER {
            admit().unwrap();
        }
        let refused = admit().unwrap_err();
        assert_eq!(refused.fields[header::RETRY_AFTER], "60");

        tokio::time::advance(WINDOW).await;
        for _ in 0..FAILURES_OF_A_USER {
            admit().unwrap();
        }
        // It belonged to the minute before, so nothing of this one is taken back.
        slow.succeeded();
        admit().unwrap_err();
    }

    #[test]
    fn addresses_of_one_network_count_together() {
        let rows = [
            ("2001:db8::1", "2001:db8::"),
            ("2001:db8::ffff:0:1", "2001:db8::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ];
        for (address, of) in rows {
            assert_eq!(
                network(address.parse().unwrap()),
                of.parse::<IpAddr>().unwrap(),
                "{address}"
            );
        }
    }
}
