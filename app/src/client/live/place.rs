//! Which topic is the visitor's. Their sandbox is named by a cookie that no script can read, but the first event of `/api/events`
//! says it, and where its log ends.

use contract::shop::Connected;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::sse::Parser;
use crate::client::{Cancel, fetch};

/// A sandbox's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The topic.
    pub topic: String,
    /// Where it ends now.
    pub cursor: String,
}

/// The log of the visitor's sandbox; none where they have written nothing yet.
///
/// # Errors
/// In words, when the server does not answer or answers something else.
pub async fn place(base: &str) -> Result<Option<Place>, String> {
    // A cookie that names a sandbox which is gone is answered with 404 and deleted by that, so the next answer is another.
    match connected(base).await? {
        Some(connected) => Ok(of(connected)),
        None => connected(base)
            .await?
            .map(of)
            .ok_or_else(|| "the server does not know the sandbox of this browser".to_owned()),
    }
}

fn of(Connected { cursor, sandbox }: Connected) -> Option<Place> {
    sandbox.map(|id| Place {
        topic: format!("sandbox.{id}"),
        cursor,
    })
}

/// The first event of the stream; none where it is answered that there is no such sandbox.
async fn connected(base: &str) -> Result<Option<Connected>, String> {
    let cancel = Cancel::new();
    let init = fetch::init("GET", &cancel);
    let response = fetch::start(&format!("{base}/api/events"), &init).await?;
    if response.status() == 404 {
        return Ok(None);
    }
    let unexpected = || format!("the server answered {} to /api/events", response.status());
    let stream = response
        .body()
        .filter(|_| response.status() == 200)
        .ok_or_else(unexpected)?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut parser = Parser::default();
    let first = loop {
        let piece = JsFuture::from(reader.read())
            .await
            .map_err(|error| fetch::words(&error))?;
        let is_over = Reflect::get(&piece, &"done".into()).is_ok_and(|done| done.is_truthy());
        let value = Reflect::get(&piece, &"value".into()).map_err(|error| fetch::words(&error))?;
        if is_over {
            return Err(unexpected());
        }
        let bytes: Uint8Array = value.unchecked_into();
        if let Some(frame) = parser.take(&bytes.to_vec()).into_iter().next() {
            break frame;
        }
    };
    cancel.cancel();
    serde_json::from_str(&first.data)
        .map(Some)
        .map_err(|error| error.to_string())
}
