//! Responses that go on for hours: event streams.
//!
//! hyper keeps for each connection a buffer to read into and another to write from, and the future of a request, all of which
//! together are twice as large as everything else that an idle reader needs. So where a handler puts [`Unending`] among the
//! extensions of its response, the connection is taken from hyper as soon as hyper has nothing left to write before it, and the
//! response is written here. It is the last one of its connection. HTTP/2 has no part in this.

use std::{
    future::{Future, poll_fn},
    io,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
};

use axum::body::Body;
use bytes::{Buf as _, Bytes};
use http::{HeaderValue, Method, Request, Response, Version, header};
use http_body::{Body as _, Frame};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};

use super::{
    gate::Gate,
    registry::{Handle, Order},
    script::{self, Resettable},
};

/// A response goes on for long and ends with its connection.
#[derive(Clone, Copy, Debug)]
pub struct Unending;

/// What is left to be done with a connection.
pub(super) type Rest = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How the end of a response's content is told (RFC 9112, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// The content is in chunks.
    Chunks,
    /// It ends with the connection, because the client does not know chunks.
    Close,
}

impl Framing {
    /// How it is told to whoever has sent this request; none where the response has no content.
    pub(super) fn of<B>(request: &Request<B>) -> Option<Self> {
        match (request.method(), request.version()) {
            (&Method::HEAD, _) => None,
            (_, Version::HTTP_11) => Some(Self::Chunks),
            _ => Some(Self::Close),
        }
    }
}

/// A response that is to be written without hyper.
#[derive(Debug)]
pub(super) struct Endless {
    head: Bytes,
    body: Body,
    framing: Framing,
}

impl Endless {
    pub(super) fn new(mut response: Response<Body>, framing: Framing) -> Self {
        if framing == Framing::Chunks {
            let chunked = HeaderValue::from_static("chunked");
            response.headers_mut().insert(header::TRANSFER_ENCODING, chunked);
        }
        Self {
            head: script::head(&response, true),
            body: response.into_body(),
            framing,
        }
    }
}

/// Writes the response and closes the connection, or drops it when that is ordered.
pub(super) fn write<IO>(endless: Endless, gate: Gate<IO>, handle: Arc<Handle>) -> Rest
where
    IO: AsyncRead + AsyncWrite + Resettable + Unpin + Send + 'static,
{
    Box::pin(async move {
        let mut writing = pin!(write_all(endless, gate));
        poll_fn(|cx| {
            if handle.order(cx.waker()) == Order::Drop {
                return Poll::Ready(());
            }
            writing.as_mut().poll(cx).map(|outcome| {
                if let Err(error) = outcome {
                    tracing::debug!(%error, "an event stream broke off");
                }
            })
        })
        .await;
    })
}

/// The next frame, or none when the client has gone. One that has closed its side is taken for gone: clients of event streams do not do
/// that while they read, and of one that has closed both the system tells no more.
async fn next<IO>(body: &mut Body, gate: &mut Gate<IO>) -> Option<Result<Frame<Bytes>, axum::Error>>
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    poll_fn(|cx| {
        if let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(cx) {
            return Poll::Ready(frame);
        }
        gate.poll_gone(cx).map(|()| None)
    })
    .await
}

async fn write_all<IO>(endless: Endless, mut gate: Gate<IO>) -> io::Result<()>
where
    IO: AsyncRead + AsyncWrite + Resettable + Unpin,
{
    let Endless {
        mut head,
        mut body,
        framing,
    } = endless;
    gate.write_all_buf(&mut head).await?;
    drop(head);
    while let Some(frame) = next(&mut body, &mut gate).await {
        // Nothing but data comes from a stream.
        let Ok(mut data) = frame.map_err(io::Error::other)?.into_data() else {
            continue;
        };
        match framing {
            Framing::Chunks if data.is_empty() => {}
            Framing::Chunks => {
                let size = format!("{:x}\r\n", data.len());
                let mut chunk = size.as_bytes().chain(data).chain(&b"\r\n"[..]);
                gate.write_all_buf(&mut chunk).await?;
            }
            Framing::Close => gate.write_all_buf(&mut data).await?,
        }
        gate.flush().await?;
    }
    if framing == Framing::Chunks {
        gate.write_all(b"0\r\n\r\n").await?;
    }
    gate.shutdown().await
}
