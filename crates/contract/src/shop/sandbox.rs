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

/// `POST /api/sandbox/disconnect`: ends all that reads the sandbox's log now, as a server that restarts would.
#[derive(Clone, Copy, Debug)]
pub struct DisconnectReaders;

impl Endpoint for DisconnectReaders {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/sandbox/disconnect";
    const ID: &'static str = "disconnect_readers";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Ends every stream, WebSocket and waiting poll of the sandbox, as a server that restarts does; a client comes \
                                   again with its cursor";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::Unavailable];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}
