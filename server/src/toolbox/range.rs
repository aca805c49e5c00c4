//! `GET /range/{n}`: content of which a part can be asked for (RFC 9110, section 14).

mod wanted;

use std::time::Duration;

use axum::response::Response;
use bytes::Bytes;
use contract::{
    Problem, ProblemKind,
    toolbox::limits::{CHUNK_SIZE, DURATION, RANGE},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use uuid::Uuid;

use self::wanted::Wanted;
use super::{
    arguments::{Arguments, beyond},
    cache::precondition_failed,
    plan::{End, Piece, pieces},
};
use crate::{
    compress::Uncoded,
    conditional::{Validators, not_modified},
    problem::Rejection,
};

/// The size of the pieces unless told.
const PIECE: u64 = 10 * 1024;

/// Answers with the alphabet over and over, or with the parts of it that are asked for.
pub async fn range(arguments: Arguments, request: Parts) -> Result<Response, Rejection> {
    let size = arguments.number(&RANGE)?.ok_or_else(|| beyond("", &RANGE))?;
    let piece = arguments.number(&CHUNK_SIZE)?.unwrap_or(PIECE);
    let time = arguments.time(&DURATION)?.unwrap_or_default();
    let etag = HeaderValue::try_from(format!("\"range{size}\"")).map_err(Rejection::internal)?;
    let validators = Validators {
        etag: etag.clone(),
        last_modified: None,
    };
    let mut response = if validators.refused_by(&request.headers) {
        return Err(precondition_failed(&validators));
    } else if validators.known_to(&request.headers) {
        not_modified()
    } else {
        let (status, fields, content) = match wanted(&request, &etag, size)? {
            Wanted::Whole => (StatusCode::OK, HeaderMap::new(), alphabet(0, size)),
            Wanted::One(from, to) => {
                let fields = HeaderMap::from_iter([(header::CONTENT_RANGE, content_range(from, to, size)?)]);
                (StatusCode::PARTIAL_CONTENT, fields, alphabet(from, to))
            }
            Wanted::Several(ranges) => several(&ranges, size)?,
        };
        respond(status, fields, content.into(), piece, time)
    };
    validators.write(response.headers_mut());
    response
        .headers_mut()
        .insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response.extensions_mut().insert(Uncoded);
    Ok(response)
}

/// What is asked for. A Range counts only in a GET (section 14.2), and only if the caller's copy is of this state (section 13.1.5).
fn wanted(request: &Parts, etag: &HeaderValue, size: u64) -> Result<Wanted, Rejection> {
    let same = request.headers.get(header::IF_RANGE).is_none_or(|state| state == etag);
    match request.headers.get(header::RANGE) {
        Some(range) if same && request.method == Method::GET => {
            let range = String::from_utf8_lossy(range.as_bytes());
            Wanted::of(&range, size).map_err(|why| {
                let unsatisfied = HeaderValue::try_from(format!("bytes */{size}"));
                let rejection = Rejection::new(Problem::new(ProblemKind::RangeNotSatisfiable).with_detail(why));
                match unsatisfied {
                    Ok(value) => rejection
                        .with_field(header::CONTENT_RANGE, value)
                        .with_field(header::ETAG, etag.clone())
                        .with_field(header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
                    Err(error) => Rejection::internal(error),
                }
            })
        }
        _ => Ok(Wanted::Whole),
    }
}

/// The letters from one place up to another.
fn alphabet(from: u64, to: u64) -> Vec<u8> {
    (from..to).map(|index| b'a' + (index % 26) as u8).collect()
}

fn content_range(from: u64, to: u64, size: u64) -> Result<HeaderValue, Rejection> {
    HeaderValue::try_from(format!("bytes {from}-{}/{size}", to - 1)).map_err(Rejection::internal)
}

/// Several parts in one answer (section 14.6).
fn several(ranges: &[(u64, u64)], size: u64) -> Result<(StatusCode, HeaderMap, Vec<u8>), Rejection> {
    let boundary = Uuid::new_v4().simple().to_string();
    let mut content = Vec::new();
    for (from, to) in ranges {
        let head = format!(
            "--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes {from}-{}/{size}\r\n\r\n",
            to - 1
        );
        content.extend_from_slice(head.as_bytes());
        content.extend(alphabet(*from, *to));
        content.extend_from_slice(b"\r\n");
    }
    content.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let media_type = HeaderValue::try_from(format!("multipart/byteranges; boundary={boundary}"));
    let media_type = media_type.map_err(Rejection::internal)?;
    Ok((
        StatusCode::PARTIAL_CONTENT,
        HeaderMap::from_iter([(header::CONTENT_TYPE, media_type)]),
        content,
    ))
}

/// The content in pieces over a time.
fn respond(status: StatusCode, fields: HeaderMap, mut content: Bytes, piece: u64, time: Duration) -> Response {
    let size = content.len();
    let piece = usize::try_from(piece).unwrap_or(usize::MAX);
    let pause = time / u32::try_from(size.div_ceil(piece)).unwrap_or(u32::MAX).max(1);
    let mut parts = Vec::new();
    while !content.is_empty() {
        parts.push(Piece::Data(content.split_to(piece.min(content.len()))));
        if !pause.is_zero() {
            parts.push(Piece::Wait(pause));
        }
    }
    let mut response = Response::new(pieces(parts, HeaderMap::new(), End::Whole));
    *response.status_mut() = status;
    let own = response.headers_mut();
    own.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    own.insert(header::CONTENT_LENGTH, size.into());
    own.extend(fields);
    response
}
