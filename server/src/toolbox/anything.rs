//! `/anything`, and one path for each method: what was seen of a request.

use axum::{body::Body, extract::State, response::Response};
use contract::toolbox::shapes::Submitted;
use http::Request;

use super::{
    echo::{asked, echo},
    json::json,
};
use crate::{problem::Rejection, routes::RequestState};

/// `GET /get` and `GET /head`
pub async fn get(State(state): State<RequestState>, request: Request<Body>) -> Response {
    json(&asked(&request.into_parts().0, &state))
}

/// `POST /post`, `PUT /put`, `PATCH /patch`, `DELETE /delete`
pub async fn submitted(State(state): State<RequestState>, request: Request<Body>) -> Result<Response, Rejection> {
    Ok(echo(request, &state).await?.respond(Submitted::from).await)
}

/// `/anything`, and whatever is below it
pub async fn anything(State(state): State<RequestState>, request: Request<Body>) -> Result<Response, Rejection> {
    Ok(echo(request, &state).await?.respond(|echo| echo).await)
}
