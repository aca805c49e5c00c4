//! `/delay/{seconds}`: an answer that takes its time.

use axum::{body::Body, extract::State, response::Response};
use contract::toolbox::limits::DELAY;
use http::Request;

use super::{
    arguments::{Arguments, beyond},
    echo::echo,
    plan::pause,
};
use crate::{problem::Rejection, routes::RequestState};

/// Waits, then says what it saw of the request.
pub async fn delay(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let time = arguments.time(&DELAY)?.ok_or_else(|| beyond("", &DELAY))?;
    let seen = echo(request, &state).await?;
    pause(time, &state.app().shutdown).await?;
    Ok(seen.respond(|echo| echo).await)
}
