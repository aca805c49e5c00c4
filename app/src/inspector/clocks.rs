//! Two accounts of one exchange, the client's and the server's, on one clock.
//!
//! The two clocks are never compared, because nothing says how far they are apart. But the request reached the server after the
//! client had begun to send it, and the response left the server before the client had all of it: so the server's account lies
//! somewhere between, and how far it could be moved within that is how little is known of its place.

use exchange::{Interval, Phase, Reading, Span, Timeline, timeline::Side};

/// An exchange on the client's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Joined {
    /// The client's phases, then the server's, then the page's.
    pub(super) timeline: Timeline,
    /// By so many microseconds the server's phases may lie earlier or later; nothing where there are none.
    pub(super) uncertainty_us: Option<u64>,
}

/// Puts the server's account, if there is one, on the clock of the client's.
pub(super) fn join(client: &Timeline, server: Option<&Timeline>) -> Joined {
    let placed = server.and_then(|server| Some((place(client, server)?, server)));
    let Some(((offset, uncertainty), server)) = placed else {
        return Joined {
            timeline: client.clone(),
            uncertainty_us: guessed(client),
        };
    };
    let of = |side| client.0.iter().filter(move |span| span.phase.side() == side).cloned();
    let others = server.0.iter().map(|span| Span {
        phase: span.phase,
        reading: moved(&span.reading, offset),
    });
    Joined {
        timeline: Timeline(of(Side::Client).chain(others).chain(of(Side::Browser)).collect()),
        uncertainty_us: Some(uncertainty),
    }
}

/// Where the server's account begins on the client's clock, and how far from there it may be, both in microseconds.
fn place(client: &Timeline, server: &Timeline) -> Option<(u64, u64)> {
    let end = |timeline: &Timeline, phase| Some(timeline.span(phase)?.reading.value()?.end_us);
    let wait = client.span(Phase::Wait)?.reading.value()?;
    let earliest = wait.start_us;
    // What had been written when the handler had answered had not arrived before; nor had the last byte.
    let by_head = end(server, Phase::Handle).map(|answered| wait.end_us.saturating_sub(answered));
    let received = end(client, Phase::Receive).unwrap_or(wait.end_us);
    let by_end = end(server, Phase::Write).map(|written| received.saturating_sub(written));
    let latest = [by_head, by_end].into_iter().flatten().min()?;
    // Clocks with steps can contradict each other by a step or two.
    Some((earliest.midpoint(latest), earliest.abs_diff(latest).div_ceil(2)))
}

/// How far the server's phases may be moved that are placed in the middle of the wait, because only their durations are known.
fn guessed(client: &Timeline) -> Option<u64> {
    let wait = client.span(Phase::Wait)?.reading.value()?;
    let first = client.0.iter().find(|span| span.phase.side() == Side::Server)?;
    Some(first.reading.value()?.start_us.saturating_sub(wait.start_us))
}

fn moved(reading: &Reading<Interval>, offset: u64) -> Reading<Interval> {
    let by_offset = |interval: &Interval| Interval {
        start_us: interval.start_us + offset,
        end_us: interval.end_us + offset,
    };
    match reading {
        Reading::Measured(interval) => Reading::Measured(by_offset(interval)),
        Reading::Derived { value, how } => Reading::Derived {
            value: by_offset(value),
            how: how.clone(),
        },
        Reading::Unavailable { why } => Reading::Unavailable { why: why.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(spans: &[(Phase, u64, u64)]) -> Timeline {
        let span = |&(phase, start_us, end_us): &(Phase, u64, u64)| Span {
            phase,
            reading: Reading::Measured(Interval { start_us, end_us }),
        };
        Timeline(spans.iter().map(span).collect())
    }

    fn client() -> Timeline {
        timeline(&[
            (Phase::Queue, 0, 100),
            (Phase::Wait, 100, 1_100),
            (Phase::Receive, 1_100, 1_300),
            (Phase::Handle, 500, 700),
        ])
    }

    fn interval(joined: &Joined, phase: Phase) -> (u64, u64) {
        let interval = joined.timeline.span(phase).unwrap().reading.value().unwrap();
        (interval.start_us, interval.end_us)
    }

    #[test]
    fn the_servers_account_lies_in_the_middle_of_where_it_can_be() {
        let server = timeline(&[(Phase::Read, 0, 50), (Phase::Handle, 60, 400), (Phase::Write, 400, 420)]);
        let joined = join(&client(), Some(&server));
        // From 100, when the request left, to 700, from where 400 later the head of the response was there.
        assert_eq!(joined.uncertainty_us, Some(300));
        assert_eq!(interval(&joined, Phase::Read), (400, 450));
        assert_eq!(interval(&joined, Phase::Write), (800, 820));
        assert_eq!(interval(&joined, Phase::Wait), (100, 1_100));
    }

    #[test]
    fn the_last_byte_bounds_it_too() {
        let server = timeline(&[(Phase::Handle, 0, 10), (Phase::Write, 10, 1_190)]);
        let joined = join(&client(), Some(&server));
        assert_eq!(joined.uncertainty_us, Some(5));
        assert_eq!(interval(&joined, Phase::Write), (115, 1_295));
    }

    #[test]
    fn clocks_that_contradict_each_other_are_met_halfway() {
        let server = timeline(&[(Phase::Handle, 0, 1_010)]);
        let joined = join(&client(), Some(&server));
        assert_eq!(joined.uncertainty_us, Some(5));
        assert_eq!(interval(&joined, Phase::Handle), (95, 1_105));
    }

    #[test]
    fn without_an_account_of_the_servers_there_is_what_the_client_was_told() {
        assert_eq!(
            join(&client(), None),
            Joined {
                timeline: client(),
                uncertainty_us: Some(400)
            }
        );
        let alone = timeline(&[(Phase::Wait, 0, 10)]);
        assert_eq!(join(&alone, None).uncertainty_us, None);
        assert_eq!(join(&alone, Some(&Timeline::default())).timeline, alone);
    }
}
