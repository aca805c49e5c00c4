//! How often somebody may try to log in.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use contract::{Problem, ProblemKind};
use http::{HeaderValue, header};
use moka::future::Cache;

use crate::problem::Rejection;

/// The time in which attempts are counted; it begins with the first.
const WINDOW: Duration = Duration::from_secs(60);

/// How many attempts may fail for one user, from one address.
const FAILURES_OF_A_USER: u32 = 10;

/// How many attempts may fail from one address: a class sits behind one.
const FAILURES_OF_AN_ADDRESS: u32 = 100;

/// How many windows are kept; each is gone after its time.
const WINDOWS: u64 = 100_000;

/// The attempts of the last minute.
#[derive(Debug)]
pub(in crate::shop) struct Attempts {
    windows: Cache<(IpAddr, Box<str>), Arc<Window>>,
}

#[derive(Debug)]
struct Window {
    since: Instant,
    failures: AtomicU32,
}

/// An attempt under way. It counts as failed until it succeeds, so that many at once cannot get past the limit.
pub(super) struct Attempt([Arc<Window>; 2]);

impl Default for Attempts {
    fn default() -> Self {
        let windows = Cache::builder().max_capacity(WINDOWS).time_to_live(WINDOW).build();
        Self { windows }
    }
}

impl Attempts {
    /// Lets an attempt be made, or refuses it.
    pub(super) async fn admit(&self, address: IpAddr, name: &str) -> Result<Attempt, Rejection> {
        let address = network(address);
        let of_user = self.window(address, name).await;
        let of_address = self.window(address, "").await;
        of_user.count(FAILURES_OF_A_USER)?;
        if let Err(refused) = of_address.count(FAILURES_OF_AN_ADDRESS) {
            of_user.failures.fetch_sub(1, Relaxed);
            return Err(refused);
        }
        Ok(Attempt([of_user, of_address]))
    }

    async fn window(&self, address: IpAddr, name: &str) -> Arc<Window> {
        let new = async {
            Arc::new(Window {
                since: Instant::now(),
                failures: AtomicU32::new(0),
            })
        };
        self.windows.get_with((address, name.into()), new).await
    }
}

impl Window {
    fn count(&self, most: u32) -> Result<(), Rejection> {
        if self.failures.fetch_add(1, Relaxed) < most {
            return Ok(());
        }
        self.failures.fetch_sub(1, Relaxed);
        let left = WINDOW.saturating_sub(self.since.elapsed()).as_secs() + 1;
        let problem = Problem::new(ProblemKind::TooManyRequests)
            .with_detail(format!("too many logins have failed; try again in {left} s"));
        Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from(left)))
    }
}

impl Attempt {
    pub(super) fn succeeded(self) {
        for window in self.0 {
            window.failures.fetch_sub(1, Relaxed);
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

    #[tokio::test]
    async fn failures_are_limited_and_successes_are_not() {
        let attempts = Attempts::default();
        let address = [192, 0, 2, 1].into();
        for _ in 0..50 {
            attempts.admit(address, "ada").await.unwrap().succeeded();
        }
        for _ in 0..FAILURES_OF_A_USER {
            attempts.admit(address, "ada").await.unwrap();
        }
        let refused = attempts.admit(address, "ada").await.err().unwrap();
        assert!(refused.fields.contains_key(header::RETRY_AFTER));
        assert!(attempts.admit(address, "grace").await.is_ok());
        assert!(attempts.admit([192, 0, 2, 2].into(), "ada").await.is_ok());
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
