//! `GET /gzip`, `/deflate`, `/brotli`, `/zstd`: an answer in that content coding, whatever the request accepts.

use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use axum::{extract::State, response::Response};
use contract::toolbox::shapes::{Asked, Coded};
use http::{HeaderValue, header, request::Parts};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::echo::asked;
use crate::{problem::Rejection, response::with_content, routes::RequestState};

/// `GET /gzip`
pub async fn gzip(State(state): State<RequestState>, request: Parts) -> Result<Response, Rejection> {
    let seen = Coded {
        gzipped: Some(true),
        ..seen(&request, &state)
    };
    coded(&seen, "gzip", GzipEncoder::new).await
}

/// `GET /deflate`
pub async fn deflate(State(state): State<RequestState>, request: Parts) -> Result<Response, Rejection> {
    let seen = Coded {
        deflated: Some(true),
        ..seen(&request, &state)
    };
    coded(&seen, "deflate", ZlibEncoder::new).await
}

/// `GET /brotli`
pub async fn brotli(State(state): State<RequestState>, request: Parts) -> Result<Response, Rejection> {
    let seen = Coded {
        brotli: Some(true),
        ..seen(&request, &state)
    };
    coded(&seen, "br", BrotliEncoder::new).await
}

/// `GET /zstd`
pub async fn zstd(State(state): State<RequestState>, request: Parts) -> Result<Response, Rejection> {
    let seen = Coded {
        zstd: Some(true),
        ..seen(&request, &state)
    };
    coded(&seen, "zstd", ZstdEncoder::new).await
}

fn seen(request: &Parts, state: &RequestState) -> Coded {
    let Asked { headers, origin, .. } = asked(request, state);
    Coded {
        headers,
        origin,
        method: request.method.to_string(),
        ..Coded::default()
    }
}

/// An answer in a coding.
async fn coded<E: AsyncRead + Unpin>(
    seen: &Coded,
    coding: &'static str,
    encoder: impl FnOnce(std::io::Cursor<Vec<u8>>) -> E,
) -> Result<Response, Rejection> {
    let mut plain = serde_json::to_vec_pretty(seen).map_err(Rejection::internal)?;
    plain.push(b'\n');
    let mut content = Vec::new();
    encoder(std::io::Cursor::new(plain))
        .read_to_end(&mut content)
        .await
        .map_err(Rejection::internal)?;
    let mut response = with_content(HeaderValue::from_static("application/json"), content);
    response
        .headers_mut()
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    Ok(response)
}
