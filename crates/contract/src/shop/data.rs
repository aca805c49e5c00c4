//! `/api/data`: takes any JSON value and gives it back.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoParameters},
};

/// `POST /api/data`: takes any JSON value and says that it did.
#[derive(Clone, Copy, Debug)]
pub struct SubmitData;

/// What the server has received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// Always `success`; what is not a success is a problem.
    pub status: String,
    /// The value that was received.
    pub received: Value,
}

impl Endpoint for SubmitData {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/data";
    const ID: &'static str = "submit_data";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Takes any JSON value and gives it back";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
    ];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"name": "Ada", "languages": ["en", "fr"]}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<Value>;
    type Response = Json<Received>;
}
