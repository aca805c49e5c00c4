//! HTML as a page, in a frame of the echo origin in which nothing can run.
//!
//! The frame's document is one of ours. It says that it is there, is handed the HTML, and shows it in a sandbox of its own.

use js_sys::{Object, Reflect, Uint8Array};
use leptos::{
    ev::{self, MessageEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsValue;

use crate::{
    client::{Client, Octets},
    kit::{EmptyState, FailureCard, IconName},
};

/// A larger page is not shown: it would be laid out at once, and nothing else could be done meanwhile.
const MAX_BYTES: usize = 2 << 20;

/// How long the frame may take until it says that it is there, in milliseconds. On a busy machine a second document takes its time, and
/// to be told that it did not come is worse than to wait.
const PATIENCE_MS: u64 = 20_000;

/// What has become of the frame.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    Loading,
    Shown,
    Absent,
}

/// Bytes as a page, read in that character encoding.
#[component]
pub(super) fn PageView(octets: Octets, charset: Option<String>) -> impl IntoView {
    let echo = expect_context::<Client>().origins().echo;
    if octets.len() > MAX_BYTES {
        let text = "A page of more than 2 MB is not shown here. As text and as numbers it can be read.";
        return view! { <EmptyState icon=IconName::Info text /> }.into_any();
    }
    if echo.is_empty() {
        let text = "A page is shown in a frame of the echo origin, and this one does not know where that is.";
        return view! { <EmptyState icon=IconName::Info text /> }.into_any();
    }
    let attempt = RwSignal::new(0_u32);
    let octets = StoredValue::new_local(octets);
    let frame = move || {
        let _ = attempt.get();
        let (echo, charset) = (echo.clone(), charset.clone());
        view! { <SandboxedPage src=format!("{echo}/frame") octets charset attempt /> }
    };
    view! { <div class="body-page">{frame}</div> }.into_any()
}

#[component]
fn SandboxedPage(
    src: String,
    octets: StoredValue<Octets, LocalStorage>,
    charset: Option<String>,
    attempt: RwSignal<u32>,
) -> impl IntoView {
    let state = RwSignal::new(Frame::Loading);
    let element = NodeRef::<html::Iframe>::new();
    let listener = window_event_listener(ev::message, move |event: MessageEvent| {
        let frame = element.get_untracked().and_then(|frame| frame.content_window());
        let Some(frame) = frame.filter(|frame| event.source().is_some_and(|source| Object::is(&source, frame))) else {
            return;
        };
        match event.data().as_string().as_deref() {
            Some("ready") => {
                let page = octets.with_value(|octets| page(&octets.copy(0..MAX_BYTES), charset.as_deref()));
                // The frame's origin is nobody's, so it cannot be named; its window is known, and its document cannot navigate.
                let _ = frame.post_message(&page, "*");
            }
            Some("shown") => state.set(Frame::Shown),
            _ => {}
        }
    });
    let patience = set_timeout_with_handle(
        move || {
            if state.try_get_untracked() == Some(Frame::Loading) {
                state.set(Frame::Absent);
            }
        },
        std::time::Duration::from_millis(PATIENCE_MS),
    );
    on_cleanup(move || {
        listener.remove();
        if let Ok(patience) = patience {
            patience.clear();
        }
    });
    let retry = Callback::new(move |()| attempt.update(|attempt| *attempt += 1));
    let explanation = format!("The page is shown in {src}, and that did not answer. Is the echo origin there?");
    let absent = move || {
        (state.get() == Frame::Absent).then(|| {
            let explanation = explanation.clone();
            view! { <FailureCard title="The frame did not come" explanation retry=Some(retry) /> }
        })
    };
    let note = move || match state.get() {
        Frame::Loading => "Asking the echo origin for a frame\u{2026}",
        Frame::Shown => {
            "In a sandbox: its scripts do not run, it loads nothing from elsewhere, and its links and forms lead nowhere."
        }
        Frame::Absent => "",
    };
    view! {
        <iframe
            class="body-frame"
            title="The body as a page"
            sandbox="allow-scripts"
            src=src
            node_ref=element
            hidden=move || state.get() == Frame::Absent
        ></iframe>
        {absent}
        <p class="provenance" role="status">{note}</p>
    }
    .into_any()
}

/// What the frame is handed.
fn page(bytes: &[u8], charset: Option<&str>) -> JsValue {
    let page = Object::new();
    // Setting a property of a new object does not fail.
    let _ = Reflect::set(&page, &"bytes".into(), &Uint8Array::from(bytes));
    let _ = Reflect::set(&page, &"charset".into(), &charset.unwrap_or("utf-8").into());
    page.into()
}
