//! `GET /api/me`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};

use super::{account, logged_in};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// Who is logged in.
pub async fn me(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let user = logged_in(&state, &clock, &head.fields, seen.as_ref()).await?;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((no_store, Json(account(user))).into_response())
}
