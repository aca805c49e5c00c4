//! `/api/users`: who shops there.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, Page, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, RequestField},
};

/// Somebody who shops. What they log in with is told to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Their number. Those of the pristine users count from 1, those that a sandbox adds from 1001.
    pub id: i64,
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

/// A user of whom only the fields that were asked for are there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SparseUser {
    /// Their number. Those of the pristine users count from 1, those that a sandbox adds from 1001.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// What they are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where they are written to; nobody else in the sandbox has the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `customer` or `admin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Since when the shop has known them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub created_at: Option<Timestamp>,
}

/// `GET /api/users`: one page of the users.
#[derive(Clone, Copy, Debug)]
pub struct ListUsers;

/// The query of [`ListUsers`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct UsersQuery {
    /// Which page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 9_007_199_254_740_991_u64))]
    pub page: Option<u64>,
    /// How many users a page has, 20 when missing; above 100 is taken as 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub per_page: Option<u64>,
    /// Only users whose name or email contains this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 200, pattern = r"^[^\x00]*$"))]
    pub q: Option<String>,
    /// Names of fields, parted by commas, most important first; `-` before a name sorts downwards: `role,-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = r"^(-?(id|name|email|created_at|role)(,-?(id|name|email|created_at|role))*)?$")
    )]
    pub sort: Option<String>,
    /// Names of the fields that each user is to have, parted by commas: `id,name,email,created_at,role`; all of them when
    /// missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = r"^((id|name|email|created_at|role)(,(id|name|email|created_at|role))*)?$")
    )]
    pub fields: Option<String>,
}

impl Endpoint for ListUsers {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/users";
    const ID: &'static str = "list_users";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One page of the users, searched and sorted";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Link", "ETag", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/api/users?per_page=5");
    type Path = NoParameters;
    type Query = UsersQuery;
    type Body = NoContent;
    type Response = Json<Page<SparseUser>>;
}

/// `GET /api/users/{id}`: one user.
#[derive(Clone, Copy, Debug)]
pub struct GetUser;

/// The path of what belongs to one user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct UserPath {
    /// The user's number.
    #[cfg_attr(feature = "openapi", param(example = 1))]
    pub id: i64,
}

/// The query of [`GetUser`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct UserQuery {
    /// Names of the fields that the user is to have, parted by commas: `id,name,email,created_at,role`; all of them when
    /// missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(pattern = r"^((id|name|email|created_at|role)(,(id|name|email|created_at|role))*)?$")
    )]
    pub fields: Option<String>,
}

impl Endpoint for GetUser {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/users/{id}";
    const ID: &'static str = "get_user";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One user, with the fields that are asked for";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Last-Modified", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    type Path = UserPath;
    type Query = UserQuery;
    type Body = NoContent;
    type Response = Json<SparseUser>;
}

/// What a caller says of a user that it adds.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// What they are called, 1 to 100 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 100, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub name: String,
    /// Where they are written to, at most 254 characters; nobody else in the sandbox may have the same, in any case.
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 254,
            pattern = r"^[^@\s\x00-\x1F\x7F-\x9F]+@[^@.\s\x00-\x1F\x7F-\x9F]+(\.[^@.\s\x00-\x1F\x7F-\x9F]+)+$"
        )
    )]
    pub email: String,
    /// What they log in with, 3 to 40 letters, digits, `.`, `_` or `-`; their email does as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[A-Za-z0-9._-]{3,40}$"))]
    pub username: Option<String>,
    /// 8 to 128 characters. Without one, they cannot log in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(write_only, min_length = 8, max_length = 128))]
    pub password: Option<String>,
    /// `customer` or `admin`; `customer` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^(customer|admin)$"))]
    pub role: Option<String>,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser")
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// `POST /api/users`: one more user.
#[derive(Clone, Copy, Debug)]
pub struct CreateUser;

impl Endpoint for CreateUser {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/users";
    const ID: &'static str = "create_user";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Adds a user to the sandbox; a taken email is a conflict";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = super::CREATE_PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location", "ETag", "Last-Modified", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"name": "Ada Lovelace", "email": "ada@example.org"}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewUser>;
    type Response = Json<User>;
}
