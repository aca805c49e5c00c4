//! One exchange as the server saw it, and what can be told of it.

use std::time::{Instant, SystemTime};

use exchange::{
    Arrival, Body, Connection, Exchange, Failure, FailureKind, Half, Interval, Origin, Outcome, Phase, Reading,
    Request, Response, Span, Timeline, Timestamp, Transcript, Version, connection::Tls, message::field,
};
use uuid::Uuid;
use wire::{End, Message};

use super::messages::Messages;
use crate::{
    clock::{Clock, Moments},
    listen::{Peer, Recording, Tape},
};

/// What a record takes in memory beside the bytes of its messages, roughly.
const OVERHEAD: usize = 1024;

/// What is kept of an exchange. What it means is worked out by whoever asks.
#[derive(Debug)]
pub struct Record {
    id: Uuid,
    started_at: SystemTime,
    /// By value: a count of those who know it would be changed for each record that goes, by whoever puts another in its place, and
    /// the connection has use for it at every request.
    peer: Peer,
    /// How many exchanges came before on the connection.
    number: u64,
    messages: Messages,
    times: Times,
}

/// When everything happened.
#[derive(Debug)]
struct Times {
    first_byte: Instant,
    /// When the head was complete.
    head: Instant,
    /// When the request's turn came. The moments count from there.
    turn: Instant,
    moments: Moments,
}

/// In microseconds from the first byte of the request.
impl Times {
    fn at(&self, moment: Instant) -> u64 {
        micros(moment.saturating_duration_since(self.first_byte).as_nanos())
    }

    /// So many nanoseconds after the request's turn came.
    fn after_turn(&self, nanoseconds: u64) -> u64 {
        self.at(self.turn) + micros(nanoseconds.into())
    }
}

fn micros(nanoseconds: u128) -> u64 {
    u64::try_from(nanoseconds / 1_000).unwrap_or(u64::MAX)
}

impl Record {
    /// The record of an exchange that has ended.
    #[must_use]
    pub fn new(id: Uuid, clock: &Clock, recording: Recording<'_>) -> Self {
        let arrival = clock.arrival();
        let turn = clock.started();
        Self {
            id,
            started_at: clock.first_byte_at(),
            peer: Peer::clone(&arrival.peer),
            number: recording.number,
            messages: recording.into(),
            times: Times {
                first_byte: arrival.head.map_or(turn, |head| head.first_byte.into_std()),
                head: arrival.head.map_or(turn, |head| head.complete.into_std()),
                turn,
                moments: clock.moments(),
            },
        }
    }

    /// The id of the exchange.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// How many bytes it takes to keep, roughly.
    #[must_use]
    pub fn size(&self) -> usize {
        OVERHEAD + self.messages.size()
    }

    /// The exchange.
    #[must_use]
    pub fn exchange(&self) -> Exchange {
        let request = self.request();
        let outcome = self.outcome(&request.method);
        Exchange {
            id: self.id,
            origin: Origin::Served,
            // A clock before year -9999 or after 9999 is set wrong.
            started_at: Timestamp::try_from(self.started_at).unwrap_or_default(),
            request,
            outcome,
            timeline: self.timeline(),
            connection: Some(self.connection()),
            previous: None,
        }
    }

    /// The exchange with the sizes of its bodies, and nothing of what is in them.
    #[must_use]
    pub fn summary(&self) -> Exchange {
        let mut exchange = self.exchange();
        let drop_preview = |body: &mut Option<Body>| {
            if let Some(body) = body {
                body.truncated = body.size > 0;
                body.preview = exchange::body::Preview::None;
            }
        };
        drop_preview(&mut exchange.request.body);
        if let Outcome::Response(response) = &mut exchange.outcome {
            drop_preview(&mut response.body);
        }
        exchange
    }

    /// Its bytes, and what each of them is.
    #[must_use]
    pub fn transcript(&self) -> Transcript {
        let [request, response] = self.messages.parts();
        Transcript {
            protocol: self.messages.protocol().to_owned(),
            request: self.half(&self.messages.request, request),
            response: self.half(&self.messages.response, response),
        }
    }

    /// The transcript as it may be passed on: without the values of credentials and cookies.
    #[must_use]
    pub fn redacted_transcript(&self) -> Transcript {
        let mut transcript = self.transcript();
        self.messages.redact(&mut transcript);
        transcript
    }

    fn half(&self, tape: &Tape, parts: Vec<exchange::Part>) -> Half {
        let arrivals = tape.arrivals.iter().map(|(offset, at)| Arrival {
            offset: *offset,
            at_us: self.times.at(at.into_std()),
        });
        Half {
            bytes: tape.bytes.clone(),
            size: tape.size,
            truncated: is_cut(tape),
            arrivals: arrivals.collect(),
            parts,
        }
    }

    fn request(&self) -> Request {
        let tape = &self.messages.request;
        // Only what has a sound head is claimed, so there always is one.
        let view = self.messages.request_view();
        let (method, target, message) =
            view.map_or_else(Default::default, |view| (view.method, view.target, Some(view.message)));
        let version = message.as_ref().map_or(Version::Unknown, |message| message.version);
        let (fields, body) = message.map_or_else(Default::default, |message| {
            let body = body(&message, tape);
            (message.fields, body)
        });
        Request {
            method,
            target,
            url: None,
            version,
            fields,
            body,
        }
    }

    fn outcome(&self, method: &str) -> Outcome {
        let tape = &self.messages.response;
        let view = self.messages.response_view(method).filter(|view| view.status > 0);
        let Some(view) = view else {
            return Outcome::Failure(Failure {
                phase: Some(if self.times.moments.handler_answered.is_some() {
                    Phase::Write
                } else {
                    Phase::Handle
                }),
                kind: FailureKind::ConnectionClosed,
                detail: "the connection was over before the response was written".to_owned(),
            });
        };
        Outcome::Response(Response {
            status: view.status,
            reason: view.reason,
            version: view.message.version,
            body: body(&view.message, tape),
            fields: view.message.fields,
            trailers: view.message.trailers,
        })
    }

    /// The phases in the order in which they begin. Store and Encode lie within Handle, which they are part of.
    fn timeline(&self) -> Timeline {
        let times = &self.times;
        let moments = &times.moments;
        let measured = |start, end| Reading::Measured(Interval::between(start, end));
        let unavailable = |why: &'static str| Reading::Unavailable { why: why.into() };
        let called = moments.handler_called.map(|at| times.after_turn(at));
        let answered = moments.handler_answered.map(|at| times.after_turn(at));
        let stretch = |stretch: Option<(u64, u64, u64)>, why: &'static str| match stretch {
            None => unavailable(why),
            Some((begin, end, spent)) => {
                let interval = Interval::between(times.after_turn(begin), times.after_turn(end));
                let between = (end - begin).saturating_sub(spent);
                if between < 1_000 {
                    Reading::Measured(interval)
                } else {
                    Reading::Derived {
                        value: interval,
                        how: format!(
                            "from the first to the last of several stretches, with {} µs of other work between them",
                            between / 1_000
                        )
                        .into(),
                    }
                }
            }
        };
        let spans = [
            (
                Phase::Read,
                match times.at(times.head) {
                    0 => unavailable("the head came in one piece, so its first and its last byte were read at once"),
                    head => measured(0, head),
                },
            ),
            (
                Phase::Route,
                called.map_or_else(
                    || unavailable("the request was answered before a handler was called"),
                    |called| self.route_phase(called),
                ),
            ),
            (
                Phase::Handle,
                called.zip(answered).map_or_else(
                    || unavailable("no handler gave a response"),
                    |(called, answered)| measured(called, answered),
                ),
            ),
            (
                Phase::Store,
                stretch(moments.store, "the handler did not ask the store"),
            ),
            (
                Phase::Encode,
                stretch(moments.encode, "the handler made no representation anew"),
            ),
            (Phase::Write, self.write_phase(answered)),
        ];
        Timeline(spans.map(|(phase, reading)| Span { phase, reading }).into())
    }
}

impl Record {
    fn connection(&self) -> Connection {
        let Peer { remote, local, tls } = &self.peer;
        Connection {
            protocol: self.messages.version(),
            client: Some(remote.to_string()),
            server: Some(local.to_string()),
            reused: Some(self.number > 0),
            tls: tls.as_ref().map(|tls| Tls {
                version: tls.version.clone(),
                cipher: tls.cipher.clone(),
                alpn: tls.alpn.clone(),
                chain: Vec::new(),
            }),
        }
    }

    /// From when the request's turn came to when its handler was called.
    fn route_phase(&self, called: u64) -> Reading<Interval> {
        let [head, turn] = [self.times.head, self.times.turn].map(|moment| self.times.at(moment));
        let value = Interval::between(turn, called);
        if turn == head {
            return Reading::Measured(value);
        }
        Reading::Derived {
            value,
            how: format!(
                "from when its turn came: the head had been there for {} µs before that, while requests before it on the connection \
                 were answered (RFC 9112, section 9.3.2)",
                turn - head
            )
            .into(),
        }
    }

    /// From when the handler had its response to the last write. An interim response may have been written before.
    fn write_phase(&self, answered: Option<u64>) -> Reading<Interval> {
        let response = &self.messages.response;
        let unavailable = |why: &'static str| Reading::Unavailable { why: why.into() };
        let Some(last) = response.last.map(|at| self.times.at(at.into_std())) else {
            return unavailable("nothing of the response was written");
        };
        let first = response
            .arrivals
            .first()
            .map_or(last, |(_, at)| self.times.at(at.into_std()));
        match answered {
            Some(answered) if answered <= last => Reading::Measured(Interval::between(answered, last)),
            Some(_) => unavailable("nothing of the final response was written before the connection ended"),
            None if first < last => Reading::Derived {
                value: Interval::between(first, last),
                how: "from the first write to the last, because no handler says when the response was there".into(),
            },
            None => unavailable("it was written at once, and no handler says when it was there"),
        }
    }
}

/// Whether only the beginning was kept.
fn is_cut(tape: &Tape) -> bool {
    (tape.bytes.len() as u64) < tape.size
}

/// What is known of where the bytes end. What the connection cut off is the message's fault, what we did not keep is not.
pub(super) fn end(tape: &Tape) -> End {
    if is_cut(tape) { End::Cut } else { End::Whole }
}

/// The body of a message, if it has one.
fn body(message: &Message, tape: &Tape) -> Option<Body> {
    if message.content.is_empty() && message.body.is_empty() {
        return None;
    }
    let media_type = field(&message.fields, "content-type").map(str::to_owned);
    let mut body = Body::whole(message.content.clone(), media_type);
    body.truncated = !message.whole;
    if is_cut(tape) {
        // With Content-Length the size is known all the same; with chunks it is what travelled, their sizes included.
        let declared = field(&message.fields, "content-length").and_then(|length| length.parse().ok());
        body.size = declared.unwrap_or(tape.size - message.body.start as u64);
        body.truncated = true;
    }
    Some(body)
}
