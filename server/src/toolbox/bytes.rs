//! `GET /bytes/{n}` and `/stream-bytes/{n}`: bytes of chance, or of a seed.

use axum::response::Response;
use bytes::Bytes;
use contract::toolbox::limits::{BYTES, CHUNK_SIZE};
use http::{HeaderMap, HeaderValue};

use super::{
    arguments::{Arguments, beyond},
    plan::{End, Piece, pieces},
};
use crate::{problem::Rejection, response::with_content};

/// The size of the pieces unless told.
const PIECE: u64 = 10 * 1024;

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// `GET /bytes/{n}`
pub async fn bytes(arguments: Arguments) -> Result<Response, Rejection> {
    Ok(with_content(OCTETS, made(&arguments)?))
}

/// `GET /stream-bytes/{n}`
pub async fn stream_bytes(arguments: Arguments) -> Result<Response, Rejection> {
    let size = arguments.number(&CHUNK_SIZE)?.unwrap_or(PIECE);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let mut left = Bytes::from(made(&arguments)?);
    let mut parts = Vec::new();
    while !left.is_empty() {
        parts.push(Piece::Data(left.split_to(size.min(left.len()))));
    }
    Ok(with_content(OCTETS, pieces(parts, HeaderMap::new(), End::Whole)))
}

fn made(arguments: &Arguments) -> Result<Vec<u8>, Rejection> {
    let size = arguments.number(&BYTES)?.ok_or_else(|| beyond("", &BYTES))?;
    Ok(arguments.chance()?.bytes(usize::try_from(size).unwrap_or(0)))
}
