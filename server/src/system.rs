//! How the server is, and what it offers.

use std::time::Duration;

use axum::{Json, extract::State, response::Response};
use contract::{Problem, ProblemKind, system::Health};

use crate::{AppState, extract::Fields, problem::Rejection};

/// How long a check may wait for the stores; a load balancer asks every few seconds.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// `GET /healthz`
pub async fn healthz() -> Json<Health> {
    ok()
}

/// `GET /readyz`
pub async fn readyz(State(state): State<AppState>) -> Result<Json<Health>, Rejection> {
    if state.shutdown.has_begun() {
        return Err(unavailable("the server is stopping"));
    }
    match tokio::time::timeout(READY_WITHIN, state.store.check()).await {
        Ok(Ok(())) => Ok(ok()),
        Ok(Err(error)) => Err(unavailable(&error.to_string())),
        Err(_) => Err(unavailable("the database does not answer in time")),
    }
}

fn ok() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
    })
}

fn unavailable(why: &str) -> Rejection {
    Problem::new(ProblemKind::Unavailable).with_detail(why).into()
}

/// `GET /openapi.json`
pub async fn openapi(State(state): State<AppState>, Fields(request): Fields) -> Response {
    state.document.respond(&request)
}
