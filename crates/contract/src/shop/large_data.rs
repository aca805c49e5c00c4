//! `/api/large-data`: as much JSON as is asked for.

use exchange::Timestamp;
use http::Method;
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters},
};

/// How many rows there are when the request does not say.
pub const DEFAULT_ROWS: u64 = 1_000;

/// The most rows that there can be.
pub const MAX_ROWS: u64 = 100_000;

/// One row of the large data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// Its number, from 1.
    pub id: u64,
    /// The name of a thing.
    pub name: String,
    /// What happened to it.
    pub status: String,
    /// How many of it.
    pub quantity: u64,
    /// What they cost, as a decimal number.
    pub amount: String,
    /// When; each row a minute after the one before.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// As many rows as were asked for, the same each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LargeData {
    /// How many rows there are.
    pub total: u64,
    /// The rows.
    pub items: Vec<Row>,
}

/// `GET /api/large-data`: as much JSON as is asked for.
#[derive(Clone, Copy, Debug)]
pub struct GetLargeData;

/// The query of [`GetLargeData`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct LargeDataQuery {
    /// How many rows, 1 to 100,000; 1,000 when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100_000))]
    pub rows: Option<u64>,
}

impl Endpoint for GetLargeData {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/large-data";
    const ID: &'static str = "get_large_data";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "As many rows as are asked for, made while they are sent";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control"];
    const EXAMPLE: Option<&'static str> = Some("/api/large-data?rows=100");
    type Path = NoParameters;
    type Query = LargeDataQuery;
    type Body = NoContent;
    type Response = Json<LargeData>;
}
