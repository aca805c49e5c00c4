//! `/api/messages`: what people say to each other in the rooms of a sandbox.
//!
//! All that happens in a sandbox is in one log, so a cursor is one and the same for the history, the poll and the event
//! stream.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, Limit, NoContent, NoParameters, RequestField},
    feeds::{self, Gap, WAIT},
};

/// The room that is meant where none is named.
pub const LOBBY: &str = "lobby";

/// The longest name of a room, in characters.
pub const MAX_ROOM: usize = 64;

/// The longest text of a message, in characters.
pub const MAX_TEXT: usize = 2_000;

/// The longest identifier that a client gives to a message, in bytes.
pub const MAX_MESSAGE_ID: usize = 64;

/// How many messages an answer has unless told.
pub const DEFAULT_MESSAGES: u64 = 50;

/// How many messages an answer has at most.
pub const MAX_MESSAGES: u64 = 100;

/// The limit of `limit`.
pub const MESSAGES_LIMIT: Limit = Limit::count("limit", 1, MAX_MESSAGES);

/// Somebody, as the others in a room see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// The user's number.
    pub id: i64,
    /// What they log in with beside their email, if they have such a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The user's name.
    pub name: String,
}

/// A message as it was said, without its place: this is the data of an event of kind `message`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// In which room.
    pub room: String,
    /// By whom.
    pub user: Person,
    /// What, as it was written; it is text, and not HTML.
    pub text: String,
    /// What the client that sent it calls it, if it gave it a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Where it stands: the place behind it.
    pub cursor: String,
    /// What was said, in which room and by whom.
    #[serde(flatten)]
    pub said: Said,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub sent_at: Timestamp,
}

/// A page of what was said in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Messages {
    /// The newest ones, or the newest before `before`; oldest first.
    pub messages: Vec<Message>,
    /// What to give as `after` to a poll or a stream to get what comes behind what is there now.
    pub cursor: String,
    /// What to give as `before` to get the page before this one, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
}

/// `GET /api/messages`: the newest messages.
#[derive(Clone, Copy, Debug)]
pub struct ListMessages;

/// The query of [`ListMessages`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct MessagesQuery {
    /// The room: 1 to 64 letters, digits, `_` and `-`; `lobby` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^[A-Za-z0-9_-]{1,64}$"))]
    pub room: Option<String>,
    /// How many at most; 50 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Only what comes before this cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

impl Endpoint for ListMessages {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/messages";
    const ID: &'static str = "list_messages";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The newest messages of a room, or those before a cursor";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    const LIMITS: &'static [Limit] = &[MESSAGES_LIMIT];
    type Path = NoParameters;
    type Query = MessagesQuery;
    type Body = NoContent;
    type Response = Json<Messages>;
}

/// What somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// In which room.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Za-z0-9_-]{1,64}$"))]
    pub room: String,
    /// What, 1 to 2000 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 2000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub text: String,
    /// A name of the client's own for it. With the same name, the same message of the same user is there once, however often it is
    /// sent, by whichever transport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[!-~]{1,64}$"))]
    pub id: Option<String>,
}

/// `POST /api/messages`: says something.
#[derive(Clone, Copy, Debug)]
pub struct PostMessage;

impl Endpoint for PostMessage {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/messages";
    const ID: &'static str = "post_message";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Says something in a room, to all who listen by whichever transport";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::Unauthorized,
        ProblemKind::NotFound,
        ProblemKind::Conflict,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox, RequestField::Authorization];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"room": "lobby", "text": "Good morning!"}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewMessage>;
    type Response = Json<Message>;
}

/// `GET /api/messages/poll`: what comes behind a cursor, when it comes.
#[derive(Clone, Copy, Debug)]
pub struct PollMessages;

/// The query of [`PollMessages`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct PollQuery {
    /// The room: 1 to 64 letters, digits, `_` and `-`; `lobby` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^[A-Za-z0-9_-]{1,64}$"))]
    pub room: Option<String>,
    /// Only what comes behind this cursor; `earliest` and `latest` are cursors too. Left out, it is `latest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many seconds to wait for something to come; 30 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<u64>,
    /// How many messages an answer has at most, 500 unless said; what is left comes with the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessages {
    /// What was missed before these, of whatever kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// In order; none where nothing came in time.
    pub messages: Vec<Message>,
    /// What to give as `after` next.
    pub cursor: String,
}

impl Endpoint for PollMessages {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/messages/poll";
    const ID: &'static str = "poll_messages";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Waits for messages behind a cursor (long polling)";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    const LIMITS: &'static [Limit] = &[feeds::LIMIT, WAIT];
    type Path = NoParameters;
    type Query = PollQuery;
    type Body = NoContent;
    type Response = Json<NewMessages>;
}
