//! `GET /drip`: a body whose bytes drip.

use std::time::Duration;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use contract::toolbox::limits::{CODE, DRIP_BYTES, DURATION, FIRST_DELAY};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    arguments::Arguments,
    plan::{End, Piece, has_no_content, pause, pieces},
};
use crate::{AppState, compress::Uncoded, problem::Rejection};

/// What it does unless told.
const BYTES: u64 = 10;
const TIME: Duration = Duration::from_secs(2);

/// In so many pieces at most: a timer is not finer than a millisecond.
const PIECES: u64 = 10_000;

/// Waits, then sends the bytes one by one, or in small groups where there are many.
pub async fn drip(State(state): State<AppState>, arguments: Arguments) -> Result<Response, Rejection> {
    let size = arguments.number(&DRIP_BYTES)?.unwrap_or(BYTES);
    let time = arguments.time(&DURATION)?.unwrap_or(TIME);
    let delay = arguments.time(&FIRST_DELAY)?.unwrap_or_default();
    let code = arguments.number(&CODE)?.unwrap_or(200);
    let code = u16::try_from(code)
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok())
        .unwrap_or_default();
    pause(delay, &state.shutdown).await?;
    if has_no_content(code) {
        return Ok(code.into_response());
    }
    let body = pieces(dripping(size, time), HeaderMap::new(), End::Whole);
    let mut response = (code, body).into_response();
    let fields = response.headers_mut();
    fields.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    fields.insert(header::CONTENT_LENGTH, size.into());
    response.extensions_mut().insert(Uncoded);
    Ok(response)
}

/// The bytes with a pause behind each group.
fn dripping(size: u64, time: Duration) -> Vec<Piece> {
    let groups = size.min(PIECES);
    let pause = time / u32::try_from(groups).unwrap_or(1).max(1);
    let group = |index| {
        let (from, to) = (size * index / groups, size * (index + 1) / groups);
        let stars = vec![b'*'; usize::try_from(to - from).unwrap_or(0)];
        [Piece::Data(Bytes::from(stars)), Piece::Wait(pause)]
    };
    (0..groups)
        .flat_map(group)
        .filter(|piece| !matches!(piece, Piece::Wait(Duration::ZERO)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_come_to_the_whole() {
        for (size, time, groups) in [(1, 2, 1), (10, 2, 10), (12_345, 10, 10_000), (10, 0, 10)] {
            let pieces = dripping(size, Duration::from_secs(time));
            let sizes: Vec<usize> = pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Data(data) => Some(data.len()),
                    Piece::Wait(_) => None,
                })
                .collect();
            assert_eq!((sizes.iter().sum::<usize>() as u64, sizes.len()), (size, groups));
        }
    }
}
