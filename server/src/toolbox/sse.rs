//! `GET /sse` and `/jsonl`: events over a time, as an event stream (HTML standard, section 9.2) and as lines of JSON.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use contract::toolbox::{
    limits::{DURATION, EVENTS, FIRST_DELAY, JITTER},
    shapes::Ping,
};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::time::Instant;

use super::{arguments::Arguments, plan::pause, twister::Twister};
use crate::{AppState, compress::Uncoded, listen::Shutdown, problem::Rejection, response::with_content};

/// What they do unless told.
const COUNT: u64 = 10;
const TIME: Duration = Duration::from_secs(5);

/// How long a browser is to wait before it connects again, in milliseconds.
const RETRY: u64 = 1000;

/// `GET /sse`
///
/// Whoever comes with the id of the last event that it has gets those behind it, and 204 where there are none, which tells an
/// EventSource not to come again.
pub async fn sse(
    State(state): State<AppState>,
    arguments: Arguments,
    request: HeaderMap,
) -> Result<Response, Rejection> {
    let mut schedule = Schedule::of(&arguments)?;
    let last = request
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.trim().parse::<u64>().ok());
    schedule.next = last.map_or(0, |last| last.saturating_add(1));
    if last.is_some() && schedule.next >= schedule.count {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let event = |ping: Ping| {
        let retry = if ping.id == 0 {
            format!("retry: {RETRY}\n")
        } else {
            String::new()
        };
        let Ping { id, timestamp } = ping;
        Bytes::from(format!(
            "{retry}event: ping\nid: {id}\ndata: {{\"id\":{id},\"timestamp\":{timestamp}}}\n\n"
        ))
    };
    schedule.respond("text/event-stream", event, &state.shutdown).await
}

/// `GET /jsonl`
pub async fn jsonl(State(state): State<AppState>, arguments: Arguments) -> Result<Response, Rejection> {
    let line = |Ping { id, timestamp }: Ping| Bytes::from(format!("{{\"id\":{id},\"timestamp\":{timestamp}}}\n"));
    Schedule::of(&arguments)?
        .respond("application/x-ndjson", line, &state.shutdown)
        .await
}

/// When which event comes.
struct Schedule {
    count: u64,
    next: u64,
    delay: Duration,
    pause: Duration,
    jitter: f64,
    chance: Twister,
}

impl Schedule {
    fn of(arguments: &Arguments) -> Result<Self, Rejection> {
        let count = arguments.number(&EVENTS)?.unwrap_or(COUNT);
        let time = arguments.time(&DURATION)?.unwrap_or(TIME);
        let pauses = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX).max(1);
        Ok(Self {
            count,
            next: 0,
            delay: arguments.time(&FIRST_DELAY)?.unwrap_or_default(),
            pause: if count > 1 { time / pauses } else { Duration::ZERO },
            jitter: arguments.share(&JITTER)?.unwrap_or(0.0),
            chance: arguments.chance()?,
        })
    }

    /// How far the event that is due is moved: by at most the jitter's share of a pause, so that none overtakes another.
    fn moved(&mut self) -> Duration {
        self.pause.mul_f64(self.jitter * self.chance.share())
    }

    /// Answers with the events as `write` writes them. When the server stops, the stream ends between two of them.
    async fn respond(
        self,
        media_type: &'static str,
        write: impl Fn(Ping) -> Bytes + Send + 'static,
        shutdown: &Shutdown,
    ) -> Result<Response, Rejection> {
        pause(self.delay, shutdown).await?;
        let (begun, first, stop) = (Instant::now(), self.next, shutdown.clone());
        let events = stream::unfold((self, write, stop), move |(mut schedule, write, stop)| async move {
            if schedule.next >= schedule.count {
                return None;
            }
            let index = u32::try_from(schedule.next - first).unwrap_or(u32::MAX);
            let due = begun + schedule.pause * index + if index == 0 { Duration::ZERO } else { schedule.moved() };
            tokio::select! {
                () = tokio::time::sleep_until(due) => {}
                () = stop.begun() => return None,
            }
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let event = write(Ping {
                id: schedule.next,
                timestamp: u64::try_from(since.as_millis()).unwrap_or(u64::MAX),
            });
            schedule.next += 1;
            Some((Ok::<_, std::convert::Infallible>(event), (schedule, write, stop)))
        });
        let mut response = with_content(HeaderValue::from_static(media_type), Body::from_stream(events));
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.extensions_mut().insert(Uncoded);
        Ok(response)
    }
}
