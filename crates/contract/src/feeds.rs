//! `/v1/feeds/{topic}`: the event log, by long polling, as an event stream or over a WebSocket.
//!
//! A cursor is `<epoch>-<seq>`: the place behind the event with that number. Numbers are contiguous in a topic, and all three
//! transports give the same events, in the same order, with the same cursors.

use exchange::Timestamp;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, JsonOrEvents, Limit, NoContent},
};

/// How long a poll may wait, in seconds.
pub const MAX_WAIT: u64 = 30;

/// How many topics a request may read.
pub const MAX_TOPICS: usize = 16;

/// How many events an answer to a poll has at most.
pub const MAX_EVENTS: u64 = 500;

/// The limit of `limit`.
pub const LIMIT: Limit = Limit::count("limit", 1, MAX_EVENTS);

/// The limit of `wait`.
pub const WAIT: Limit = Limit::count("wait", 0, MAX_WAIT);

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// The place behind it: give this as `after` to get what comes next.
    pub cursor: String,
    /// Where it happened.
    pub topic: String,
    /// What kind of event it is.
    pub kind: String,
    /// When it was written down.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What there is to say of it, as its kind has it.
    pub data: Value,
}

/// Something that a reader has missed, because it is not there any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// Where.
    pub topic: String,
    /// Which events. Not there where nobody knows: the topic was removed since then, and begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// The place behind the gap, where reading goes on.
    pub cursor: String,
}

/// The events that a reader has missed, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Missing {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// What a poll gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Events {
    /// What was missed before these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// What is behind the cursor, in order; none where nothing came in time.
    pub events: Vec<Event>,
    /// What to give as `after` next.
    pub cursor: String,
}

/// The path of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct FeedPath {
    /// The topic, as `sandbox.` and the id of the sandbox; or up to 16 of them with commas between them. What reads several on one
    /// stream has a place in each: wherever a cursor stands, there is then one for each topic, in this order, with commas between
    /// them, but for the cursor of an event, which is that of its topic.
    pub topic: String,
}

/// The query of [`ReadFeed`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct FeedQuery {
    /// Only what comes behind this cursor; `earliest` and `latest` are cursors too, and may stand for those of all topics. Left out, it
    /// is `latest`. An event stream goes
    /// by Last-Event-ID before this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The same as Last-Event-ID, where a field cannot be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_event_id: Option<String>,
    /// How many seconds a poll waits for something to come; 30 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<u64>,
    /// How many events an answer to a poll has at most, 500 unless said: what is left comes with the next one. Of several topics, each
    /// has a share, of one event at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// `GET /v1/feeds/{topic}`
#[derive(Clone, Copy, Debug)]
pub struct ReadFeed;

impl Endpoint for ReadFeed {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/feeds/{topic}";
    const ID: &'static str = "read_feed";
    const GROUP: Group = Group::Feeds;
    const SUMMARY: &'static str = "The events of one or several topics: by long polling, as an event stream (Accept), or over a WebSocket (Upgrade)";
    const OTHER_ANSWERS: &'static [(&'static str, &'static str)] =
        &[("101", "To a WebSocket handshake: each event is a text message")];
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::BadRequest,
        ProblemKind::InvalidParameters,
        ProblemKind::Forbidden,
        ProblemKind::NotFound,
        ProblemKind::UpgradeRequired,
        ProblemKind::Unavailable,
    ];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    const LIMITS: &'static [Limit] = &[LIMIT, WAIT];
    type Path = FeedPath;
    type Query = FeedQuery;
    type Body = NoContent;
    type Response = JsonOrEvents<Events>;
}
