//! `GET /api/reports/{id}`

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::shop::ReportPath;

use super::{SOON, find, shown};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    live::NO_STORE,
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// How far a report is.
pub async fn get(
    State(state): State<AppState>,
    clock: Clock,
    Path(ReportPath { id }): Path<ReportPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let row = clock.store(find(state.store.reader(), seen.as_ref(), id)).await?;
    let report = shown(&row)?;
    let mut response = ([NO_STORE], Json(&report)).into_response();
    if !report.status.is_over() {
        let (name, value) = SOON;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}
