//! An event stream, read by Fetch rather than by `EventSource`, so that its bytes can be counted and its end be explained.

use contract::feeds::Gap;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, ReadableStreamDefaultReader};

use super::{
    Arrival, Attempt, Ended, News, Read, Reading,
    poll::{no_answer, refused},
    sse::{Frame, Parser},
};
use crate::client::{Cancel, fetch};

pub(super) async fn read(reading: &Reading, attempt: &Attempt) -> Ended {
    let cancel = Cancel::new();
    let ending = cancel.clone();
    attempt.ends_by(move || ending.cancel());
    let words = match follow(reading, attempt, &cancel).await {
        Ok(()) => "the server ended the response".to_owned(),
        Err(Ended::Broken(words)) => words,
        Err(refused) => return refused,
    };
    Ended::Broken(if cancel.is_cancelled() {
        "this page ended it".to_owned()
    } else {
        words
    })
}

async fn follow(reading: &Reading, attempt: &Attempt, cancel: &Cancel) -> Result<(), Ended> {
    let broken = |error: wasm_bindgen::JsValue| Ended::Broken(fetch::words(&error));
    let init = fetch::init("GET", cancel);
    let headers = Headers::new().map_err(broken)?;
    headers.append("accept", "text/event-stream").map_err(broken)?;
    init.set_headers(&headers);
    (reading.tell)(News::Asked);
    let target = format!("{}{}", reading.base, reading.target(None));
    let response = fetch::start(&target, &init)
        .await
        .map_err(|words| Ended::Broken(no_answer(&words)))?;
    let status = response.status();
    let stream = match response.body() {
        Some(stream) if status == 200 => stream,
        _ => return Err(refused(status, &response.text().await.unwrap_or_default())),
    };
    (reading.tell)(News::Opened);
    attempt.opened();
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut parser = Parser::default();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(broken)?;
        if Reflect::get(&piece, &"done".into()).map_err(broken)?.is_truthy() {
            return Ok(());
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into()).map_err(broken)?.unchecked_into();
        let bytes = bytes.to_vec();
        reading.came(arrival(bytes.len() as u64, parser.take(&bytes)));
    }
}

/// A piece of the stream, and the events that are whole with it.
fn arrival(content: u64, frames: Vec<Frame>) -> Arrival {
    let mut arrival = Arrival {
        content,
        ..Arrival::default()
    };
    for Frame { id, event, data } in frames {
        match &*event {
            "connected" => {}
            "gap" => arrival.gap = serde_json::from_str::<Gap>(&data).ok(),
            _ => {
                let size = data.len() as u64;
                let event = serde_json::from_str(&data).ok();
                arrival.events.extend(event.map(|event| Read { event, size }));
            }
        }
        arrival.cursor = Some(id);
    }
    arrival
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_has_its_events_its_gap_and_its_cursor() {
        let event = r#"{"cursor":"1-5","topic":"t.x","kind":"message","at":"2026-11-25T08:00:00Z","data":{}}"#;
        let gap = r#"{"topic":"t.x","missing":{"from":2,"to":4},"cursor":"1-4"}"#;
        let stream = format!("id: 1-4\nevent: gap\ndata: {gap}\n\nid: 1-5\nevent: message\ndata: {event}\n\n");
        let arrival = arrival(9, Parser::default().take(stream.as_bytes()));
        assert_eq!((arrival.content, arrival.cursor.as_deref()), (9, Some("1-5")));
        assert_eq!(
            arrival.gap.and_then(|gap| gap.missing).map(|missing| missing.to),
            Some(4)
        );
        let read = &arrival.events[0];
        assert_eq!((&*read.event.kind, read.size), ("message", event.len() as u64));
    }

    #[test]
    fn a_comment_is_bytes_and_nothing_else() {
        let nothing = Arrival {
            content: 14,
            ..Arrival::default()
        };
        assert_eq!(arrival(14, Parser::default().take(b": still here\n\n")), nothing);
    }
}
