//! When a call is made again by itself (RFC 9110, section 9.2.2).
//!
//! Only what is idempotent is, because nobody knows how much of a failed request was carried out; and only what may be over in
//! a moment.

use exchange::{Exchange, FailureKind, Outcome, message::field};

/// How many times a call is made again.
const RETRIES: u32 = 2;
/// How long the first pause is, in milliseconds; each further one is three times as long.
const FIRST_PAUSE_MS: u32 = 200;
/// The longest that a server may make a page wait by Retry-After; beyond that the person decides.
const LONGEST_PAUSE_MS: u32 = 5_000;

/// A pause before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// How long it is, in milliseconds.
    pub ms: u32,
}

/// How long to wait before the next attempt, after `attempt` earlier ones (0 after the first); `None` where there is to be no
/// other.
#[must_use]
pub fn pause_before_next(method: &str, exchange: &Exchange, attempt: u32) -> Option<Pause> {
    if attempt >= RETRIES || !matches!(method, "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE") {
        return None;
    }
    let usual = FIRST_PAUSE_MS * 3_u32.pow(attempt);
    let ms = match &exchange.outcome {
        Outcome::Failure(failure) => match failure.kind {
            FailureKind::Network | FailureKind::ConnectionRefused | FailureKind::ConnectionClosed => usual,
            _ => return None,
        },
        Outcome::Response(response) => match response.status {
            502..=504 => match field(&response.fields, "retry-after").map(str::parse::<u32>) {
                Some(Ok(seconds)) => seconds.saturating_mul(1_000),
                Some(Err(_)) => return None,
                None => usual,
            },
            _ => return None,
        },
    };
    (ms <= LONGEST_PAUSE_MS).then_some(Pause { ms })
}

#[cfg(test)]
mod tests {
    use exchange::{Failure, Field, Origin, Request, Response, Timeline, Timestamp, Version};

    use super::*;

    fn exchange(outcome: Outcome) -> Exchange {
        Exchange {
            id: uuid::Uuid::nil(),
            origin: Origin::Browser,
            started_at: Timestamp::UNIX_EPOCH,
            request: Request {
                method: "GET".into(),
                target: "/".into(),
                url: None,
                version: Version::Unknown,
                fields: Vec::new(),
                body: None,
            },
            outcome,
            timeline: Timeline::default(),
            connection: None,
            previous: None,
        }
    }

    fn failed(kind: FailureKind) -> Exchange {
        exchange(Outcome::Failure(Failure {
            phase: None,
            kind,
            detail: String::new(),
        }))
    }

    fn answered(status: u16, retry_after: Option<&str>) -> Exchange {
        let fields = retry_after
            .map(|value| Field::new("Retry-After", value))
            .into_iter()
            .collect();
        let version = Version::Unknown;
        exchange(Outcome::Response(Response {
            status,
            reason: None,
            version,
            fields,
            body: None,
            trailers: Vec::new(),
        }))
    }

    #[test]
    fn only_what_may_be_over_in_a_moment_is_asked_again() {
        for (method, exchange, attempt, ms) in [
            ("GET", failed(FailureKind::Network), 0, Some(200)),
            ("GET", failed(FailureKind::Network), 1, Some(600)),
            ("GET", failed(FailureKind::Network), 2, None),
            ("POST", failed(FailureKind::Network), 0, None),
            ("PATCH", answered(503, None), 0, None),
            ("PUT", failed(FailureKind::ConnectionRefused), 0, Some(200)),
            ("GET", failed(FailureKind::Aborted), 0, None),
            ("GET", failed(FailureKind::Timeout), 0, None),
            ("GET", failed(FailureKind::Cors), 0, None),
            ("GET", answered(200, None), 0, None),
            ("GET", answered(500, None), 0, None),
            ("GET", answered(503, None), 0, Some(200)),
            ("GET", answered(503, Some("2")), 0, Some(2_000)),
            ("GET", answered(503, Some("3600")), 0, None),
            ("GET", answered(503, Some("Wed, 21 Oct 2026 07:28:00 GMT")), 0, None),
        ] {
            let pause = pause_before_next(method, &exchange, attempt);
            assert_eq!(
                pause.map(|pause| pause.ms),
                ms,
                "{method} {:?} {attempt}",
                exchange.outcome
            );
        }
    }
}
