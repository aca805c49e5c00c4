//! `GET /v1/workspace`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::exchanges::Workspace;
use http::{HeaderValue, header};

use super::Caller;
use crate::{AppState, workspace::Token};

/// The caller's workspace; a caller without one is given one, and the cookie for it.
pub async fn get(State(state): State<AppState>, Caller(caller): Caller) -> Response {
    let is_new = caller.is_none();
    let token = caller.unwrap_or_else(Token::random);
    let workspace = Workspace {
        token: token.as_str().to_owned(),
    };
    let mut response = Json(workspace).into_response();
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_new {
        fields.insert(header::SET_COOKIE, token.set_cookie(&state.origins.app));
    }
    response
}
