//! `GET /api/messages`

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{
    Problem, ProblemKind,
    shop::{DEFAULT_MESSAGES, MESSAGES_LIMIT, Message, Messages, MessagesQuery},
};
use feed::{Cursor, Event, Feed, FeedError, Topic};

use super::room;
use crate::{
    AppState,
    clock::Clock,
    extract::Query,
    live::{NO_STORE, room::Room, topics},
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// How many events of the log are looked at in one go for those of a room. All that is kept are a few times as many.
const PAGE: usize = 250;

/// The newest messages of a room, or those before a cursor.
pub async fn list(
    State(state): State<AppState>,
    clock: Clock,
    Query(query): Query<MessagesQuery>,
    head: Head,
) -> Result<Response, Rejection> {
    let room = room(query.room.as_deref())?;
    let limit = limit(query.limit)?;
    let before = before(query.before.as_deref())?;
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let Some(seen) = seen else {
        let nothing = Messages {
            messages: Vec::new(),
            cursor: Cursor::ORIGIN.to_string(),
            earlier: None,
        };
        return Ok(([NO_STORE], Json(nothing)).into_response());
    };
    let topic = topics::of_sandbox(&seen.row.id);
    let found = clock.store(find(&state.feed, &topic, &room, before, limit)).await?;
    let messages: Result<Vec<Message>, _> = found.events.iter().map(|event| shown(event)).collect();
    let messages = messages.map_err(Rejection::internal)?;
    let first = messages.first().map(|message| message.cursor.clone());
    let answer = Messages {
        earlier: first.filter(|_| found.more),
        messages,
        cursor: found.cursor.to_string(),
    };
    Ok(([NO_STORE], Json(answer)).into_response())
}

/// What was found of a room.
struct Found {
    /// In order.
    events: Vec<Arc<Event>>,
    /// Where the log ended when it was looked for.
    cursor: Cursor,
    /// Whether there are older ones.
    more: bool,
}

/// Looks for the last messages of a room, backwards.
async fn find(
    feed: &Feed,
    topic: &Topic,
    room: &Room,
    before: Option<Cursor>,
    limit: usize,
) -> Result<Found, FeedError> {
    // Before the messages, so that whoever goes on from here misses none that comes in between; it is behind those that are found,
    // or the last of them is behind it, and then that is where to go on.
    let mut cursor = feed.bounds(topic).await?.latest;
    let mut at = before;
    let mut backwards: Vec<Arc<Event>> = Vec::with_capacity(limit);
    let mut more = false;
    'pages: loop {
        let page = feed.before(topic, at, PAGE).await?;
        if let (None, Some(last)) = (at, page.last())
            && (last.cursor().epoch() != cursor.epoch() || last.cursor().seq() > cursor.seq())
        {
            cursor = last.cursor();
        }
        for event in page.iter().rev().filter(|event| room.has(event)) {
            if backwards.len() == limit {
                more = true;
                break 'pages;
            }
            backwards.push(Arc::clone(event));
        }
        match page.first() {
            Some(first) => at = Some(first.cursor()),
            None => break,
        }
    }
    backwards.reverse();
    Ok(Found {
        events: backwards,
        cursor,
        more,
    })
}

fn shown(event: &Event) -> Result<Message, serde_json::Error> {
    Ok(Message {
        cursor: event.cursor().to_string(),
        said: serde_json::from_slice(event.data())?,
        sent_at: event.at(),
    })
}

fn limit(limit: Option<u64>) -> Result<usize, Problem> {
    let limit = MESSAGES_LIMIT.check(limit.unwrap_or(DEFAULT_MESSAGES))?;
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

fn before(text: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Problem::new(ProblemKind::InvalidParameters).with_fault("/before", "must be the cursor of a message")
    })
}
