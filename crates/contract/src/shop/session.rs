//! `/login`, `/logout` and `/api/me`: who somebody says that they are.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, JsonOrForm, NoContent, NoParameters, RequestField},
};

/// What somebody logs in with.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    /// The user's name, or their email.
    pub username: String,
    /// Their password. That of `johndoe` and the four other pristine users is `secret123`.
    #[cfg_attr(feature = "openapi", schema(write_only))]
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// Somebody who is logged in, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Their number. Those of the pristine users count from 1, those that a sandbox adds from 1001.
    pub id: i64,
    /// What they log in with beside their email, if they have such a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// What they are called.
    pub name: String,
    /// Where they are written to; nobody else in the sandbox has the same.
    pub email: String,
    /// `customer` or `admin`.
    pub role: String,
    /// Since when the shop has known them.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// What a login gives to a program.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// What to send in `Authorization: Bearer`; the cookie `session` has the same.
    pub token: String,
    /// Until when it counts.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// Who has logged in.
    pub user: Account,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// `POST /login`: starts a session.
#[derive(Clone, Copy, Debug)]
pub struct Login;

impl Endpoint for Login {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/login";
    const ID: &'static str = "login";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Starts a session, which the cookie `session` and the token name";
    const OTHER_ANSWERS: &'static [(&'static str, &'static str)] =
        &[("303", "To a form: on to /practice, with the cookie")];
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::Unauthorized,
        ProblemKind::NotFound,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::TooManyRequests,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Set-Cookie", "Cache-Control"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"username": "johndoe", "password": "secret123"}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonOrForm<Credentials>;
    type Response = Json<Session>;
}

/// `POST /logout`: ends the session, if there is one.
#[derive(Clone, Copy, Debug)]
pub struct Logout;

impl Endpoint for Logout {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/logout";
    const ID: &'static str = "logout";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Ends the session, if there is one";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Authorization];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Set-Cookie"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}

/// `GET /api/me`: who is logged in.
#[derive(Clone, Copy, Debug)]
pub struct GetMe;

impl Endpoint for GetMe {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/me";
    const ID: &'static str = "get_me";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Who is logged in";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::Unauthorized, ProblemKind::NotFound];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox, RequestField::Authorization];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Account>;
}
