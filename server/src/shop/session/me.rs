//! `GET /api/me`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{Problem, ProblemKind};
use http::{HeaderValue, header};

use super::{CHALLENGE, Token, account, user_of};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// Who is logged in.
pub async fn me(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let user = match Token::of(&head.fields, &state.origins.app) {
        Some(token) => clock.store(user_of(&state.store, &token, seen.as_ref())).await?,
        None => None,
    };
    let user = user.ok_or_else(|| {
        let detail = "nobody is logged in here: POST /login gives a token, for `Authorization: Bearer`, and a cookie";
        let problem = Problem::new(ProblemKind::Unauthorized).with_detail(detail);
        Rejection::new(problem).with_field(header::WWW_AUTHENTICATE, CHALLENGE)
    })?;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((no_store, Json(account(user))).into_response())
}
