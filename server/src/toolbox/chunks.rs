//! `GET /chunks`: a chunked body with stated boundaries (RFC 9112, section 7.1).

use std::time::Duration;

use axum::{extract::State, response::Response};
use bytes::Bytes;
use contract::{
    Problem,
    toolbox::limits::{ALL_BYTES, ALL_SECONDS, CHUNK, CHUNKS, FIRST_DELAY},
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{
    arguments::{Arguments, beyond, refusal, whole},
    plan::{Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// The sizes unless told.
const SIZES: &str = "1,5,16";

/// Sends a chunk of each size, with a time between them. The first is of `a`, the second of `b`, so that they can be told apart.
pub async fn chunks(
    State(state): State<AppState>,
    arguments: Arguments,
    manner: Manner,
) -> Result<Response, Rejection> {
    let sizes = sizes(arguments.text("sizes").unwrap_or(SIZES))?;
    let pause = arguments.time(&FIRST_DELAY)?.unwrap_or_default();
    let pauses = u32::try_from(sizes.len().saturating_sub(1)).unwrap_or(u32::MAX);
    if pause
        .checked_mul(pauses)
        .is_none_or(|all| all > Duration::from_secs(ALL_SECONDS.most))
    {
        let detail = format!(
            "{pauses} pauses of {} s take longer than {} s in all",
            pause.as_secs_f64(),
            ALL_SECONDS.most
        );
        return Err(refusal("delay", &detail, "shorter pauses, or fewer chunks").into());
    }
    let mut pieces = Vec::new();
    for (index, size) in sizes.into_iter().enumerate() {
        if index > 0 && !pause.is_zero() {
            pieces.push(Piece::Wait(pause));
        }
        pieces.push(Piece::Data(Bytes::from(vec![b'a' + (index % 26) as u8; size])));
    }
    // A pause of nothing makes a body that is not known beforehand, and so a chunked one.
    pieces.push(Piece::Wait(Duration::ZERO));
    let plan = Plan {
        fields: HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        )]),
        pieces,
        extension: arguments.text("extension").map(extension).transpose()?,
        ..Plan::default()
    };
    plan.perform(manner, &state.shutdown).await
}

/// The sizes of the chunks.
pub(super) fn sizes(text: &str) -> Result<Vec<usize>, Problem> {
    let mut sizes = Vec::new();
    for size in text.split(',') {
        let size = whole(size, &CHUNK).ok_or_else(|| beyond(size, &CHUNK))?;
        sizes.push(usize::try_from(size).unwrap_or(usize::MAX));
    }
    if sizes.len() as u64 > CHUNKS.most {
        return Err(refusal(
            "sizes",
            &format!("there are {} sizes", sizes.len()),
            &CHUNKS.words(),
        ));
    }
    let all: usize = sizes.iter().sum();
    if all as u64 > ALL_BYTES.most {
        return Err(refusal(
            "sizes",
            &format!("the sizes come to {all} bytes"),
            &ALL_BYTES.words(),
        ));
    }
    Ok(sizes)
}

/// A chunk extension, which is a token, or a token with a token for its value (section 7.1.1).
fn extension(text: &str) -> Result<String, Problem> {
    let (name, value) = text.split_once('=').unwrap_or((text, "x"));
    if [name, value]
        .into_iter()
        .all(|token| HeaderName::try_from(token).is_ok())
    {
        return Ok(text.to_owned());
    }
    let detail = format!("`{}` is no chunk extension", text.escape_debug());
    Err(refusal(
        "extension",
        &detail,
        "name or name=value, both tokens (RFC 9112, section 7.1.1)",
    ))
}
