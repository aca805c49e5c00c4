//! `/upload`: a body that is counted and thrown away.

use axum::{body::Body, extract::State, response::Response};
use contract::toolbox::shapes::Uploaded;
use http::Request;
use http_body_util::BodyExt as _;

use super::{echo::asked, json::json};
use crate::{extract::body_problem, problem::Rejection, routes::RequestState};

/// Reads the body piece by piece and keeps none of it.
pub async fn upload(State(state): State<RequestState>, request: Request<Body>) -> Result<Response, Rejection> {
    let (head, mut body) = request.into_parts();
    let mut bytes_received = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| body_problem(&error))?;
        bytes_received += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
    let asked = asked(&head, &state);
    Ok(json(&Uploaded {
        args: asked.args,
        bytes_received,
        headers: asked.headers,
        method: head.method.to_string(),
        origin: asked.origin,
        url: asked.url,
    }))
}
