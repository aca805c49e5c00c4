//! What a transport costs: bytes on the wire, what of them is not the messages, and how long a message takes; each with where it is
//! known from.

use std::borrow::Cow;

use exchange::Reading;

use crate::client::live::{Arrival, Transport};

/// How many points of the growth are kept; of twice as many, each second one goes.
const POINTS: usize = 240;

/// How many times are kept.
const TIMES: usize = 1_000;

/// The heads of one request and its response, in bytes, as the server has recorded them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heads {
    pub(super) request: u64,
    pub(super) response: u64,
}

/// What was counted of a transport.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// Requests and handshakes that have left.
    pub(super) requests: u64,
    /// Those that were answered: of the others nobody knows whether a byte of them travelled.
    answered: u64,
    /// Events that came.
    pub(super) messages: u64,
    /// Bytes of content, as the page counted them.
    content: u64,
    /// Bytes of the events in it.
    payload: u64,
    /// Bytes of the framing around the content, by its rules.
    framing: u64,
    /// For so many messages, so many answers and bytes of content and framing.
    growth: Vec<Point>,
    /// How long messages took that this page has sent, in microseconds; the latest last.
    times: Vec<u64>,
}

/// How far a transport was at a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    messages: u64,
    answered: u64,
    bytes: u64,
}

impl Figures {
    /// A request or a handshake has left.
    pub(super) const fn asked(&mut self) {
        self.requests += 1;
    }

    /// An answer began that goes on.
    pub(super) const fn opened(&mut self) {
        self.answered += 1;
    }

    /// Something came.
    pub(super) fn came(&mut self, transport: Transport, arrival: &Arrival) {
        self.content += arrival.content;
        self.answered += u64::from(transport == Transport::Poll);
        self.framing += match transport {
            // The content of an answer has its length in the head.
            Transport::Poll => 0,
            Transport::Stream => chunk(arrival.content),
            Transport::Socket => frame(arrival.content),
        };
        self.messages += arrival.events.len() as u64;
        self.payload += arrival.events.iter().map(|read| read.size).sum::<u64>();
        if !arrival.events.is_empty() {
            self.growth.push(Point {
                messages: self.messages,
                answered: self.answered,
                bytes: self.content + self.framing,
            });
            if self.growth.len() > 2 * POINTS {
                let mut is_kept = false;
                self.growth.retain(|_| {
                    is_kept = !is_kept;
                    is_kept
                });
            }
        }
    }

    /// A message that this page has sent took so many microseconds.
    pub(super) fn took(&mut self, us: u64) {
        if self.times.len() == TIMES {
            self.times.remove(0);
        }
        self.times.push(us);
    }

    /// How long messages took.
    pub(super) fn times(&self) -> &[u64] {
        &self.times
    }

    /// All bytes on the wire, as far as they are known.
    pub(super) fn bytes(&self, transport: Transport, heads: Option<Heads>) -> Reading<u64> {
        let counted = self.content + self.framing;
        known(transport, heads, counted + with_heads(transport, heads, self.answered))
    }

    /// How many bytes a message takes beside its own.
    pub(super) fn overhead(&self, transport: Transport, heads: Option<Heads>) -> Reading<u64> {
        if self.messages == 0 {
            return Reading::Unavailable {
                why: "nothing has come yet".into(),
            };
        }
        let all = self.content + self.framing + with_heads(transport, heads, self.answered);
        known(transport, heads, all.saturating_sub(self.payload) / self.messages)
    }

    /// The bytes for each number of messages, for a plot.
    pub(super) fn growth(&self, transport: Transport, heads: Option<Heads>) -> Vec<(u64, u64)> {
        let points = self.growth.iter();
        points
            .map(|point| {
                (
                    point.messages,
                    point.bytes + with_heads(transport, heads, point.answered),
                )
            })
            .collect()
    }
}

/// The bytes of all heads. Those of a handshake are not known.
fn with_heads(transport: Transport, heads: Option<Heads>, answered: u64) -> u64 {
    match (transport, heads) {
        (Transport::Socket, _) | (_, None) => 0,
        (_, Some(heads)) => answered * (heads.request + heads.response),
    }
}

/// A figure with where it is known from.
fn known(transport: Transport, heads: Option<Heads>, value: u64) -> Reading<u64> {
    let how: Cow<'static, str> = match (transport, heads) {
        (Transport::Socket, _) => {
            "messages counted by this page, and a frame header for each by the rules of RFC 6455; without the handshake and \
             the pings, which a browser does not show"
                .into()
        }
        (_, None) => {
            return Reading::Unavailable {
                why: "a browser does not show the bytes of a head, and the server has not recorded one yet".into(),
            };
        }
        (Transport::Poll, Some(heads)) => format!(
            "content counted by this page, and for each answered request heads of {} and {} bytes, which the server measured in a \
             poll of this page",
            heads.request, heads.response
        )
        .into(),
        (Transport::Stream, Some(heads)) => format!(
            "content counted by this page, its chunks by the rules of RFC 9112, and for each answered request heads of {} and {} bytes, \
             which the server measured in a poll of this page",
            heads.request, heads.response
        )
        .into(),
    };
    Reading::Derived { value, how }
}

/// What a chunk has beside its data: the size in hexadecimal digits, and two line ends (RFC 9112, section 7.1).
fn chunk(size: u64) -> u64 {
    let digits = u64::from(u64::BITS - size.max(1).leading_zeros()).div_ceil(4);
    digits + 4
}

/// The header of a frame from a server, which has no mask (RFC 6455, section 5.2).
const fn frame(size: u64) -> u64 {
    match size {
        0..=125 => 2,
        126..=65_535 => 4,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use contract::feeds::Event;
    use serde_json::Value;

    use super::*;
    use crate::client::live::Read;

    fn arrival(content: u64, sizes: &[u64]) -> Arrival {
        let read = |&size: &u64| Read {
            event: Event {
                cursor: "1-1".into(),
                topic: "t.x".into(),
                kind: "message".into(),
                at: exchange::Timestamp::UNIX_EPOCH,
                data: Value::Null,
            },
            size,
        };
        Arrival {
            content,
            events: sizes.iter().map(read).collect(),
            ..Arrival::default()
        }
    }

    const HEADS: Option<Heads> = Some(Heads {
        request: 400,
        response: 600,
    });

    #[test]
    fn framing_is_as_long_as_its_rules_say() {
        for (size, expected) in [(0, 5), (15, 5), (16, 6), (255, 6), (256, 7), (4_096, 8)] {
            assert_eq!(chunk(size), expected, "a chunk of {size}");
        }
        for (size, expected) in [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
            assert_eq!(frame(size), expected, "a frame of {size}");
        }
    }

    #[test]
    fn each_transport_has_its_own_overhead() {
        for (transport, content, bytes, overhead) in [
            (Transport::Poll, 240, 1_240, (1_240 - 200) / 2),
            (Transport::Stream, 300, 1_307, (1_307 - 200) / 2),
            (Transport::Socket, 200, 204, 2),
        ] {
            let mut figures = Figures::default();
            figures.asked();
            if transport != Transport::Poll {
                figures.opened();
            }
            figures.came(transport, &arrival(content, &[100, 100]));
            assert_eq!(figures.bytes(transport, HEADS).value(), Some(&bytes), "{transport:?}");
            assert_eq!(
                figures.overhead(transport, HEADS).value(),
                Some(&overhead),
                "{transport:?}"
            );
            assert_eq!(figures.growth(transport, HEADS), [(2, bytes)]);
        }
    }

    #[test]
    fn what_nobody_measured_is_no_figure() {
        let mut figures = Figures::default();
        assert!(figures.overhead(Transport::Socket, None).value().is_none());
        figures.came(Transport::Poll, &arrival(100, &[90]));
        assert!(figures.bytes(Transport::Poll, None).value().is_none());
        let note = figures.bytes(Transport::Socket, None);
        assert!(note.note().is_some_and(|note| note.contains("without the handshake")));
    }

    #[test]
    fn a_long_growth_is_thinned_out() {
        let mut figures = Figures::default();
        for _ in 0..5_000 {
            figures.came(Transport::Socket, &arrival(10, &[10]));
        }
        let growth = figures.growth(Transport::Socket, None);
        assert!((POINTS..=2 * POINTS).contains(&growth.len()), "{}", growth.len());
        assert_eq!(growth[0], (1, 12));
        assert!(growth.is_sorted());
    }
}
