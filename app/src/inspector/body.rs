//! The body of the response: JSON as a tree, text as text, anything else by its size.

use std::sync::Arc;

use exchange::{Body, Exchange, Outcome, body::Preview};
use leptos::prelude::*;

use super::figures::size;
use crate::kit::{CopyButton, EmptyState, IconName, JsonView};

/// As much of a text as is shown at once; the browser's layout suffers beyond it.
const SHOWN_BYTES: usize = 256 * 1024;

#[component]
pub(super) fn BodyView(exchange: Arc<Exchange>) -> impl IntoView {
    let body = match &exchange.outcome {
        Outcome::Response(response) => response.body.as_ref(),
        Outcome::Failure(_) => {
            return view! { <EmptyState icon=IconName::Unplugged text="No response came, so there is no body." /> }
                .into_any();
        }
    };
    match body {
        None => {
            let text = match exchange.outcome.response().map(|response| response.status) {
                Some(304) => "A 304 has no body: the copy that you have is still right.",
                Some(204) => "A 204 has no body: it was done, and there is nothing to say.",
                _ => "The response has no body.",
            };
            view! { <EmptyState icon=IconName::Inbox text /> }.into_any()
        }
        Some(body) => view! {
            <div class="body-view">
                {head(body)}
                {content(body)}
            </div>
        }
        .into_any(),
    }
}

/// What it is, and a way to take it along.
fn head(body: &Body) -> impl IntoView + use<> {
    let media_type = body.media_type.clone().unwrap_or_else(|| "no Content-Type".to_owned());
    let copy = body.text().map(|text| {
        let text = text.to_owned();
        view! { <CopyButton text=Signal::stored(text) label="Copy the body" /> }
    });
    let cut = body.truncated.then_some("Only its beginning is kept here.");
    view! {
        <p class="body-head">
            <code>{media_type}</code>
            <span>{size(body.decoded_size.unwrap_or(body.size))}</span>
            {cut.map(|cut| view! { <span>{cut}</span> })}
            {copy}
        </p>
    }
}

fn content(body: &Body) -> AnyView {
    match &body.preview {
        Preview::Text(text) if is_json(body) && !body.truncated => view! { <JsonView text=text.clone() /> }.into_any(),
        Preview::Text(text) => {
            let end = text.floor_char_boundary(SHOWN_BYTES);
            view! { <pre class="code-block" tabindex="0">{text[..end].to_owned()}</pre> }.into_any()
        }
        Preview::Bytes(_) | Preview::None => {
            view! { <EmptyState icon=IconName::Braces text="The body is not text, so it is not shown." /> }.into_any()
        }
    }
}

fn is_json(body: &Body) -> bool {
    let essence = body
        .media_type
        .as_deref()
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
