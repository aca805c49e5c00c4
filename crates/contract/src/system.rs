//! How the server is, and what it offers.

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters},
};

/// How the server is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Always `ok`; what is not well is a problem.
    pub status: String,
}

/// `GET /healthz`: whether the process lives.
#[derive(Clone, Copy, Debug)]
pub struct Healthz;

impl Endpoint for Healthz {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/healthz";
    const ID: &'static str = "healthz";
    const GROUP: Group = Group::System;
    const SUMMARY: &'static str = "Whether the process lives";
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Health>;
}

/// `GET /readyz`: whether the stores answer.
#[derive(Clone, Copy, Debug)]
pub struct Readyz;

impl Endpoint for Readyz {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/readyz";
    const ID: &'static str = "readyz";
    const GROUP: Group = Group::System;
    const SUMMARY: &'static str = "Whether the stores answer";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::Unavailable];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Health>;
}

/// `GET /openapi.json`: this list, for machines.
#[derive(Clone, Copy, Debug)]
pub struct OpenApi;

impl Endpoint for OpenApi {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/openapi.json";
    const ID: &'static str = "openapi";
    const GROUP: Group = Group::System;
    const SUMMARY: &'static str = "The OpenAPI document of this server";
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Value>;
}
