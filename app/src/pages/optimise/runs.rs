//! What is measured of an exchange, and the runs of a pair.

use std::sync::Arc;

use contract::Problem;
use exchange::{Exchange, FailureKind, Outcome, Phase, Reading, Response, message::field};

use crate::{client::failure::title, inspector::problem_of};

/// One request, with what counts of it.
pub(super) struct Run {
    /// The exchange.
    pub(super) exchange: Arc<Exchange>,
    /// How many bytes the body of the response had as it travelled.
    pub(super) bytes: Reading<u64>,
    /// How many microseconds lay between the call and the end of the response.
    pub(super) us: Reading<u64>,
}

/// Why there is nothing to measure.
#[derive(Debug, PartialEq)]
pub(super) enum Stopped {
    /// Somebody cancelled it.
    Cancelled,
    /// The server refused.
    Problem(Problem),
    /// There is no answer that counts.
    Failed {
        /// What happened, in a few words.
        title: &'static str,
        /// What it means.
        explanation: String,
    },
}

/// The runs of a pair: those without the technique, and those with it.
#[derive(Default)]
pub(super) struct Measured(pub(super) [Vec<Run>; 2]);

impl Run {
    /// What counts of an exchange. `hidden` is why the browser does not tell how long its body was on the way, if it does not.
    pub(super) fn of(exchange: Exchange, hidden: Option<&'static str>) -> Result<Self, Stopped> {
        let response = match &exchange.outcome {
            Outcome::Response(response) => response,
            Outcome::Failure(failure) if failure.kind == FailureKind::Aborted => return Err(Stopped::Cancelled),
            Outcome::Failure(failure) => {
                return Err(Stopped::Failed {
                    title: title(failure.kind),
                    explanation: failure.detail.clone(),
                });
            }
        };
        if let Some(problem) = problem_of(response) {
            return Err(Stopped::Problem(problem));
        }
        if !matches!(response.status, 200..=299 | 304) {
            return Err(Stopped::Failed {
                title: "An answer that does not count",
                explanation: format!(
                    "The server answered {}, which is not what was asked for.",
                    response.status
                ),
            });
        }
        Ok(Self {
            bytes: bytes(response, hidden),
            us: end(&exchange),
            exchange: Arc::new(exchange),
        })
    }

    /// The response.
    pub(super) fn response(&self) -> Option<&Response> {
        self.exchange.outcome.response()
    }
}

/// How long the body was as it travelled. Without a body it is no unknown length, but none.
fn bytes(response: &Response, hidden: Option<&'static str>) -> Reading<u64> {
    match (&response.body, hidden) {
        (None, _) => Reading::Measured(0),
        (Some(body), None) => Reading::Measured(body.size),
        (Some(_), Some(why)) => Reading::Unavailable { why: why.into() },
    }
}

/// When the last byte of the response was there.
fn end(exchange: &Exchange) -> Reading<u64> {
    match exchange.timeline.span(Phase::Receive).map(|span| &span.reading) {
        Some(Reading::Measured(interval)) => Reading::Measured(interval.end_us),
        Some(Reading::Derived { value, how }) => Reading::Derived {
            value: value.end_us,
            how: how.clone(),
        },
        Some(Reading::Unavailable { why }) => Reading::Unavailable { why: why.clone() },
        None => Reading::Unavailable {
            why: "the browser has no timing for this request".into(),
        },
    }
}

impl Measured {
    /// A figure of each run, without and with; or why one is not there.
    pub(super) fn figures(&self, of: fn(&Run) -> &Reading<u64>) -> Result<[Vec<u64>; 2], String> {
        let side = |runs: &[Run]| {
            let figures = runs.iter().map(|run| match of(run) {
                Reading::Measured(value) | Reading::Derived { value, .. } => Ok(*value),
                Reading::Unavailable { why } => Err(why.to_string()),
            });
            figures.collect::<Result<Vec<_>, _>>()
        };
        Ok([side(&self.0[0])?, side(&self.0[1])?])
    }

    /// How the times were derived, where they were not measured.
    pub(super) fn derived(&self) -> Option<String> {
        let mut notes = self.0.iter().flatten().filter_map(|run| match &run.us {
            Reading::Derived { how, .. } => Some(how.to_string()),
            _ => None,
        });
        notes.next()
    }

    /// The latest exchange without the technique, and with it.
    pub(super) fn latest(&self) -> Option<[Arc<Exchange>; 2]> {
        let [without, with] = &self.0;
        Some([without.last()?.exchange.clone(), with.last()?.exchange.clone()])
    }
}

/// What tells an answer from the other of its pair: `200, coded with br`, `304`.
pub(super) fn answer(exchange: &Exchange) -> String {
    let Some(response) = exchange.outcome.response() else {
        return "none".to_owned();
    };
    match field(&response.fields, "content-encoding") {
        Some(coding) => format!("{}, coded with {coding}", response.status),
        None => response.status.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use exchange::{
        Body, Failure, Field, Interval, Origin, Request, Span, Timeline, Timestamp, Version, body::Preview,
    };
    use uuid::Uuid;

    use super::*;

    fn exchange(outcome: Outcome, receive: Reading<Interval>) -> Exchange {
        Exchange {
            id: Uuid::from_u128(1),
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
            timeline: Timeline(vec![Span {
                phase: Phase::Receive,
                reading: receive,
            }]),
            connection: None,
            previous: None,
        }
    }

    fn response(status: u16, media_type: &str, text: &str) -> Outcome {
        let body = Body {
            size: text.len() as u64,
            decoded_size: Some(1_000),
            media_type: Some(media_type.into()),
            truncated: false,
            preview: Preview::Text(text.into()),
            href: None,
        };
        Outcome::Response(Response {
            status,
            reason: None,
            version: Version::Unknown,
            fields: vec![
                Field::new("content-type", media_type),
                Field::new("content-encoding", "br"),
            ],
            body: (!text.is_empty()).then_some(body),
            trailers: Vec::new(),
        })
    }

    fn received() -> Reading<Interval> {
        Reading::Measured(Interval::between(4_000, 9_000))
    }

    #[test]
    fn the_body_counts_as_it_travelled_and_the_time_to_its_end() {
        let run = Run::of(exchange(response(200, "text/plain", "abc"), received()), None).unwrap();
        assert_eq!((run.bytes, run.us), (Reading::Measured(3), Reading::Measured(9_000)));
        assert_eq!(answer(&run.exchange), "200, coded with br");
    }

    #[test]
    fn no_body_is_no_bytes_and_a_hidden_length_no_zero() {
        let none = Run::of(exchange(response(304, "text/plain", ""), received()), Some("hidden")).unwrap();
        assert_eq!(none.bytes, Reading::Measured(0));
        let hidden = Run::of(exchange(response(200, "text/plain", "abc"), received()), Some("hidden")).unwrap();
        let measured = Measured([vec![none], vec![hidden]]);
        assert_eq!(measured.figures(|run| &run.bytes), Err("hidden".to_owned()));
        assert_eq!(measured.figures(|run| &run.us), Ok([vec![9_000], vec![9_000]]));
        assert_eq!(measured.derived(), None);
    }

    #[test]
    fn a_derived_time_says_how() {
        let derived = Reading::Derived {
            value: Interval::between(4, 8),
            how: "by the page".into(),
        };
        let run = Run::of(exchange(response(200, "text/plain", "abc"), derived), None).unwrap();
        let measured = Measured([vec![run], Vec::new()]);
        assert_eq!(measured.derived().as_deref(), Some("by the page"));
        assert!(measured.latest().is_none());
    }

    #[test]
    fn what_is_no_answer_stops_it() {
        let stopped = |outcome| Run::of(exchange(outcome, received()), None).err();
        let failure = |kind| {
            Outcome::Failure(Failure {
                phase: None,
                kind,
                detail: "why".into(),
            })
        };
        assert_eq!(stopped(failure(FailureKind::Aborted)), Some(Stopped::Cancelled));
        assert_eq!(
            stopped(failure(FailureKind::Network)),
            Some(Stopped::Failed {
                title: "No connection",
                explanation: "why".into()
            })
        );
        let problem = r#"{"type":"/problems/unavailable","title":"Not now","status":503}"#;
        assert!(matches!(
            stopped(response(503, contract::problem::PROBLEM_JSON, problem)),
            Some(Stopped::Problem(problem)) if problem.status == 503
        ));
        assert!(matches!(
            stopped(response(500, "text/plain", "oops")),
            Some(Stopped::Failed { explanation, .. }) if explanation.contains("500")
        ));
    }
}
