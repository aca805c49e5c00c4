//! One HTTP exchange: what was asked, what came of it, and when everything happened.
//!
//! [`Exchange`] is the type in the middle of Roundtrip: everything makes, stores, moves or draws one. Its parts:
//!
//! - [`message`]: request and response, with their fields as they were sent
//! - [`body`]: what is known of a body without carrying all of it
//! - [`timeline`]: phases, each with the provenance of its figures
//! - [`connection`]: what the exchange travelled on
//! - [`transcript`]: the bytes themselves, with the time of each piece and the meaning of each part
//! - [`octets`]: bytes that are usually text
//!
//! This crate holds data and its JSON form. It does no I/O and builds for the browser.

pub mod body;
pub mod connection;
pub mod message;
pub mod octets;
pub mod timeline;
pub mod transcript;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use body::Body;
pub use connection::Connection;
/// A moment in UTC; RFC 3339 in JSON.
pub use jiff::Timestamp;
pub use message::{Failure, FailureKind, Field, Outcome, Request, Response, Version};
pub use octets::Octets;
pub use timeline::{Interval, Phase, Reading, Span, Timeline};
pub use transcript::{Arrival, Half, Part, Transcript};

/// One request, its outcome, and when everything happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exchange {
    /// A UUIDv7, so that exchanges sort by the time at which they began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// Who saw it.
    pub origin: Origin,
    /// When it began. Every time in `timeline` counts from here.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Timestamp,
    /// What was asked.
    pub request: Request,
    /// What came of it.
    pub outcome: Outcome,
    /// When everything happened.
    pub timeline: Timeline,
    /// What it travelled on, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
    /// The exchange whose redirect led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "uuid"))]
    pub previous: Option<Uuid>,
}

/// Who saw an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A page, through the browser's Fetch and Resource Timing.
    Browser,
    /// Our own instrumented client.
    Probe,
    /// Our server, as the one that answered.
    Served,
    /// Our server, on a URL that somebody made to catch requests.
    Captured,
}
