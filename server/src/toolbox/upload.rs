//! `/upload`: a body that is counted and thrown away.

use axum::{body::Body, response::Response};
use contract::toolbox::shapes::Uploaded;
use http::Request;
use http_body_util::BodyExt as _;

use super::json::json;
use crate::{extract::body_problem, problem::Rejection};

/// Reads the body piece by piece and keeps none of it.
pub async fn upload(request: Request<Body>) -> Result<Response, Rejection> {
    let mut body = request.into_body();
    let mut bytes_received = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| body_problem(&error))?;
        bytes_received += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
    Ok(json(&Uploaded { bytes_received }))
}
