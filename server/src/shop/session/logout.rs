//! `POST /logout`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use sea_orm::EntityTrait;
use store::session;

use super::Token;
use crate::{AppState, clock::Clock, cookies, problem::Rejection, shop::head::Head, workspace::is_foreign};

/// Ends the session, if there is one; whoever has none is logged out already.
pub async fn logout(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let own = &state.origins.app;
    if let Some(token) = Token::of(&head.fields, own) {
        let end = session::Entity::delete_by_id(token.hash()).exec(state.store.writer());
        clock.store(end).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if !is_foreign(&head.fields, own) {
        let delete = cookies::delete(cookies::SESSION, own);
        response.headers_mut().insert(header::SET_COOKIE, delete);
    }
    Ok(response)
}
