//! `/delay/{seconds}`: an answer that takes its time.

use std::time::Duration;

use axum::{Json, extract::State};
use contract::{
    Problem, ProblemKind,
    toolbox::{Echo, MAX_DELAY_SECONDS},
};
use http::Request;
use serde::Deserialize;

use super::echo::echo;
use crate::{AppState, extract::Path, problem::Rejection};

/// The parameter as it was written, so that a problem can repeat it.
#[derive(Deserialize)]
pub struct Seconds {
    seconds: String,
}

/// Waits, then says what it saw of the request.
pub async fn delay(
    State(state): State<AppState>,
    Path(Seconds { seconds }): Path<Seconds>,
    request: Request<axum::body::Body>,
) -> Result<Json<Echo>, Rejection> {
    let delay = seconds
        .parse()
        .ok()
        .filter(|seconds: &f64| (0.0..=MAX_DELAY_SECONDS).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| {
            Problem::new(ProblemKind::InvalidParameters)
                .with_detail(format!(
                    "`{seconds}` is not a number of seconds from 0 to {MAX_DELAY_SECONDS}"
                ))
                .with_fault(
                    "/seconds",
                    format!("a number from 0 to {MAX_DELAY_SECONDS}, fractions allowed"),
                )
        })?;
    let seen = echo(request, &state.origins.echo).await?;
    tokio::select! {
        () = tokio::time::sleep(delay) => Ok(Json(seen)),
        () = state.shutdown.begun() => {
            Err(Problem::new(ProblemKind::Unavailable).with_detail("the server is stopping").into())
        }
    }
}
