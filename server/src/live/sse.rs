//! Event streams (HTML standard, section 9.2): one response that goes on.
//!
//! It says where it begins, has a comment every 15 seconds, so that whoever stands between does not take it for dead, and ends
//! between two events when the server stops or the log cannot be read. A client that comes again with the last id it has goes on
//! from there.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{body::Body, response::Response};
use bytes::{Bytes, BytesMut};
use contract::Problem;
use feed::{Event, FeedError, Position};
use futures_util::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::WaitForCancellationFutureOwned;
use tracing::warn;

use super::{
    encoding::{self, Encoding},
    places::{Places, positions},
    reader::{Reader, Told},
};
use crate::{
    compress::Uncoded,
    listen::{Shutdown, endless::Unending},
    response::with_content,
};

/// How often there is a comment.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a browser is to wait before it connects again, in milliseconds.
const RETRY: u64 = 2_000;

const COMMENT: Bytes = Bytes::from_static(b": still here\n\n");

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies that go by nginx's field pass each event on at once then.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Where a client of so many topics goes on: what the field says, or else the query; none where neither says it.
pub(crate) fn resumes(
    fields: &HeaderMap,
    query: Option<&str>,
    topics: usize,
) -> Result<Option<Vec<Position>>, Problem> {
    let field = fields.get(LAST_EVENT_ID).map(HeaderValue::as_bytes);
    let field = field.map(String::from_utf8_lossy);
    match positions(field.as_deref(), "last_event_id", topics)? {
        Some(positions) => Ok(Some(positions)),
        None => positions(query, "last_event_id", topics),
    }
}

/// Answers with a stream of what the reader gets, after a first event `connected` with these data.
pub(crate) fn respond(reader: Reader, encoding: Encoding, connected: &[u8], shutdown: &Shutdown) -> Response {
    let retry = format!("retry: {RETRY}\n");
    let places = reader.places();
    let first = encoding::frame(&places, "connected", connected);
    let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stream = EventStream {
        first: Some([retry.as_bytes(), &first].concat().into()),
        places: places.of_one().is_none().then_some(places),
        reader,
        encoding,
        heartbeat,
        stopping: Box::pin(shutdown.begun()),
        is_over: false,
    };
    let mut response = with_content(EVENT_STREAM, Body::from_stream(stream));
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fields.insert(ACCEL_BUFFERING, HeaderValue::from_static("no"));
    response.extensions_mut().insert(Uncoded);
    response.extensions_mut().insert(Unending);
    response
}

struct EventStream {
    first: Option<Bytes>,
    reader: Reader,
    /// Where the client is, if it reads several topics: then the id of an event has to tell its place in all of them.
    places: Option<Places>,
    encoding: Encoding,
    heartbeat: Interval,
    stopping: Pin<Box<WaitForCancellationFutureOwned>>,
    is_over: bool,
}

impl EventStream {
    /// What was told, as bytes.
    fn written(&mut self, told: &Told) -> Bytes {
        match told {
            Told::Gap(gap) => {
                let data = encoding::json(&encoding::gap(gap));
                match &mut self.places {
                    None => encoding::frame(gap.cursor, "gap", &data),
                    Some(places) => {
                        places.set(&gap.topic, gap.cursor);
                        encoding::frame(places, "gap", &data)
                    }
                }
            }
            Told::Events(events) => match &events[..] {
                [event] => self.event(event),
                events => {
                    let frames: Vec<Bytes> = events.iter().map(|event| self.event(event)).collect();
                    let mut all = BytesMut::with_capacity(frames.iter().map(Bytes::len).sum());
                    frames.iter().for_each(|frame| all.extend_from_slice(frame));
                    all.freeze()
                }
            },
        }
    }

    fn event(&mut self, event: &Event) -> Bytes {
        match &mut self.places {
            None => self.encoding.of_stream(event),
            Some(places) => {
                places.set(event.topic(), event.cursor());
                encoding::frame(places, event.kind(), event.json())
            }
        }
    }
}

impl Stream for EventStream {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.is_over {
            return Poll::Ready(None);
        }
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        if this.stopping.as_mut().poll(context).is_ready() {
            this.is_over = true;
            return Poll::Ready(None);
        }
        match this.reader.poll_next(context) {
            Poll::Ready(Ok(Some(told))) => return Poll::Ready(Some(Ok(this.written(&told)))),
            Poll::Ready(Ok(None)) => {
                this.is_over = true;
                return Poll::Ready(None);
            }
            Poll::Ready(Err(error)) => {
                report(&error);
                this.is_over = true;
                return Poll::Ready(None);
            }
            Poll::Pending => {}
        }
        this.heartbeat.poll_tick(context).map(|_| Some(Ok(COMMENT)))
    }
}

/// The client comes again, and reads on from where it was.
fn report(error: &FeedError) {
    warn!(%error, "an event stream ends");
}
