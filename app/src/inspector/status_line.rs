//! The exchange in one line: what was asked, what came of it, how long it took and how large it was.

use std::sync::Arc;

use exchange::{Exchange, Outcome, Version};
use leptos::prelude::*;

use super::figures::{duration, size};
use crate::{
    client::failure::title,
    kit::{Badge, MethodTag, StatusPill, Tone},
};

#[component]
pub(super) fn StatusLine(exchange: Arc<Exchange>) -> impl IntoView {
    let (outcome, facts) = match &exchange.outcome {
        Outcome::Response(response) => {
            // HTTP/2 has no reason phrase; the registered one says the same.
            let reason = response
                .reason
                .clone()
                .or_else(|| registered_reason(response.status))
                .unwrap_or_default();
            let body = response.body.as_ref();
            let transferred = body.map_or(0, |body| body.size);
            let decoded = body
                .and_then(|body| body.decoded_size)
                .map(|decoded| format!(" ({} decoded)", size(decoded)))
                .unwrap_or_default();
            let version = match response.version {
                Version::Unknown => None,
                version => Some(version.name()),
            };
            (
                view! { <StatusPill status=response.status reason /> }.into_any(),
                vec![
                    format!("{}{decoded}", size(transferred)),
                    version.unwrap_or_default().to_owned(),
                ],
            )
        }
        Outcome::Failure(failure) => {
            let words = title(failure.kind);
            (view! { <Badge tone=Tone::Bad>{words}</Badge> }.into_any(), Vec::new())
        }
    };
    let end = exchange.timeline.exchanged_us();
    let took = (end > 0).then(|| view! { <span class="status-line-fact" data-fact="duration">{duration(end)}</span> });
    let facts = facts
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .map(|fact| view! { <span class="status-line-fact">{fact}</span> })
        .collect_view();
    let url = exchange
        .request
        .url
        .clone()
        .unwrap_or_else(|| exchange.request.target.clone());
    view! {
        <div class="status-line" role="status">
            {outcome}
            <MethodTag method=exchange.request.method.clone() />
            <span class="status-line-url">{url}</span>
            {took}
            {facts}
        </div>
    }
}

fn registered_reason(status: u16) -> Option<String> {
    http::StatusCode::from_u16(status)
        .ok()?
        .canonical_reason()
        .map(str::to_owned)
}
