//! `/api/events`: all that happens in a sandbox, as an event stream (HTML standard, server-sent events).

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, Raw, RequestField},
    toolbox::stream::EventStream,
};

/// What the first event of a stream, `connected`, says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connected {
    /// Where the stream begins: what comes is behind this.
    pub cursor: String,
    /// The sandbox whose events come. Not there where the request names none: then nothing ever comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<String>,
}

/// Where a stream goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
pub struct StreamFrom {
    /// The same as Last-Event-ID, where a field cannot be sent: the id of the last event that the client has. `earliest` and
    /// `latest` are cursors too. Left out, it is `latest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_event_id: Option<String>,
}

const PROBLEMS: &[ProblemKind] = &[
    ProblemKind::InvalidParameters,
    ProblemKind::NotFound,
    ProblemKind::Unavailable,
];

/// `GET /api/events`
#[derive(Clone, Copy, Debug)]
pub struct StreamEvents;

impl Endpoint for StreamEvents {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/events";
    const ID: &'static str = "stream_events";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str =
        "What happens in the sandbox as it happens: connected, then notification, message, report and gap";
    const PROBLEMS: &'static [ProblemKind] = PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    type Path = NoParameters;
    type Query = StreamFrom;
    type Body = NoContent;
    type Response = Raw<EventStream>;
}

/// `POST /api/events`: the same, for clients that have to send content.
#[derive(Clone, Copy, Debug)]
pub struct StreamEventsByPost;

impl Endpoint for StreamEventsByPost {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/events";
    const ID: &'static str = "stream_events_by_post";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The same stream, for clients that have to send content";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::MalformedJson,
        ProblemKind::NotFound,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    type Path = NoParameters;
    type Query = StreamFrom;
    type Body = Option<Json<StreamFrom>>;
    type Response = Raw<EventStream>;
}
