//! `/api/sandbox`: what a caller has written, as a whole.

use http::{Method, StatusCode};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, NoContent, NoParameters, RequestField},
};

/// `POST /api/sandbox/reset`: the pristine data again.
#[derive(Clone, Copy, Debug)]
pub struct ResetSandbox;

impl Endpoint for ResetSandbox {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/sandbox/reset";
    const ID: &'static str = "reset_sandbox";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Forgets all that was written in the sandbox; its id stays";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::Unavailable];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}
