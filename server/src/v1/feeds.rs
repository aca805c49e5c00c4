//! `/v1/feeds/{topic}`: one or several logs by each of the three transports, as the request asks for it.

use axum::{body::Body, extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    feeds::{FeedPath, FeedQuery, MAX_TOPICS},
};
use feed::{Position, Topic};
use http::Request;
use sea_orm::EntityTrait;
use serde::Serialize;
use store::sandbox;

use super::Caller;
use crate::{
    AppState,
    accept::liking,
    clock::Clock,
    extract::{Path, Query},
    live::{
        encoding::{self, Encoding},
        places::positions,
        poll::{Poll, limit, wait},
        reader::Reader,
        socket, sse, topics,
    },
    problem::Rejection,
    websocket::Handshake,
};

/// What the first event of a stream says.
#[derive(Serialize)]
struct Connected {
    topic: String,
    cursor: String,
}

/// The events of some topics: over a WebSocket where the request is a handshake, as an event stream where Accept likes that better,
/// and else by long polling.
pub async fn read(
    State(state): State<AppState>,
    clock: Clock,
    Caller(_): Caller,
    Path(FeedPath { topic }): Path<FeedPath>,
    Query(query): Query<FeedQuery>,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let topics = readable(&state, &clock, &topic).await?;
    let fields = request.headers();
    let after = positions(query.after.as_deref(), "after", topics.len())?;
    let after = after.unwrap_or_else(|| vec![Position::Latest; topics.len()]);
    if Handshake::is_asked_for(fields) {
        let handshake = Handshake::of(&request)?;
        let reader = Reader::open(&state.feed, topics.into_iter().zip(after), None).await?;
        let shutdown = state.shutdown.clone();
        let converse = |socket| socket::forward(socket, reader, shutdown);
        return Ok(handshake.accept(request, socket::config(), &state.shutdown, converse));
    }
    if likes_events(fields) {
        let from = sse::resumes(fields, query.last_event_id.as_deref(), topics.len())?.unwrap_or(after);
        let reader = Reader::open(&state.feed, topics.into_iter().zip(from), None).await?;
        let places = reader.places();
        let connected = encoding::json(&Connected {
            topic: places.topics(),
            cursor: places.to_string(),
        });
        return Ok(sse::respond(reader, Encoding::Feed, &connected, &state.shutdown));
    }
    let poll = Poll {
        from: topics.into_iter().zip(after).collect(),
        room: None,
        limit: limit(query.limit)?,
        wait: wait(query.wait)?,
    };
    let polled = poll.run(&state.feed, &state.shutdown).await?;
    Ok(polled.respond("events", |event| event.json().clone()))
}

/// Whether an event stream is liked better than JSON. As much is not enough: a client that takes anything gets an answer that ends.
fn likes_events(fields: &http::HeaderMap) -> bool {
    let weight = |media_type| liking(fields, media_type).map_or(0.0, |liking| liking.weight);
    weight("text/event-stream") > weight("application/json")
}

/// The topics of these names, if the caller may read them all. Whoever knows the id of a sandbox may use it, and its log has its id
/// in its name. For what is not there and for what is somebody else's the answer is the same.
async fn readable(state: &AppState, clock: &Clock, names: &str) -> Result<Vec<Topic>, Rejection> {
    let mut topics = Vec::new();
    for name in names.split(',') {
        if topics.len() == MAX_TOPICS {
            let right = format!("names more than {MAX_TOPICS} topics");
            return Err(Problem::new(ProblemKind::InvalidParameters)
                .with_fault("/topic", right)
                .into());
        }
        let topic = topic(state, clock, name).await?;
        if topics.contains(&topic) {
            let twice = format!("names {topic} twice");
            return Err(Problem::new(ProblemKind::InvalidParameters)
                .with_fault("/topic", twice)
                .into());
        }
        topics.push(topic);
    }
    Ok(topics)
}

async fn topic(state: &AppState, clock: &Clock, name: &str) -> Result<Topic, Rejection> {
    let topic: Option<Topic> = name.parse().ok();
    let sandbox = topic.as_ref().and_then(topics::sandbox);
    if let (Some(topic), Some(id)) = (topic, sandbox) {
        let found = sandbox::Entity::find_by_id(id.to_string()).one(state.store.reader());
        if clock.store(found).await?.is_some() {
            return Ok(topic);
        }
    }
    let known: String = name.chars().take(80).collect();
    Err(Problem::new(ProblemKind::NotFound)
        .with_detail(format!("there is no topic `{known}`"))
        .into())
}
