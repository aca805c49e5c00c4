//! `/api/notifications`: what the shop has to say to whoever uses the sandbox.
//!
//! Each is also an event of kind `notification` in the sandbox's log, with a [`Notification`] as its data: once when it is sent, and
//! once more, with `read`, when it is read for the first time.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, RequestField},
};

/// How many notifications an answer has at most.
pub const MAX_NOTIFICATIONS: u64 = 100;

/// Something that the shop has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// A UUIDv7.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Uuid,
    /// What it is about, in a few words.
    pub title: String,
    /// What it says.
    pub message: String,
    /// Whether somebody has read it.
    pub read: bool,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Where it stands: the cursor of an answer that ends with it.
    pub cursor: String,
}

/// Some notifications, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notifications {
    /// Those behind the cursor, or without one the newest; at most 100.
    pub items: Vec<Notification>,
    /// How many of all have not been read.
    pub unread: u64,
    /// What to give as `after` to get what comes next.
    pub cursor: String,
    /// Where the log of the sandbox stood before these were read: whoever gives it to `/api/events` as `last_event_id`, or to any
    /// other transport of the log as `after`, misses nothing that has come or was read since. What was sent in between is in the list
    /// and comes as an event as well; its id tells that it is the same.
    pub events_cursor: String,
}

/// `GET /api/notifications`: what there is, or what is new.
#[derive(Clone, Copy, Debug)]
pub struct ListNotifications;

/// The query of [`ListNotifications`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct NotificationsQuery {
    /// Only what comes behind this cursor of an earlier answer; `earliest` and `latest` are cursors too. After a reset, a cursor
    /// from before it stands for `earliest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Endpoint for ListNotifications {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/notifications";
    const ID: &'static str = "list_notifications";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The sandbox's notifications, or those behind a cursor";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Cache-Control"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NotificationsQuery;
    type Body = NoContent;
    type Response = Json<Notifications>;
}

/// What a caller says of a notification that it sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNotification {
    /// What it is about, 1 to 200 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 200, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub title: String,
    /// What it says, 1 to 2000 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 2000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub message: String,
}

/// `POST /api/notifications`: one more notification.
#[derive(Clone, Copy, Debug)]
pub struct CreateNotification;

impl Endpoint for CreateNotification {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/notifications";
    const ID: &'static str = "create_notification";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Sends a notification to whoever uses the sandbox";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::NotFound,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
        ProblemKind::SandboxFull,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> =
        Some(r#"{"title": "On its way", "message": "Your order has left the house."}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewNotification>;
    type Response = Json<Notification>;
}

/// `POST /api/notifications/{id}/read`: somebody has read it.
#[derive(Clone, Copy, Debug)]
pub struct ReadNotification;

/// The path of what belongs to one notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct NotificationPath {
    /// The notification's id.
    #[cfg_attr(feature = "openapi", param(value_type = String))]
    pub id: Uuid,
}

impl Endpoint for ReadNotification {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/notifications/{id}/read";
    const ID: &'static str = "read_notification";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Marks a notification as read, which is an event as well; once more changes nothing";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::Unavailable];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    type Path = NotificationPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}
