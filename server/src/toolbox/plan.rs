//! What a response is to be like on the wire, and how it becomes that.
//!
//! A [`Plan`] says in which pieces a response comes, with which pauses, and how it ends. Over HTTP/1.x a plan that a library
//! would not write becomes a [`Script`], which the connection plays; over HTTP/2 it becomes what can be done there.

use std::{io, time::Duration};

use axum::{body::Body, extract::FromRequestParts, response::Response};
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header, request::Parts};
use http_body::Frame;
use http_body_util::StreamBody;

use crate::{
    compress::Uncoded,
    listen::{
        Shutdown,
        field_name::title_case,
        script::{Ending, Script, Step},
    },
    problem::Rejection,
};

/// How long the last bytes have to get away before the connection or the stream is reset, which would throw them away.
const BEFORE_RESET: Duration = Duration::from_millis(100);

/// What a response is to be like.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) status: StatusCode,
    pub(super) fields: HeaderMap,
    /// What comes before the head.
    pub(super) before: Vec<Early>,
    /// Whether there is a head at all. Only what ends without an answer may have none.
    pub(super) has_head: bool,
    /// The time over which the head is spread.
    pub(super) head_time: Duration,
    /// What comes behind the head.
    pub(super) pieces: Vec<Piece>,
    /// The Content-Length, where it is not that of the pieces.
    pub(super) declared: Option<u64>,
    /// What each chunk says behind its size.
    pub(super) extension: Option<String>,
    pub(super) trailers: HeaderMap,
    pub(super) end: End,
}

/// What comes before the head.
#[derive(Clone, Debug)]
pub(super) enum Early {
    Wait(Duration),
    /// 103 (Early Hints) with these values of Link.
    Hints(Vec<HeaderValue>),
}

/// A part of the content, or a pause.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Wait(Duration),
    Data(Bytes),
}

/// How a response ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    Close,
    Reset,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            fields: HeaderMap::new(),
            before: Vec::new(),
            has_head: true,
            head_time: Duration::ZERO,
            pieces: Vec::new(),
            declared: None,
            extension: None,
            trailers: HeaderMap::new(),
            end: End::Whole,
        }
    }
}

/// What of a request decides how a plan is carried out.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    version: Version,
    is_head: bool,
    takes_trailers: bool,
}

impl Manner {
    /// The version that it came in.
    pub(super) fn version(self) -> Version {
        self.version
    }

    /// Whether an interim response can be sent.
    pub(super) fn takes_interim(self) -> bool {
        self.version == Version::HTTP_11
    }

    /// Whether it came over HTTP/2.
    pub(super) fn is_http2(self) -> bool {
        self.version == Version::HTTP_2
    }
}

impl<S: Sync> FromRequestParts<S> for Manner {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let mut accepted = parts.headers.get_all(header::TE).iter();
        Ok(Self {
            version: parts.version,
            is_head: parts.method == Method::HEAD,
            takes_trailers: accepted.any(|value| value.as_bytes().eq_ignore_ascii_case(b"trailers")),
        })
    }
}

impl Plan {
    /// Carries the plan out, as far as it is not the connection that does.
    pub(super) async fn perform(mut self, manner: Manner, shutdown: &Shutdown) -> Result<Response, Rejection> {
        if has_no_content(self.status) {
            self.pieces.clear();
            self.trailers.clear();
        }
        if manner.version < Version::HTTP_11 {
            // HTTP/1.0 knows neither chunks nor what comes behind them.
            self.trailers.clear();
        }
        if let Some(names) = names(&self.trailers) {
            self.fields.insert(header::TRAILER, names);
        }
        if manner.is_http2() {
            pause(self.wait_before() + self.head_time, shutdown).await?;
            return Ok(self.over_http2());
        }
        if manner.version != Version::HTTP_11 {
            // HTTP/1.0 knows no interim responses (RFC 9110, section 15.2).
            self.before.retain(|early| matches!(early, Early::Wait(_)));
        }
        if !self.before.iter().any(|early| matches!(early, Early::Hints(_))) {
            pause(self.wait_before(), shutdown).await?;
            self.before.clear();
        }
        Ok(self.over_http1(manner))
    }

    fn wait_before(&self) -> Duration {
        let waits = self.before.iter().map(|early| match early {
            Early::Wait(time) => *time,
            Early::Hints(_) => Duration::ZERO,
        });
        waits.sum()
    }

    fn over_http2(mut self) -> Response {
        let resets_stream = !self.has_head;
        if let Some(declared) = self.declared {
            self.fields.insert(header::CONTENT_LENGTH, declared.into());
        }
        let mut response = self.respond();
        if resets_stream {
            response.extensions_mut().insert(Script {
                steps: Vec::new(),
                ending: Ending::Reset,
                resets_stream,
            });
        }
        response
    }

    fn over_http1(mut self, manner: Manner) -> Response {
        let mut steps: Vec<Step> = self.before.drain(..).map(early_step).collect();
        let is_ordinary = self.head_time.is_zero()
            && self.declared.is_none()
            && self.extension.is_none()
            && self.end == End::Whole
            && (self.trailers.is_empty() || manner.takes_trailers);
        if is_ordinary {
            let mut response = self.respond();
            if !steps.is_empty() {
                response.extensions_mut().insert(Script {
                    steps,
                    ending: Ending::Answer,
                    resets_stream: false,
                });
            }
            return response;
        }
        let framing = self.framing(manner);
        match framing {
            Framing::Length(length) => {
                self.fields.insert(header::CONTENT_LENGTH, length.into());
            }
            Framing::Chunked => {
                let chunked = HeaderValue::from_static("chunked");
                self.fields.insert(header::TRANSFER_ENCODING, chunked);
            }
            Framing::Close => {}
        }
        if self.has_head {
            steps.push(Step::Head(self.head_time));
        }
        if manner.is_head {
            self.pieces.clear();
        } else {
            self.write_content(framing, &mut steps);
        }
        if self.end == End::Reset && self.has_head {
            steps.push(Step::Wait(BEFORE_RESET));
        }
        let ending = if self.end == End::Reset {
            Ending::Reset
        } else {
            Ending::Close
        };
        // The connection writes the content; hyper gets the head for the sake of its fields.
        self.trailers.clear();
        self.end = End::Whole;
        let mut response = self.respond();
        response.extensions_mut().insert(Script {
            steps,
            ending,
            resets_stream: false,
        });
        response
    }

    /// Adds the steps that write the content.
    fn write_content(&mut self, framing: Framing, steps: &mut Vec<Step>) {
        let extension = self.extension.take();
        steps.extend(self.pieces.drain(..).map(|piece| match piece {
            Piece::Wait(time) => Step::Wait(time),
            Piece::Data(data) if framing == Framing::Chunked => Step::Bytes(chunk(&data, extension.as_deref())),
            Piece::Data(data) => Step::Bytes(data),
        }));
        if framing == Framing::Chunked && self.end == End::Whole {
            steps.push(Step::Bytes(last_chunk(&self.trailers)));
        }
    }

    /// How the content of a script is framed. What ends too soon is framed so that this can be seen.
    fn framing(&self, manner: Manner) -> Framing {
        let waits = self.pieces.iter().any(|piece| matches!(piece, Piece::Wait(_)));
        let size = self.pieces.iter().map(Piece::size).sum();
        match self.declared {
            Some(declared) => Framing::Length(declared),
            None if has_no_content(self.status) => Framing::Close,
            None if manner.version != Version::HTTP_11 => Framing::Close,
            None if waits || self.extension.is_some() || !self.trailers.is_empty() || self.end != End::Whole => {
                Framing::Chunked
            }
            None => Framing::Length(size),
        }
    }

    /// The response as a library writes it.
    fn respond(self) -> Response {
        let is_plain = self.end == End::Whole
            && self.trailers.is_empty()
            && self.pieces.iter().all(|piece| matches!(piece, Piece::Data(_)));
        let body = if is_plain {
            let data = self.pieces.iter().filter_map(|piece| match piece {
                Piece::Data(data) => Some(&data[..]),
                Piece::Wait(_) => None,
            });
            Body::from(data.collect::<Vec<_>>().concat())
        } else {
            pieces(self.pieces, self.trailers, self.end)
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.fields;
        response.extensions_mut().insert(Uncoded);
        response
    }
}

/// How a message says where its content ends (RFC 9112, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    Length(u64),
    Chunked,
    Close,
}

impl Piece {
    fn size(&self) -> u64 {
        match self {
            Self::Wait(_) => 0,
            Self::Data(data) => data.len() as u64,
        }
    }
}

/// Whether a status code comes without content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
pub(super) fn has_no_content(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
    )
}

/// Waits, unless the server stops.
pub(super) async fn pause(time: Duration, shutdown: &Shutdown) -> Result<(), Rejection> {
    if time.is_zero() {
        return Ok(());
    }
    tokio::select! {
        () = tokio::time::sleep(time) => Ok(()),
        () = shutdown.begun() => {
            Err(Problem::new(ProblemKind::Unavailable).with_detail("the server is stopping").into())
        }
    }
}

/// Content that comes in pieces with pauses between them: a chunk or a DATA frame each. A pause is at most that of a shutdown's
/// grace, so what has begun is finished.
pub(super) fn pieces(pieces: Vec<Piece>, trailers: HeaderMap, end: End) -> Body {
    let frames = stream::unfold(
        (pieces.into_iter(), Some(trailers), end),
        |(mut left, mut trailers, end)| async move {
            for piece in left.by_ref() {
                match piece {
                    Piece::Wait(time) => tokio::time::sleep(time).await,
                    Piece::Data(data) => return Some((Ok(Frame::data(data)), (left, trailers, end))),
                }
            }
            let trailers_left = trailers.take()?;
            let last = match end {
                End::Whole if trailers_left.is_empty() => return None,
                End::Whole => Ok(Frame::trailers(trailers_left)),
                End::Close | End::Reset => {
                    tokio::time::sleep(BEFORE_RESET).await;
                    Err(io::Error::from(io::ErrorKind::ConnectionAborted))
                }
            };
            Some((last, (left, None, end)))
        },
    );
    Body::new(StreamBody::new(frames))
}

fn early_step(early: Early) -> Step {
    match early {
        Early::Wait(time) => Step::Wait(time),
        Early::Hints(links) => {
            let mut head = b"HTTP/1.1 103 Early Hints\r\n".to_vec();
            for link in links {
                head.extend_from_slice(&[b"Link: ", link.as_bytes(), b"\r\n"].concat());
            }
            head.extend_from_slice(b"\r\n");
            Step::Bytes(head.into())
        }
    }
}

/// A chunk (RFC 9112, section 7.1).
fn chunk(data: &[u8], extension: Option<&str>) -> Bytes {
    let extension = extension.map(|extension| format!(";{extension}")).unwrap_or_default();
    let size = format!("{:x}{extension}\r\n", data.len());
    [size.as_bytes(), data, b"\r\n"].concat().into()
}

/// The chunk that ends a body, and the trailer fields.
fn last_chunk(trailers: &HeaderMap) -> Bytes {
    let mut last = b"0\r\n".to_vec();
    for (name, value) in trailers {
        last.extend_from_slice(&[title_case(name.as_str()).as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    last.extend_from_slice(b"\r\n");
    last.into()
}

/// The value of Trailer: the names of the fields.
fn names(trailers: &HeaderMap) -> Option<HeaderValue> {
    let names: Vec<&str> = trailers.keys().map(http::HeaderName::as_str).collect();
    (!names.is_empty()).then(|| HeaderValue::try_from(names.join(", ")).expect("names are tokens"))
}
