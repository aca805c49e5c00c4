//! A WebSocket (RFC 6455), from its handshake to its end.

use std::rc::Rc;

use contract::feeds::{Event, Gap};
use js_sys::Promise;
use leptos::prelude::window;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::{Arrival, Attempt, Ended, News, Read, Reading};
use crate::client::fetch::words;

/// A topic's events.
pub(super) async fn read(reading: &Reading, attempt: &Attempt) -> Ended {
    let url = format!("{}{}", reading.base, reading.target(None));
    (reading.tell)(News::Asked);
    let (on_open, on_text) = (reading.clone(), reading.clone());
    let opened = {
        let attempt = attempt.clone();
        move |_: &WebSocket| {
            (on_open.tell)(News::Opened);
            attempt.opened();
        }
    };
    let closed = converse(&url, attempt, opened, move |text| on_text.came(arrival(&text))).await;
    match closed {
        Ok(closed) => Ended::Broken(closed.words()),
        Err(why) => Ended::Refused(why),
    }
}

/// How a WebSocket was closed.
pub(crate) struct Closed {
    /// The close code (RFC 6455, section 7.4); none where this page has ended it and does not wait for the server to agree.
    pub(crate) code: Option<u16>,
    /// The reason that the server gave, if it gave one.
    pub(crate) reason: String,
}

impl Closed {
    /// The same for people.
    pub(crate) fn words(&self) -> String {
        match (self.code, &*self.reason) {
            (None, _) => "this page ended it".to_owned(),
            // What is closed without a close frame has no other code.
            (Some(1006), _) => "the connection ended without a close frame".to_owned(),
            // Nor has a close frame without one.
            (Some(1005), _) => "the connection was closed without a reason".to_owned(),
            (Some(code), "") => format!("closed with {code}"),
            (Some(code), reason) => format!("closed with {code}: {reason}"),
        }
    }
}

/// Opens a WebSocket and passes on what comes, until it is closed. A URL that begins with a slash is on this page's origin.
pub(crate) async fn converse(
    url: &str,
    attempt: &Attempt,
    opened: impl Fn(&WebSocket) + 'static,
    heard: impl Fn(String) + 'static,
) -> Result<Closed, String> {
    let socket = WebSocket::new(&absolute(url)).map_err(|error| words(&error))?;
    let socket = Rc::new(socket);
    let on_open = {
        let socket = Rc::clone(&socket);
        Closure::<dyn FnMut()>::new(move || opened(&socket))
    };
    socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            heard(text);
        }
    });
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let closed = Promise::new(&mut |resolve, _| {
        socket.set_onclose(Some(&resolve));
        let socket = Rc::clone(&socket);
        attempt.ends_by(move || {
            // It fails only for codes and reasons that may not be sent. A server that is gone does not answer it.
            let _ = socket.close();
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    let closed = JsFuture::from(closed).await;
    socket.set_onopen(None);
    socket.set_onmessage(None);
    socket.set_onclose(None);
    let closed = closed.map_err(|error| words(&error))?;
    let closed = closed.dyn_ref::<CloseEvent>();
    Ok(Closed {
        code: closed.map(CloseEvent::code),
        reason: closed.map(CloseEvent::reason).unwrap_or_default(),
    })
}

/// With the scheme of WebSockets, which a browser does not take from the page everywhere.
fn absolute(url: &str) -> String {
    let url = if url.starts_with('/') {
        format!("{}{url}", window().location().origin().unwrap_or_default())
    } else {
        url.to_owned()
    };
    match url.strip_prefix("http") {
        Some(rest) => format!("ws{rest}"),
        None => url,
    }
}

/// What a message is about.
#[derive(Deserialize)]
struct Kind {
    kind: String,
    cursor: String,
}

fn arrival(text: &str) -> Arrival {
    let size = text.len() as u64;
    let mut arrival = Arrival {
        content: size,
        ..Arrival::default()
    };
    let Ok(Kind { kind, cursor }) = serde_json::from_str(text) else {
        return arrival;
    };
    arrival.cursor = Some(cursor);
    match &*kind {
        "connected" => {}
        "gap" => arrival.gap = serde_json::from_str::<Gap>(text).ok(),
        _ => {
            let event = serde_json::from_str::<Event>(text).ok();
            arrival.events.extend(event.map(|event| Read { event, size }));
        }
    }
    arrival
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_the_beginning_a_gap_or_an_event() {
        let connected = arrival(r#"{"kind":"connected","topic":"t.x","cursor":"1-7"}"#);
        assert_eq!((connected.cursor.as_deref(), connected.events.len()), (Some("1-7"), 0));
        let gap = arrival(r#"{"kind":"gap","topic":"t.x","cursor":"0-0"}"#);
        assert_eq!(gap.gap.map(|gap| gap.missing), Some(None));
        let text =
            r#"{"cursor":"1-8","topic":"t.x","kind":"message","at":"2026-11-25T08:00:00Z","data":{"text":"Hi"}}"#;
        let event = arrival(text);
        assert_eq!(
            (event.content, event.events[0].size),
            (text.len() as u64, text.len() as u64)
        );
        assert_eq!(event.events[0].event.data["text"], "Hi");
        assert_eq!(arrival("none").cursor, None);
    }
}
