//! The protocol of the log, on one page, so that anybody can write a client.
//!
//! It is text, and of no use to a first visit, so the client has it in a chunk. The server writes it into the page, where it is read
//! without the program too, and a page that is taken over keeps it: the chunk is loaded by whoever comes here from another page.

use std::sync::Arc;

use leptos::{html, prelude::*};
use leptos_meta::Title;

use crate::kit::{Chunk, LoadChunk, cut};

/// The page, in HTML, with places for the two clients.
const TEXT: &str = include_str!("protocol/text.html");

/// The files that are tested and shown.
const CLIENT: &str = include_str!("../../../docs/live-client.mjs");
const SOCKET: &str = include_str!("../../../docs/live-socket.mjs");

/// What is in the chunk: makes the text.
type Write = fn() -> String;

cut!(docs: Write = write);

fn write() -> String {
    TEXT.replace("{{client}}", &escaped(CLIENT.trim_end()))
        .replace("{{socket}}", &escaped(SOCKET.trim_end()))
}

/// Text as HTML has it between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What the server writes.
#[cfg(feature = "ssr")]
fn served() -> String {
    write()
}

/// What the browser takes over stays as it is, whatever is given here.
#[cfg(not(feature = "ssr"))]
const fn served() -> String {
    String::new()
}

/// The protocol.
#[component]
pub fn ProtocolPage() -> impl IntoView {
    let text = NodeRef::<html::Div>::new();
    let is_missing = RwSignal::new(false);
    Effect::new(move || {
        if let Some(text) = text.get() {
            // A comment of the view's own is there in any case.
            is_missing.set(text.child_element_count() == 0);
        }
    });
    let missing = move || {
        is_missing.get().then(|| {
            let load = |chunk: Chunk<Write>| chunk.load(self::chunk);
            view! { <LoadChunk chunk=Chunk::new() load draw=Arc::new(draw) label="Loading the page" /> }
        })
    };
    view! {
        <Title text="Live protocol" />
        <div class="page protocol">
            <header class="page-head">
                <h1>"Live protocol"</h1>
                <p class="lead">
                    "How to follow what happens on this server, by long polling, an event stream or a WebSocket, and to miss nothing."
                </p>
            </header>
            <div node_ref=text inner_html=served()></div>
            {missing}
        </div>
    }
    .into_any()
}

fn draw(write: Write) -> AnyView {
    // The browser has looked for the place that the address names when it was not there yet.
    request_animation_frame(|| {
        let fragment = window().location().hash().unwrap_or_default();
        if let Some(place) = fragment
            .strip_prefix('#')
            .and_then(|id| document().get_element_by_id(id))
        {
            place.scroll_into_view();
        }
    });
    view! { <div inner_html=write()></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_are_in_the_text_as_text() {
        let text = write();
        assert!(!text.contains("{{"), "a place is not filled");
        for file in [CLIENT, SOCKET] {
            assert!(text.contains(&escaped(file.trim_end())));
        }
        assert_eq!(escaped("a<b && c"), "a&lt;b &amp;&amp; c");
    }

    #[test]
    fn every_link_within_the_page_has_its_place() {
        let text = write();
        for link in text.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(text.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}
