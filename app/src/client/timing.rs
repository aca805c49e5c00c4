//! The browser's clocks, made into a timeline.
//!
//! Resource Timing (W3C) tells when the phases of a request were, or hides them; `Server-Timing` tells how long the server
//! worked, by the server's clock. [`timeline`] is a pure function of what they said, so that every case can be tested.

use exchange::{Connection, Interval, Phase, Reading, Span, Timeline, Version};

/// A moment, in milliseconds of the page's clock.
type Ms = f64;

/// What the browser said about one request. Its names are those of Resource Timing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceTiming {
    /// `domainLookupStart`
    pub domain_lookup_start: Ms,
    /// `domainLookupEnd`
    pub domain_lookup_end: Ms,
    /// `connectStart`
    pub connect_start: Ms,
    /// `secureConnectionStart`; 0 without TLS.
    pub secure_connection_start: Ms,
    /// `connectEnd`
    pub connect_end: Ms,
    /// `requestStart`; 0 where the browser hides the phases from a page of another origin.
    pub request_start: Ms,
    /// `responseStart`
    pub response_start: Ms,
    /// `responseEnd`
    pub response_end: Ms,
    /// `nextHopProtocol`: an ALPN identifier, or nothing where it is hidden.
    pub protocol: String,
    /// `encodedBodySize`
    pub encoded_body_size: u64,
    /// `decodedBodySize`
    pub decoded_body_size: u64,
    /// `serverTiming`: names and durations in milliseconds.
    pub server: Vec<(String, Ms)>,
}

/// Why a browser keeps what it measured from a page.
const HIDDEN: &str = "the browser hides it: the response is of another origin and has no Timing-Allow-Origin field";

/// What the page measured itself around its call of Fetch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Own {
    /// When it called.
    pub called: Ms,
    /// When it was handed the head of the response, if one came.
    pub head: Option<Ms>,
    /// When it had the last byte of the body, or gave up.
    pub end: Ms,
    /// What it then made of the body.
    pub parsing: Parsing,
}

/// What the page made of a body before it showed it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Parsing {
    /// Nothing of a response came.
    #[default]
    NoResponse,
    /// The response has no body.
    NoBody,
    /// Only the beginning of the body is kept, or it is no text.
    Kept,
    /// It became text, and where it is JSON, values.
    Done {
        /// When that was done. It began when the last byte was there.
        at: Ms,
    },
}

impl ResourceTiming {
    /// Whether the browser tells the phases.
    fn tells(&self) -> bool {
        self.request_start > 0.0
    }

    /// Why the sizes that it has are none; `None` where it tells them. A body of nothing has no size to be told.
    #[must_use]
    pub fn hides_sizes(&self) -> Option<&'static str> {
        match self.encoded_body_size {
            1.. => None,
            0 if self.tells() => Some("the browser does not tell it"),
            0 => Some(HIDDEN),
        }
    }

    /// Whether the request went over a connection that was open already.
    fn reused(&self) -> bool {
        self.connect_start >= self.connect_end
    }

    /// What it says about the connection.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        self.tells().then(|| Connection {
            protocol: Version::from_alpn(&self.protocol),
            client: None,
            server: None,
            reused: Some(self.reused()),
            tls: None,
        })
    }
}

/// The timeline of a request: the client's phases, then the server's, then the page's own.
#[must_use]
pub fn timeline(own: Own, resource: Option<&ResourceTiming>) -> Timeline {
    let mut spans = match resource {
        Some(resource) if resource.tells() => told(own, resource),
        Some(_) => hidden(own, HIDDEN),
        None => hidden(own, "the browser has no timing for this request"),
    };
    spans.extend(server(resource, own));
    spans.extend([
        Span {
            phase: Phase::Parse,
            reading: parse(own),
        },
        Span {
            phase: Phase::Render,
            reading: Reading::Unavailable {
                why: "it has not been shown yet".into(),
            },
        },
    ]);
    Timeline(spans)
}

/// When the page made text and values of the body. A browser's clock goes in steps, so that what is shorter seems to take no time.
fn parse(own: Own) -> Reading<Interval> {
    let why = match own.parsing {
        Parsing::Done { at } if at > own.end => return Reading::Measured(interval(own.called, own.end, at)),
        Parsing::Done { .. } => "it took less than a step of the browser's clock",
        Parsing::NoResponse => "it did not happen: nothing of a response came",
        Parsing::NoBody => "it did not happen: the response has no body",
        Parsing::Kept => "it did not happen: the body is no text, or too long to be kept whole",
    };
    Reading::Unavailable { why: why.into() }
}

/// When a page drew an exchange that began at `called`: from when it began to make the view, to the frame after the one that
/// painted it.
#[must_use]
pub fn render(called: Ms, began: Ms, painted: Ms) -> Reading<Interval> {
    Reading::Derived {
        value: interval(called, began, painted),
        how: "from when the page began to make the view to the start of the frame after the one that painted it, because a \
              browser does not tell the end of its painting"
            .into(),
    }
}

const CLIENT: [Phase; 7] = [
    Phase::Queue,
    Phase::Dns,
    Phase::Connect,
    Phase::Tls,
    Phase::Send,
    Phase::Wait,
    Phase::Receive,
];

fn told(own: Own, resource: &ResourceTiming) -> Vec<Span> {
    let measured = |start: Ms, end: Ms| Reading::Measured(interval(own.called, start, end));
    let unavailable = |why: &'static str| Reading::Unavailable { why: why.into() };
    let reused = resource.reused();
    let reading = |phase| match phase {
        // The wait for a turn begins when the page asks, a little before the browser starts its own account of the request.
        Phase::Queue if reused => measured(own.called, resource.request_start),
        Phase::Queue => measured(own.called, resource.domain_lookup_start),
        Phase::Dns | Phase::Connect | Phase::Tls if reused => {
            unavailable("it did not happen: the connection was open already")
        }
        Phase::Dns if resource.domain_lookup_end <= resource.domain_lookup_start => {
            unavailable("it did not happen: the host is an address, or its address was known")
        }
        Phase::Dns => measured(resource.domain_lookup_start, resource.domain_lookup_end),
        Phase::Connect if resource.secure_connection_start > 0.0 => {
            measured(resource.connect_start, resource.secure_connection_start)
        }
        Phase::Connect => measured(resource.connect_start, resource.connect_end),
        Phase::Tls if resource.secure_connection_start > 0.0 => {
            measured(resource.secure_connection_start, resource.connect_end)
        }
        Phase::Tls => unavailable("it did not happen: the connection is not encrypted"),
        Phase::Send => unavailable("browsers do not tell when a request was sent whole; it lies within the wait"),
        Phase::Wait => measured(resource.request_start, resource.response_start),
        _ => measured(resource.response_start, resource.response_end),
    };
    CLIENT
        .map(|phase| Span {
            phase,
            reading: reading(phase),
        })
        .into()
}

fn hidden(own: Own, why: &'static str) -> Vec<Span> {
    let reading = |phase| match (phase, own.head) {
        (Phase::Wait, Some(head)) => Reading::Derived {
            value: interval(own.called, own.called, head),
            how: "from the page's call to the head of the response, so it holds every phase before".into(),
        },
        (Phase::Receive, Some(head)) => Reading::Derived {
            value: interval(own.called, head, own.end),
            how: "from the head of the response to its last byte, as they were handed to the page".into(),
        },
        (Phase::Wait, None) => Reading::Derived {
            value: interval(own.called, own.called, own.end),
            how: "from the page's call to its failure, so it holds whatever phases there were".into(),
        },
        (Phase::Receive, None) => Reading::Unavailable {
            why: "it did not happen: nothing of a response came".into(),
        },
        _ => Reading::Unavailable { why: why.into() },
    };
    CLIENT
        .map(|phase| Span {
            phase,
            reading: reading(phase),
        })
        .into()
}

const SERVER: [Phase; 5] = [Phase::Read, Phase::Route, Phase::Handle, Phase::Store, Phase::Encode];

/// The server's phases, one after the other. Only their durations are known, so they are put into the middle of the wait: as
/// much of the way before them as behind them.
fn server(resource: Option<&ResourceTiming>, own: Own) -> Vec<Span> {
    let Some(resource) = resource.filter(|resource| resource.tells()) else {
        return Vec::new();
    };
    let known: Vec<(Phase, Ms)> = SERVER
        .into_iter()
        .filter_map(|phase| {
            let (_, duration) = resource.server.iter().find(|(name, _)| name == phase.name())?;
            Some((phase, duration.max(0.0)))
        })
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let total: Ms = known.iter().map(|(_, duration)| duration).sum();
    let wait = resource.response_start - resource.request_start;
    // Two clocks with different steps: the server's work may come out a little longer than the wait around it.
    let scale = if total > wait && total > 0.0 { wait / total } else { 1.0 };
    let mut at = resource.request_start + (wait - total * scale) / 2.0;
    let place = |(phase, duration): (Phase, Ms)| {
        let end = at + duration * scale;
        let value = interval(own.called, at, end);
        at = end;
        let how = "its duration is by the server's clock (Server-Timing); its place is the middle of the wait".into();
        Span {
            phase,
            reading: Reading::Derived { value, how },
        }
    };
    known.into_iter().map(place).collect()
}

/// Two moments as microseconds from the start.
fn interval(zero: Ms, start: Ms, end: Ms) -> Interval {
    let start_us = microseconds(start - zero);
    Interval {
        start_us,
        end_us: microseconds(end - zero).max(start_us),
    }
}

/// Whole microseconds; what lies before the start is at the start.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative is taken as zero; no page lives for 2^53 µs"
)]
fn microseconds(ms: Ms) -> u64 {
    (ms.max(0.0) * 1_000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> ResourceTiming {
        ResourceTiming {
            domain_lookup_start: 101.0,
            domain_lookup_end: 103.0,
            connect_start: 103.0,
            secure_connection_start: 104.0,
            connect_end: 106.0,
            request_start: 106.5,
            response_start: 116.5,
            response_end: 118.0,
            protocol: "h2".into(),
            server: vec![("handle".into(), 4.0), ("read".into(), 2.0), ("cache".into(), 9.0)],
            ..ResourceTiming::default()
        }
    }

    const OWN: Own = Own {
        called: 100.0,
        head: Some(117.0),
        end: 118.5,
        parsing: Parsing::NoBody,
    };

    fn us(timeline: &Timeline, phase: Phase) -> Option<(u64, u64)> {
        timeline
            .span(phase)?
            .reading
            .value()
            .map(|interval| (interval.start_us, interval.end_us))
    }

    #[test]
    fn a_fresh_connection_shows_every_phase() {
        let timeline = timeline(OWN, Some(&fresh()));
        for (phase, times) in [
            (Phase::Queue, Some((0, 1_000))),
            (Phase::Dns, Some((1_000, 3_000))),
            (Phase::Connect, Some((3_000, 4_000))),
            (Phase::Tls, Some((4_000, 6_000))),
            (Phase::Send, None),
            (Phase::Wait, Some((6_500, 16_500))),
            (Phase::Receive, Some((16_500, 18_000))),
        ] {
            assert_eq!(us(&timeline, phase), times, "{phase:?}");
        }
        assert_eq!(fresh().connection().unwrap().protocol, Version::Http2);
    }

    #[test]
    fn the_server_stands_in_the_middle_of_the_wait_in_its_order() {
        let timeline = timeline(OWN, Some(&fresh()));
        assert_eq!(us(&timeline, Phase::Read), Some((8_500, 10_500)));
        assert_eq!(us(&timeline, Phase::Handle), Some((10_500, 14_500)));
        assert!(matches!(
            timeline.span(Phase::Read).unwrap().reading,
            Reading::Derived { .. }
        ));
        assert_eq!(timeline.span(Phase::Store), None);
    }

    #[test]
    fn a_server_whose_clock_steps_coarser_stays_within_the_wait() {
        let resource = ResourceTiming {
            server: vec![("handle".into(), 20.0)],
            ..fresh()
        };
        assert_eq!(
            us(&timeline(OWN, Some(&resource)), Phase::Handle),
            Some((6_500, 16_500))
        );
    }

    #[test]
    fn on_a_reused_connection_nothing_is_connected() {
        let resource = ResourceTiming {
            domain_lookup_start: 100.5,
            domain_lookup_end: 100.5,
            connect_start: 100.5,
            connect_end: 100.5,
            secure_connection_start: 0.0,
            ..fresh()
        };
        let timeline = timeline(OWN, Some(&resource));
        assert_eq!(us(&timeline, Phase::Queue), Some((0, 6_500)));
        for phase in [Phase::Dns, Phase::Connect, Phase::Tls] {
            let note = timeline.span(phase).unwrap().reading.note();
            assert!(
                note.is_some_and(|note| note.contains("open already")),
                "{phase:?}: {note:?}"
            );
        }
        assert_eq!(resource.connection().unwrap().reused, Some(true));
    }

    #[test]
    fn what_is_hidden_is_no_zero() {
        let opaque = ResourceTiming {
            response_end: 118.0,
            ..ResourceTiming::default()
        };
        let timeline = timeline(OWN, Some(&opaque));
        for phase in [Phase::Queue, Phase::Dns, Phase::Connect, Phase::Tls, Phase::Send] {
            let note = timeline.span(phase).unwrap().reading.note();
            assert!(
                note.is_some_and(|note| note.contains("Timing-Allow-Origin")),
                "{phase:?}: {note:?}"
            );
        }
        assert_eq!(us(&timeline, Phase::Wait), Some((0, 17_000)));
        assert_eq!(us(&timeline, Phase::Receive), Some((17_000, 18_500)));
        assert_eq!(opaque.connection(), None);
    }

    #[test]
    fn a_failure_has_a_wait_and_nothing_received() {
        let timeline = timeline(
            Own {
                called: 5.0,
                head: None,
                end: 9.0,
                parsing: Parsing::NoResponse,
            },
            None,
        );
        assert_eq!(us(&timeline, Phase::Wait), Some((0, 4_000)));
        assert_eq!(us(&timeline, Phase::Receive), None);
    }

    #[test]
    fn parsing_is_measured_where_the_clock_can_tell() {
        let reading = |parsing| {
            let timeline = timeline(Own { parsing, ..OWN }, None);
            timeline.span(Phase::Parse).unwrap().reading.clone()
        };
        assert_eq!(
            reading(Parsing::Done { at: 120.0 }),
            Reading::Measured(Interval::between(18_500, 20_000))
        );
        for (parsing, words) in [
            (Parsing::Done { at: 118.5 }, "less than a step"),
            (Parsing::NoResponse, "nothing of a response"),
            (Parsing::NoBody, "no body"),
            (Parsing::Kept, "no text"),
        ] {
            let reading = reading(parsing);
            assert!(reading.note().is_some_and(|note| note.contains(words)), "{reading:?}");
            assert_eq!(reading.value(), None, "{parsing:?}");
        }
    }

    #[test]
    fn what_a_page_draws_is_timed_on_the_exchanges_clock() {
        let reading = render(100.0, 121.0, 137.5);
        assert_eq!(reading.value(), Some(&Interval::between(21_000, 37_500)));
        assert!(matches!(reading, Reading::Derived { .. }));
    }
}
