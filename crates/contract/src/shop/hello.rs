//! `/hello`: the smallest dynamic page there is.

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Html, NoContent, NoParameters},
};

/// `GET /hello`: the smallest dynamic page there is.
#[derive(Clone, Copy, Debug)]
pub struct Hello;

/// The query of [`Hello`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct HelloQuery {
    /// Whom to greet; `World` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Endpoint for Hello {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/hello";
    const ID: &'static str = "hello";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Greets by name, and says which browser asked";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters];
    const EXAMPLE: Option<&'static str> = Some("/hello?name=Ada");
    type Path = NoParameters;
    type Query = HelloQuery;
    type Body = NoContent;
    type Response = Html;
}
