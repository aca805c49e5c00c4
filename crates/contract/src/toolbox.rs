//! The toolbox: httpbin's paths and shapes, on the echo origin.

use std::collections::BTreeMap;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Html, Json, NoContent, NoParameters},
};

/// The longest delay that [`Delay`] takes, in seconds.
pub const MAX_DELAY_SECONDS: f64 = 10.0;

/// A value, or the list of values where a name came several times; httpbin's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum OneOrMany {
    /// The name came once.
    One(String),
    /// The name came several times.
    Many(Vec<String>),
}

/// What the server saw of a request, in httpbin's shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Echo {
    /// The parameters of the query.
    pub args: BTreeMap<String, OneOrMany>,
    /// The body as text, or as a `data:` URL where it is not UTF-8; empty for forms.
    pub data: String,
    /// The files of a multipart form.
    pub files: BTreeMap<String, OneOrMany>,
    /// The values of a form.
    pub form: BTreeMap<String, OneOrMany>,
    /// The header fields; several of one name are joined by commas.
    pub headers: BTreeMap<String, String>,
    /// The body as JSON, or null where it is none.
    pub json: Value,
    /// The request's method.
    pub method: String,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

/// `/delay/{seconds}`: answers after so many seconds.
#[derive(Clone, Copy, Debug)]
pub struct Delay;

/// The path of [`Delay`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct DelayPath {
    /// How long to wait, in seconds; fractions are fine, more than 10 is refused.
    #[cfg_attr(feature = "openapi", param(minimum = 0, maximum = 10))]
    pub seconds: f64,
}

impl Endpoint for Delay {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    const PATH: &'static str = "/delay/{seconds}";
    const ID: &'static str = "delay";
    const GROUP: Group = Group::Toolbox;
    const SUMMARY: &'static str = "Answers after so many seconds, with what it saw of the request";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters, ProblemKind::ContentTooLarge];
    type Path = DelayPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Echo>;
}

/// `GET /no-cors`: answers without the fields that let a page of another origin read the answer.
#[derive(Clone, Copy, Debug)]
pub struct NoCors;

impl Endpoint for NoCors {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/no-cors";
    const ID: &'static str = "no_cors";
    const GROUP: Group = Group::Toolbox;
    const SUMMARY: &'static str = "Answers without CORS fields, so that a browser keeps the answer from the page";
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Html;
}
