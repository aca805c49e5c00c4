//! What was recorded of the caller's own exchanges.
//!
//! They belong to a workspace, which is named by the cookie `workspace` or by its token in `Authorization: Bearer`. Nobody else
//! can read them: an exchange of another workspace is not found.

use exchange::{Exchange, Origin, Transcript};
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, Text},
};

/// The most exchanges that one answer can have; more than that is taken as this many.
pub const MAX_LIMIT: usize = 200;

/// How many exchanges an answer has when the request does not say.
pub const DEFAULT_LIMIT: usize = 50;

/// What every endpoint here may answer with.
const PROBLEMS: &[ProblemKind] = &[ProblemKind::Forbidden, ProblemKind::NotFound];

/// Where the caller's exchanges are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workspace {
    /// Whoever has it reads and deletes the exchanges, and has requests recorded that carry it in `Authorization: Bearer`.
    pub token: String,
}

/// `GET /v1/workspace`: the caller's workspace, which is made if there is none.
#[derive(Clone, Copy, Debug)]
pub struct GetWorkspace;

impl Endpoint for GetWorkspace {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/workspace";
    const ID: &'static str = "getWorkspace";
    const GROUP: Group = Group::Exchanges;
    const SUMMARY: &'static str = "The caller's workspace, which is made if there is none";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::Forbidden];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Workspace>;
}

/// `GET /v1/exchanges`: the exchanges of the workspace, the oldest first.
#[derive(Clone, Copy, Debug)]
pub struct ListExchanges;

/// The query of [`ListExchanges`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ExchangesQuery {
    /// Only those that were recorded after this cursor; without it, the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many: 50 when missing; more than 200 is taken as 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub limit: Option<usize>,
    /// Only those whose method, target, status or fields contain this text, whatever its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those that were seen by this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Origin>))]
    pub origin: Option<Origin>,
}

/// Some exchanges of a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exchanges {
    /// The exchanges, the oldest first, without the previews of their bodies.
    pub items: Vec<Exchange>,
    /// What to ask for next time, to read on from here.
    pub cursor: String,
}

impl Endpoint for ListExchanges {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/exchanges";
    const ID: &'static str = "listExchanges";
    const GROUP: Group = Group::Exchanges;
    const SUMMARY: &'static str = "The exchanges of the workspace, the oldest first";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters, ProblemKind::Forbidden];
    type Path = NoParameters;
    type Query = ExchangesQuery;
    type Body = NoContent;
    type Response = Json<Exchanges>;
}

/// `DELETE /v1/exchanges`: forgets all exchanges of the workspace.
#[derive(Clone, Copy, Debug)]
pub struct ClearExchanges;

impl Endpoint for ClearExchanges {
    const METHODS: &'static [Method] = &[Method::DELETE];
    const PATH: &'static str = "/v1/exchanges";
    const ID: &'static str = "clearExchanges";
    const GROUP: Group = Group::Exchanges;
    const SUMMARY: &'static str = "Forgets all exchanges of the workspace";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::Forbidden];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}

/// The path of what belongs to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ExchangePath {
    /// Its id, as `Exchange-Id` named it.
    #[cfg_attr(feature = "openapi", param(value_type = String, format = "uuid"))]
    pub id: Uuid,
}

/// Writes the endpoints below one exchange, which differ in little.
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
            const PROBLEMS: &'static [ProblemKind] = PROBLEMS;
            type Path = ExchangePath;
            type Query = NoParameters;
            type Body = NoContent;
            type Response = $response;
        })+
    };
}

endpoints! {
    /// `GET /v1/exchanges/{id}`: one exchange.
    GetExchange: GET "/v1/exchanges/{id}" "getExchange" "One exchange" OK Json<Exchange>;
    /// `DELETE /v1/exchanges/{id}`: forgets one exchange.
    DeleteExchange: DELETE "/v1/exchanges/{id}" "deleteExchange" "Forgets one exchange" NO_CONTENT NoContent;
    /// `GET /v1/exchanges/{id}/wire`: the bytes of both directions and what each of them is.
    GetWire: GET "/v1/exchanges/{id}/wire" "getWire" "The bytes of both directions, and what each of them is" OK Json<Transcript>;
    /// `GET /v1/exchanges/{id}/har`: the exchange as an HTTP Archive, version 1.2. Values of credentials are left out.
    GetHar: GET "/v1/exchanges/{id}/har" "getHar" "The exchange as an HTTP Archive 1.2, without the values of credentials" OK Json<Value>;
    /// `GET /v1/exchanges/{id}/curl`: a command of curl that sends the request again.
    GetCurl: GET "/v1/exchanges/{id}/curl" "getCurl" "A command of curl that sends the request again" OK Text;
    /// `GET /v1/exchanges/{id}/fetch`: a script for a page that sends the request again.
    GetFetch: GET "/v1/exchanges/{id}/fetch" "getFetch" "A script for a page that sends the request again" OK Text;
}
