//! `/unstable`: fails by chance.

use contract::toolbox::limits::FAILURE_RATE;
use http::StatusCode;

use super::arguments::Arguments;
use crate::problem::Rejection;

/// How often it fails unless told.
const RATE: f64 = 0.5;

/// Answers 200 or 500.
pub async fn unstable(arguments: Arguments) -> Result<StatusCode, Rejection> {
    let rate = arguments.share(&FAILURE_RATE)?.unwrap_or(RATE);
    let fails = arguments.chance()?.share() < rate;
    Ok(if fails {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::OK
    })
}
