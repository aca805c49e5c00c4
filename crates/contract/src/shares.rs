//! Shares: read-only links to frozen copies of exchanges.
//!
//! A share is made of an exchange of the caller's workspace, and outlives it there. Whoever has its token reads the copy, without a
//! workspace; only the workspace that made it lists it and takes it back. What is no share, was taken back, has ended or is another
//! workspace's is not found, and the answer is the same for each.

use exchange::{Exchange, Timeline, Timestamp, Transcript};
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, Text},
    exchanges::ExchangePath,
};

/// How many days a share is kept.
pub const KEPT_DAYS: i64 = 30;

/// The most shares that a workspace can have.
pub const MOST_SHARES: u64 = 100;

/// Where the page of a share is, without its token.
pub const PAGE: &str = "/x/";

/// What may be said when an exchange is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShare {
    /// The phases as whoever sent the request measured them: those of the client and of the browser, each once at most. The
    /// server's own are in its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
}

/// A share, as the workspace that made it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// The secret in its link: 32 hexadecimal digits.
    pub token: String,
    /// The link, to a page that shows the exchange.
    pub url: String,
    /// The exchange that it is a copy of.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub exchange: Uuid,
    /// The method of its request.
    pub method: String,
    /// The target of its request, or the beginning of it.
    pub target: String,
    /// The status code of its response, if one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When it was shared.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub shared_at: Timestamp,
    /// Until when it is kept.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub kept_until: Timestamp,
}

/// The shares of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shares {
    /// The shares, the newest first.
    pub items: Vec<Share>,
}

/// The copy of an exchange, as whoever has the link sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedExchange {
    /// The exchange as the server recorded it. In the values of credentials and cookies an asterisk stands for each byte, and
    /// the client's address is left out.
    pub exchange: Exchange,
    /// The phases as whoever sent the request measured them, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// When it was shared.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub shared_at: Timestamp,
    /// Until when it is kept.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub kept_until: Timestamp,
}

/// `POST /v1/exchanges/{id}/share`: makes a read-only link to a frozen copy of an exchange.
#[derive(Clone, Copy, Debug)]
pub struct ShareExchange;

impl Endpoint for ShareExchange {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/v1/exchanges/{id}/share";
    const ID: &'static str = "shareExchange";
    const GROUP: Group = Group::Exchanges;
    const SUMMARY: &'static str = "Makes a read-only link to a frozen copy of an exchange, kept for 30 days";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::Forbidden,
        ProblemKind::NotFound,
        ProblemKind::Conflict,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
    ];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location"];
    type Path = ExchangePath;
    type Query = NoParameters;
    type Body = Option<Json<NewShare>>;
    type Response = Json<Share>;
}

/// `GET /v1/shares`: the shares of the workspace.
#[derive(Clone, Copy, Debug)]
pub struct ListShares;

/// The query of [`ListShares`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct SharesQuery {
    /// Only those of this exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = "uuid"))]
    pub exchange: Option<Uuid>,
}

impl Endpoint for ListShares {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/shares";
    const ID: &'static str = "listShares";
    const GROUP: Group = Group::Exchanges;
    const SUMMARY: &'static str = "The shares of the workspace, the newest first";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters, ProblemKind::Forbidden];
    type Path = NoParameters;
    type Query = SharesQuery;
    type Body = NoContent;
    type Response = Json<Shares>;
}

/// The path of what belongs to one share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct SharePath {
    /// Its token.
    pub token: String,
}

/// Writes the endpoints below one share, which differ in little.
macro_rules! endpoints {
    ($($(#[$doc:meta])* $name:ident: $method:ident $path:literal $id:literal $summary:literal $status:ident $response:ty;)+) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Endpoint for $name {
            const METHODS: &'static [Method] = &[Method::$method];
            const PATH: &'static str = $path;
            const ID: &'static str = $id;
            const GROUP: Group = Group::Exchanges;
            const SUMMARY: &'static str = $summary;
            const STATUS: StatusCode = StatusCode::$status;
            const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::Forbidden, ProblemKind::NotFound];
            type Path = SharePath;
            type Query = NoParameters;
            type Body = NoContent;
            type Response = $response;
        })+
    };
}

endpoints! {
    /// `GET /v1/shares/{token}`: the copy of the exchange.
    GetShare: GET "/v1/shares/{token}" "getShare" "A shared exchange" OK Json<SharedExchange>;
    /// `DELETE /v1/shares/{token}`: takes the link back. For the workspace that made it.
    DeleteShare: DELETE "/v1/shares/{token}" "deleteShare" "Takes a link back" NO_CONTENT NoContent;
    /// `GET /v1/shares/{token}/wire`: the bytes of both directions and what each of them is.
    GetSharedWire: GET "/v1/shares/{token}/wire" "getSharedWire" "The bytes of a shared exchange, and what each of them is" OK Json<Transcript>;
    /// `GET /v1/shares/{token}/har`: the exchange as an HTTP Archive, version 1.2.
    GetSharedHar: GET "/v1/shares/{token}/har" "getSharedHar" "A shared exchange as an HTTP Archive 1.2" OK Json<Value>;
    /// `GET /v1/shares/{token}/curl`: a command of curl that sends the request again.
    GetSharedCurl: GET "/v1/shares/{token}/curl" "getSharedCurl" "A command of curl that sends the request of a shared exchange again" OK Text;
    /// `GET /v1/shares/{token}/fetch`: a script for a page that sends the request again.
    GetSharedFetch: GET "/v1/shares/{token}/fetch" "getSharedFetch" "A script for a page that sends the request of a shared exchange again" OK Text;
}
