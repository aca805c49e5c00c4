//! The exchange in the forms that other tools read.

use contract::{
    Endpoint,
    endpoint::{Json, NoParameters, Text},
    exchanges::{ExchangePath, GetCurl, GetFetch, GetHar, GetWorkspace},
};
use leptos::prelude::*;

use super::recorded::{Asked, Recorded, not_recorded};
use crate::kit::{CopyButton, Load};

#[component]
pub(super) fn ExportView(recorded: Recorded) -> impl IntoView {
    let trimmed = |Text(text)| text.trim_end().to_owned();
    let id = recorded.id;
    let (curl, ask_curl) = Asked::of::<GetCurl>(ExchangePath { id }, trimmed).get();
    let (fetch, ask_fetch) = Asked::of::<GetFetch>(ExchangePath { id }, trimmed).get();
    let (token, ask_token) =
        Asked::of::<GetWorkspace>(NoParameters::default(), |Json(workspace)| workspace.token).get();
    // What can be made of an exchange is there for all of its forms or for none.
    let ready = move |command: String| {
        let archive = GetHar::target(&ExchangePath { id }, &NoParameters::default());
        view! {
            <div class="export-view">
                {text("cURL", "Copy the command", command)}
                <Load state=fetch retry=ask_fetch ready=|script| text("Fetch", "Copy the script", script) />
                <h3>"HTTP Archive"</h3>
                <p>
                    <a href=archive download rel="external">"Download the HAR file"</a>
                    <span class="provenance">" Version 1.2, without the values of cookies and credentials"</span>
                </p>
                <Load state=token retry=ask_token ready=|token| {
                    text("Record other clients", "Copy the field", format!("Authorization: Bearer {token}"))
                } />
                <p class="provenance">
                    "A request with this field is recorded in your workspace: look it up at /v1/exchanges, with the same field. \
                     Whoever has the token sees what is in the workspace."
                </p>
            </div>
        }
    };
    view! { <Load state=curl retry=ask_curl ready empty=not_recorded /> }
}

fn text(heading: &'static str, label: &'static str, text: String) -> AnyView {
    view! {
        <h3>{heading}<CopyButton text=Signal::stored(text.clone()) label /></h3>
        <pre class="code-block" tabindex="0">{text}</pre>
    }
    .into_any()
}
