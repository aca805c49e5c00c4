//! `/api/reports`: work that takes longer than a request. Asking for a report is answered at once with 202 (RFC 9110, section 15.3.3) and
//! the place where to look; the work is done in the background, tells how far it is, and can be cancelled.
//!
//! What becomes of a report is also an event of kind `report` in the sandbox's log, with a [`ReportProgress`] as its data: when it is
//! asked for, as it goes on (about ten times), and when it ends. That it is complete, or has failed, is a notification as well.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MAX_ROWS;
use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, JsonOrTable, NoContent, NoParameters, RequestField},
};

/// How many reports of a sandbox may be under way at once.
pub const MAX_UNFINISHED_REPORTS: u64 = 3;

/// How many reports of a sandbox are kept; then the oldest that is over gives way.
pub const MAX_REPORTS: u64 = 10;

/// How many hours a report is kept after it is over.
pub const REPORT_HOURS: i64 = 24;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReportKind {
    /// The lines of the sandbox's orders.
    Orders,
    /// The exchanges that were recorded of the caller's workspace.
    Traffic,
}

impl ReportKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Orders, Self::Traffic];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Traffic => "traffic",
        }
    }
}

/// Where the rows of a report are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReportSource {
    /// They tell what really was.
    Recorded,
    /// They were made up, because `rows` asked for so many: the same rows each time.
    Generated,
}

/// How far a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReportStatus {
    /// Nobody works on it yet.
    Queued,
    /// It is being worked on.
    Processing,
    /// Its result is there.
    Complete,
    /// There will be no result.
    Failed,
    /// Somebody has cancelled it.
    Cancelled,
}

impl ReportStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Processing,
        Self::Complete,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Processing => "processing",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more happens.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Complete | Self::Failed | Self::Cancelled)
    }
}

/// What report is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// What it is to be about.
    pub kind: ReportKind,
    /// So many generated rows. Left out, the report is about what there is: the lines of the sandbox's orders, or the exchanges that
    /// the server that is asked has recorded of the caller's workspace, as `/v1/exchanges` lists them. Of nothing, it is an empty report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100_000))]
    pub rows: Option<u64>,
}

/// A report that will be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportAccepted {
    /// `processing`: it was taken on.
    pub status: ReportStatus,
    /// The id of the report, a UUIDv7.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub task_id: Uuid,
    /// The same in words.
    pub message: String,
}

/// `POST /api/reports/generate`: asks for a report.
#[derive(Clone, Copy, Debug)]
pub struct GenerateReport;

impl Endpoint for GenerateReport {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/reports/generate";
    const ID: &'static str = "generate_report";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Asks for a report, which is made in the background";
    const STATUS: StatusCode = StatusCode::ACCEPTED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::BadRequest,
        ProblemKind::MalformedJson,
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::TooManyRequests,
        ProblemKind::Unavailable,
        ProblemKind::SandboxFull,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location", "Retry-After", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"kind": "orders", "rows": 5000}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewReport>;
    type Response = Json<ReportAccepted>;
}

/// A report, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// A UUIDv7.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Uuid,
    /// What it is about.
    pub kind: ReportKind,
    /// Where its rows are from.
    pub source: ReportSource,
    /// How far it is.
    pub status: ReportStatus,
    /// The same as a share of a hundred; 100 when it is complete, and not before.
    #[cfg_attr(feature = "openapi", schema(maximum = 100))]
    pub progress: u8,
    /// How many rows it will have.
    pub rows: u64,
    /// When it was asked for.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When the work on it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub started_at: Option<Timestamp>,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub finished_at: Option<Timestamp>,
    /// Why it has failed, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The path of its result, when it is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

/// What an event of kind `report` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportProgress {
    /// See [`Report::id`].
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Uuid,
    /// What it is about.
    pub kind: ReportKind,
    /// How far it is.
    pub status: ReportStatus,
    /// The same as a share of a hundred.
    #[cfg_attr(feature = "openapi", schema(maximum = 100))]
    pub progress: u8,
}

/// The path of what belongs to one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReportPath {
    /// The report's id.
    #[cfg_attr(feature = "openapi", param(value_type = String))]
    pub id: Uuid,
}

/// `GET /api/reports/{id}`: how far a report is.
#[derive(Clone, Copy, Debug)]
pub struct GetReport;

impl Endpoint for GetReport {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/reports/{id}";
    const ID: &'static str = "get_report";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "How far a report is, with Retry-After until it is over";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control", "Retry-After"];
    type Path = ReportPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Report>;
}

/// `DELETE /api/reports/{id}`: cancels a report.
#[derive(Clone, Copy, Debug)]
pub struct CancelReport;

impl Endpoint for CancelReport {
    const METHODS: &'static [Method] = &[Method::DELETE];
    const PATH: &'static str = "/api/reports/{id}";
    const ID: &'static str = "cancel_report";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str =
        "Cancels a report, which is then told of as cancelled; one that is complete or has failed is a conflict";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::Conflict, ProblemKind::Unavailable];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    type Path = ReportPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}

/// A line of an order in a report. Generated ones are the rows of `/api/large-data`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRow {
    /// The number of the order.
    pub order: u64,
    /// When it was placed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    /// The name of the product.
    pub product: String,
    /// How many of it.
    pub quantity: u64,
    /// What they cost together, as a decimal number of euros.
    pub amount: String,
}

/// An exchange in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrafficRow {
    /// When it began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The method of the request.
    pub method: String,
    /// The path of its target, without the query, which may hold what is nobody else's business.
    pub path: String,
    /// The status code of the response; none where there was no response.
    pub status: Option<u16>,
    /// How long it took the server, from the first byte of the request to the last of the response, in microseconds.
    pub duration_us: u64,
}

/// A row of a report, of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ReportRow {
    /// Of a report about orders.
    Order(OrderRow),
    /// Of a report about traffic.
    Traffic(TrafficRow),
}

/// The result of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportResult {
    /// What it is about.
    pub kind: ReportKind,
    /// Where the rows are from.
    pub source: ReportSource,
    /// When it was asked for: what happened later is not in it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// How many rows there are.
    pub total: u64,
    /// The rows, the oldest first.
    pub items: Vec<ReportRow>,
}

/// `GET /api/reports/{id}/result`: what a report says.
#[derive(Clone, Copy, Debug)]
pub struct GetReportResult;

impl Endpoint for GetReportResult {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/reports/{id}/result";
    const ID: &'static str = "get_report_result";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The result of a report that is complete, in JSON, CSV or HTML (Accept)";
    const PROBLEMS: &'static [ProblemKind] =
        &[ProblemKind::NotFound, ProblemKind::NotAcceptable, ProblemKind::Conflict];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Cache-Control", "Content-Disposition"];
    type Path = ReportPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = JsonOrTable<ReportResult>;
}

// What may be asked for is what the large data have at most, because these are the same rows.
const _: () = assert!(MAX_ROWS == 100_000);
