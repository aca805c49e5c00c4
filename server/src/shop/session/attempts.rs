//! How many logins may fail.
//!
//! A class sits behind one address and logs in as the same practice user, so failures are counted for each client: by the sandbox or the
//! workspace that it names, and only for those that name neither by their address. An attempt counts once it has failed.

use std::{net::IpAddr, time::Duration};

use contract::{Problem, ProblemKind};
use http::{HeaderValue, header};
use quick_cache::sync::Cache;
use tokio::time::Instant;

use crate::{listen::network, problem::Rejection, workspace::Workspace};

/// The time in which failures are counted; it begins with the first.
const WINDOW: Duration = Duration::from_secs(60);

/// How many logins of a client may fail for one user name.
const MOST_FAILURES: u32 = 10;

/// How many counts are kept; then those that are used least make room.
const COUNTS: usize = 100_000;

/// Who logs in, as far as can be told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// The sandbox of this id.
    Sandbox(Box<str>),
    /// A workspace.
    Workspace(Workspace),
    /// The network that an address belongs to.
    Network(IpAddr),
}

impl Client {
    /// A client that is known by its address alone.
    pub(super) fn at(address: IpAddr) -> Self {
        Self::Network(network(address))
    }
}

/// The failures of the last minute, by client and user name.
#[derive(Debug)]
pub(in crate::shop) struct Attempts(Cache<(Client, Box<str>), Count>);

/// How many logins have failed since the first of them.
#[derive(Clone, Copy, Debug)]
struct Count {
    since: Instant,
    failures: u32,
}

impl Default for Attempts {
    fn default() -> Self {
        Self(Cache::new(COUNTS))
    }
}

impl Attempts {
    /// Refuses an attempt when too many have failed: 429 with the seconds to wait.
    pub(super) fn check(&self, client: &Client, name: &str) -> Result<(), Rejection> {
        let Some(count) = self
            .recent(client, name)
            .filter(|count| count.failures >= MOST_FAILURES)
        else {
            return Ok(());
        };
        let left = WINDOW.saturating_sub(count.since.elapsed()).as_millis().div_ceil(1_000) as u64;
        let problem = Problem::new(ProblemKind::TooManyRequests).with_detail(format!(
            "{MOST_FAILURES} logins as this user have failed within a minute. Try again in {left} s."
        ));
        Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from(left)))
    }

    /// Counts an attempt that has failed.
    pub(super) fn failed(&self, client: Client, name: &str) {
        let count = self.recent(&client, name).unwrap_or(Count {
            since: Instant::now(),
            failures: 0,
        });
        let failures = count.failures + 1;
        // Of two at the same moment one may be lost, which lets a client try once more.
        self.0.insert((client, name.into()), Count { failures, ..count });
    }

    fn recent(&self, client: &Client, name: &str) -> Option<Count> {
        let count = self.0.get(&(client.clone(), name.into()))?;
        (count.since.elapsed() < WINDOW).then_some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(attempts: &Attempts, client: &Client, times: u32) {
        for _ in 0..times {
            attempts.check(client, "ada").unwrap();
            attempts.failed(client.clone(), "ada");
        }
    }

    #[test]
    fn failures_are_limited_by_client_and_user() {
        let attempts = Attempts::default();
        let client = Client::at([192, 0, 2, 1].into());
        fail(&attempts, &client, MOST_FAILURES);
        let refused = attempts.check(&client, "ada").unwrap_err();
        assert!(refused.fields.contains_key(header::RETRY_AFTER));
        assert!(attempts.check(&client, "grace").is_ok());
        for other in [
            Client::at([192, 0, 2, 2].into()),
            Client::Sandbox("s".into()),
            Client::Workspace(crate::workspace::Token::random().workspace()),
        ] {
            assert!(attempts.check(&other, "ada").is_ok(), "{other:?}");
        }
    }

    #[test]
    fn attempts_that_have_not_failed_are_not_limited() {
        let attempts = Attempts::default();
        let client = Client::at([192, 0, 2, 1].into());
        for _ in 0..100 {
            attempts.check(&client, "ada").unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_minute_the_count_begins_again() {
        let attempts = Attempts::default();
        let client = Client::at([192, 0, 2, 1].into());
        fail(&attempts, &client, MOST_FAILURES);
        let refused = attempts.check(&client, "ada").unwrap_err();
        assert_eq!(refused.fields[header::RETRY_AFTER], "60");
        tokio::time::advance(WINDOW).await;
        fail(&attempts, &client, MOST_FAILURES);
        attempts.check(&client, "ada").unwrap_err();
    }
}
