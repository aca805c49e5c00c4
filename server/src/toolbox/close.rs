//! `/close`, `/reset` and `GET /truncate`: answers that end too soon.

use axum::{extract::State, response::Response};
use bytes::Bytes;
use contract::toolbox::limits::{DECLARED, SENT};
use http::{HeaderMap, HeaderValue, header};

use super::{
    arguments::{Arguments, refusal},
    plan::{End, Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// What truncated content declares unless told.
const SIZE: u64 = 100;

/// `/close`
pub async fn close(State(state): State<AppState>, arguments: Arguments, manner: Manner) -> Result<Response, Rejection> {
    ending(&arguments, End::Close)?.perform(manner, &state.shutdown).await
}

/// `/reset`
pub async fn reset(State(state): State<AppState>, arguments: Arguments, manner: Manner) -> Result<Response, Rejection> {
    ending(&arguments, End::Reset)?.perform(manner, &state.shutdown).await
}

/// `GET /truncate`
pub async fn truncate(
    State(state): State<AppState>,
    arguments: Arguments,
    manner: Manner,
) -> Result<Response, Rejection> {
    let declared = arguments.number(&DECLARED)?.unwrap_or(SIZE);
    let sent = arguments.number(&SENT)?.unwrap_or(declared / 2);
    if sent >= declared {
        let detail = format!("{sent} bytes would be sent of {declared} that are declared, so that nothing is missing");
        return Err(refusal("sent", &detail, "fewer bytes than are declared").into());
    }
    let plan = Plan {
        declared: Some(declared),
        ..content(sent)
    };
    plan.perform(manner, &state.shutdown).await
}

/// An answer that ends like that: without a head, or behind so many bytes.
fn ending(arguments: &Arguments, end: End) -> Result<Plan, Rejection> {
    let plan = match arguments.number(&SENT)? {
        None => Plan {
            has_head: false,
            ..Plan::default()
        },
        Some(sent) => content(sent),
    };
    Ok(Plan { end, ..plan })
}

fn content(size: u64) -> Plan {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let data = (size > 0).then(|| Piece::Data(Bytes::from(vec![b'*'; size])));
    Plan {
        fields: HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        )]),
        pieces: data.into_iter().collect(),
        ..Plan::default()
    }
}
