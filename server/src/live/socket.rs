//! A log over a WebSocket: each event is a text message, `{"cursor", "topic", "kind", "at", "data"}`.
//!
//! First comes one of kind `connected`, which says where the reader begins, and a gap is one of kind `gap`. The client has nothing
//! to say. The reader is asked for more only when the client has taken what there was.

use bytes::Bytes;
use contract::feeds::Gap;
use feed::MAX_DATA;
use serde::Serialize;
use tokio_tungstenite::tungstenite::{
    Utf8Bytes,
    protocol::{WebSocketConfig, frame::coding::CloseCode},
};
use tracing::warn;

use super::{
    encoding,
    reader::{Reader, Told},
};
use crate::{
    listen::Shutdown,
    websocket::{self, Ending, Over, Socket, Talk},
};

/// The largest message that a client may send, in bytes, where it has nothing to say.
const SMALL: usize = 1024;

/// What is said beside events.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Beside {
    /// Where the reader begins.
    Connected { topic: String, cursor: String },
    /// What it has missed.
    Gap(Gap),
}

pub(crate) fn config() -> WebSocketConfig {
    websocket::config(SMALL, MAX_DATA)
}

/// Text, as a message has it. What is written here is JSON, and so UTF-8.
pub(crate) fn text(json: Bytes) -> Utf8Bytes {
    Utf8Bytes::try_from(json).unwrap_or_default()
}

/// Passes on what the reader gets, until either end has enough.
pub(crate) async fn forward(socket: Socket, mut reader: Reader, shutdown: Shutdown) {
    let mut talk = Talk::new(socket);
    let Err(over) = converse(&mut talk, &mut reader, &shutdown).await;
    talk.end(over).await;
}

async fn converse(talk: &mut Talk, reader: &mut Reader, shutdown: &Shutdown) -> Result<std::convert::Infallible, Over> {
    let places = reader.places();
    let (topic, cursor) = (places.topics(), places.to_string());
    talk.say(text(encoding::json(&Beside::Connected { topic, cursor })))
        .await?;
    talk.flush().await?;
    loop {
        let told = tokio::select! {
            told = reader.next() => told,
            heard = talk.hear() => {
                heard?;
                return Err(Over::Ended(Ending(CloseCode::Unsupported, "there is nothing to say here")));
            }
            () = shutdown.begun() => return Err(Over::Ended(Ending::STOPPING)),
        };
        match told {
            Ok(Some(Told::Events(events))) => {
                for event in events {
                    talk.say(text(event.json().clone())).await?;
                }
            }
            Ok(Some(Told::Gap(gap))) => {
                let gap = Beside::Gap(encoding::gap(&gap));
                talk.say(text(encoding::json(&gap))).await?;
            }
            Ok(None) => return Err(Over::Ended(Ending::STOPPING)),
            Err(error) => return Err(failed(&error)),
        }
        talk.flush().await?;
    }
}

/// The end of a conversation whose log cannot be read.
pub(crate) fn failed(error: &feed::FeedError) -> Over {
    warn!(%error, "a WebSocket ends");
    Over::Ended(Ending(CloseCode::Again, "the event log cannot be read"))
}
