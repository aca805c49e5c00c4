//! Phases of an exchange, each with the provenance of its figures.
//!
//! A figure is measured, or derived from others, or it is not there and says why. That is in the types: [`Reading`] gives no
//! way to write a zero that means "hidden".

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// When everything happened, in the order in which whoever saw it lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timeline(pub Vec<Span>);

impl Timeline {
    /// The span of that phase.
    #[must_use]
    pub fn span(&self, phase: Phase) -> Option<&Span> {
        self.0.iter().find(|span| span.phase == phase)
    }

    /// The end of the last phase that has figures, in microseconds from the start.
    #[must_use]
    pub fn end_us(&self) -> u64 {
        self.0
            .iter()
            .filter_map(|span| span.reading.value())
            .map(|interval| interval.end_us)
            .max()
            .unwrap_or(0)
    }

    /// The end of the exchange itself, in microseconds from the start: of the last phase of its client, or where only its server
    /// tells of it, of the server. What a page makes of the response afterwards is no part of it.
    #[must_use]
    pub fn exchanged_us(&self) -> u64 {
        let end = |side| {
            let spans = self.0.iter().filter(move |span| span.phase.side() == side);
            spans
                .filter_map(|span| span.reading.value())
                .map(|interval| interval.end_us)
                .max()
        };
        end(Side::Client).or_else(|| end(Side::Server)).unwrap_or(0)
    }
}

/// One phase, and what is known of when it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which phase.
    pub phase: Phase,
    /// When it was, or why that is not known.
    pub reading: Reading<Interval>,
}

/// A part of the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Client: the request waits for its turn or for a free connection.
    Queue,
    /// Client: the name is resolved.
    Dns,
    /// Client: the transport connection is made.
    Connect,
    /// Client: TLS is agreed on.
    Tls,
    /// Client: the request is sent.
    Send,
    /// Client: everything is sent, nothing of the response is here yet.
    Wait,
    /// Client: the response arrives.
    Receive,
    /// Server: the request is read.
    Read,
    /// Server: the handler is found.
    Route,
    /// Server: the handler works.
    Handle,
    /// Server: the handler waits for the store.
    Store,
    /// Server: the representation is made and encoded.
    Encode,
    /// Server: the response is written.
    Write,
    /// Browser: the content is parsed.
    Parse,
    /// Browser: what came of it is drawn.
    Render,
}

impl Phase {
    /// The name that it has in `Server-Timing`, in JSON and in style sheets.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Receive => "receive",
            Self::Read => "read",
            Self::Route => "route",
            Self::Handle => "handle",
            Self::Store => "store",
            Self::Encode => "encode",
            Self::Write => "write",
            Self::Parse => "parse",
            Self::Render => "render",
        }
    }

    /// Who goes through it.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Queue | Self::Dns | Self::Connect | Self::Tls | Self::Send | Self::Wait | Self::Receive => {
                Side::Client
            }
            Self::Read | Self::Route | Self::Handle | Self::Store | Self::Encode | Self::Write => Side::Server,
            Self::Parse | Self::Render => Side::Browser,
        }
    }
}

/// Who goes through a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Whoever sends the request.
    Client,
    /// Whoever answers it.
    Server,
    /// The page that asked for it.
    Browser,
}

/// A stretch of time, in microseconds from the start of the exchange. It never ends before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// When it starts.
    pub start_us: u64,
    /// When it ends.
    pub end_us: u64,
}

impl Interval {
    /// The interval between two moments, in whichever order they are given.
    #[must_use]
    pub fn between(one: u64, other: u64) -> Self {
        Self {
            start_us: one.min(other),
            end_us: one.max(other),
        }
    }

    /// How long it is, in microseconds.
    #[must_use]
    pub const fn duration_us(self) -> u64 {
        self.end_us - self.start_us
    }
}

/// A figure with its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// A clock was read at the event itself.
    Measured(T),
    /// It follows from other figures.
    Derived {
        /// The figure.
        value: T,
        /// How it follows, for people.
        how: Cow<'static, str>,
    },
    /// There is no figure.
    Unavailable {
        /// Why not, for people.
        why: Cow<'static, str>,
    },
}

impl<T> Reading<T> {
    /// The figure, where there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Measured(value) | Self::Derived { value, .. } => Some(value),
            Self::Unavailable { .. } => None,
        }
    }

    /// How it was derived, or why it is not there.
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Measured(_) => None,
            Self::Derived { how: note, .. } | Self::Unavailable { why: note } => Some(note),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
enum Provenance {
    Measured,
    Derived,
    Unavailable,
}

/// The flat form that a span has in JSON; without provenance `unavailable`, it has a start and an end.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct Flat {
    phase: Phase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start_us: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_us: Option<u64>,
    provenance: Provenance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let provenance = match self.reading {
            Reading::Measured(_) => Provenance::Measured,
            Reading::Derived { .. } => Provenance::Derived,
            Reading::Unavailable { .. } => Provenance::Unavailable,
        };
        let interval = self.reading.value();
        Flat {
            phase: self.phase,
            start_us: interval.map(|interval| interval.start_us),
            end_us: interval.map(|interval| interval.end_us),
            provenance,
            why: self.reading.note().map(str::to_owned),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let flat = Flat::deserialize(deserializer)?;
        let interval = match (flat.start_us, flat.end_us) {
            (Some(start_us), Some(end_us)) if start_us <= end_us => Some(Interval { start_us, end_us }),
            (Some(_), Some(_)) => return Err(D::Error::custom("a phase ends before it starts")),
            (None, None) => None,
            _ => return Err(D::Error::custom("a phase has a start and an end, or neither")),
        };
        let why = flat.why.map(Cow::Owned);
        let reading = match (flat.provenance, interval) {
            (Provenance::Measured, Some(value)) => Reading::Measured(value),
            (Provenance::Derived, Some(value)) => Reading::Derived {
                value,
                how: why.unwrap_or_default(),
            },
            (Provenance::Unavailable, None) => Reading::Unavailable {
                why: why.unwrap_or_default(),
            },
            (Provenance::Unavailable, Some(_)) => return Err(D::Error::custom("what is unavailable has no figures")),
            (Provenance::Measured | Provenance::Derived, None) => {
                return Err(D::Error::missing_field("start_us"));
            }
        };
        Ok(Self {
            phase: flat.phase,
            reading,
        })
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{RefOr, Schema},
    };

    use super::{Flat, Span};

    impl PartialSchema for Span {
        fn schema() -> RefOr<Schema> {
            Flat::schema()
        }
    }

    impl ToSchema for Span {
        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            Flat::schemas(schemas);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_does_not_know() {
        let timeline = Timeline(vec![
            Span {
                phase: Phase::Dns,
                reading: Reading::Unavailable {
                    why: "hidden by the browser".into(),
                },
            },
            Span {
                phase: Phase::Wait,
                reading: Reading::Measured(Interval {
                    start_us: 10,
                    end_us: 250,
                }),
            },
        ]);
        assert_eq!(
            serde_json::to_string(&timeline).unwrap(),
            r#"[{"phase":"dns","provenance":"unavailable","why":"hidden by the browser"},{"phase":"wait","start_us":10,"end_us":250,"provenance":"measured"}]"#
        );
        assert_eq!(timeline.end_us(), 250);
    }

    #[test]
    fn an_exchange_ends_with_its_client_or_else_with_its_server() {
        let span = |phase, end_us| Span {
            phase,
            reading: Reading::Measured(Interval { start_us: 0, end_us }),
        };
        for (spans, exchanged, end) in [
            (vec![], 0, 0),
            (vec![(Phase::Handle, 7), (Phase::Write, 9)], 9, 9),
            (vec![(Phase::Write, 9), (Phase::Receive, 8), (Phase::Render, 30)], 8, 30),
        ] {
            let timeline = Timeline(spans.into_iter().map(|(phase, end)| span(phase, end)).collect());
            assert_eq!((timeline.exchanged_us(), timeline.end_us()), (exchanged, end));
        }
    }

    #[test]
    fn refuses_figures_that_cannot_be() {
        for (json, message) in [
            (
                r#"{"phase":"dns","start_us":0,"end_us":0,"provenance":"unavailable"}"#,
                "has no figures",
            ),
            (r#"{"phase":"dns","provenance":"measured"}"#, "start_us"),
            (
                r#"{"phase":"dns","start_us":5,"end_us":4,"provenance":"measured"}"#,
                "ends before it starts",
            ),
            (r#"{"phase":"dns","start_us":5,"provenance":"measured"}"#, "or neither"),
        ] {
            let error = serde_json::from_str::<Span>(json).unwrap_err().to_string();
            assert!(error.contains(message), "{json}: {error}");
        }
    }

    #[test]
    fn an_interval_never_runs_backwards() {
        assert_eq!(Interval::between(9, 4).duration_us(), 5);
    }
}
