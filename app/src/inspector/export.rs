//! The exchange in the forms that other tools read, and for other people.

mod links;

use contract::{
    Endpoint,
    endpoint::{Json, NoParameters, Text},
    exchanges::{ExchangePath, GetCurl, GetExchange, GetFetch, GetHar, GetWire, GetWorkspace},
    shares::{GetShare, GetSharedCurl, GetSharedFetch, GetSharedHar, GetSharedWire, SharePath},
};
use leptos::prelude::*;

use self::links::Links;
use super::recorded::{Account, Recorded, Source, not_recorded};
use crate::{
    client::Asked,
    kit::{CopyButton, Load},
};

#[component]
pub(super) fn ExportView(recorded: Recorded, account: Account, id: &'static str) -> impl IntoView {
    let source = recorded.source();
    let (curl, ask_curl) = curl(&source).get();
    let (fetch, ask_fetch) = fetch(&source).get();
    let ready = move |command: String| {
        // What can be made of an exchange is there for all of its forms or for none.
        let own = match &source {
            Source::Workspace(exchange) => Some(*exchange),
            Source::Share(_) => None,
        };
        let [at, wire, archive] = targets(&source);
        view! {
            <div class="export-view">
                {own.map(|exchange| view! { <Links exchange account id /> })}
                {text("cURL", "Copy the command", command)}
                <Load state=fetch retry=ask_fetch ready=|script| text("Fetch", "Copy the script", script) />
                <h3>"HTTP Archive"</h3>
                <p>
                    <a href=archive download rel="external">"Download the HAR file"</a>
                    <span class="provenance">" Version 1.2, without the values of cookies and credentials"</span>
                </p>
                <h3>"As data"</h3>
                <ul class="export-data" role="list">
                    {data(&at, "The exchange: request, outcome, phases and connection, in JSON")}
                    {data(&wire, "Its bytes in both directions, when they came, and what each of them is")}
                </ul>
                {own.map(|_| view! { <OtherClients /> })}
            </div>
        }
    };
    view! { <Load state=curl retry=ask_curl ready empty=not_recorded /> }
}

/// Where the exchange, its bytes and its archive are.
fn targets(source: &Source) -> [String; 3] {
    let nothing = NoParameters::default();
    match source {
        Source::Workspace(id) => {
            let path = ExchangePath { id: *id };
            [
                GetExchange::target(&path, &nothing),
                GetWire::target(&path, &nothing),
                GetHar::target(&path, &nothing),
            ]
        }
        Source::Share(token) => {
            let path = SharePath { token: token.clone() };
            [
                GetShare::target(&path, &nothing),
                GetSharedWire::target(&path, &nothing),
                GetSharedHar::target(&path, &nothing),
            ]
        }
    }
}

fn curl(source: &Source) -> Asked<String> {
    match source {
        Source::Workspace(id) => Asked::of::<GetCurl>(ExchangePath { id: *id }, trimmed),
        Source::Share(token) => Asked::of::<GetSharedCurl>(SharePath { token: token.clone() }, trimmed),
    }
}

fn fetch(source: &Source) -> Asked<String> {
    match source {
        Source::Workspace(id) => Asked::of::<GetFetch>(ExchangePath { id: *id }, trimmed),
        Source::Share(token) => Asked::of::<GetSharedFetch>(SharePath { token: token.clone() }, trimmed),
    }
}

fn trimmed(Text(text): Text) -> String {
    text.trim_end().to_owned()
}

/// An address of the API, and what it gives.
fn data(target: &str, what: &'static str) -> AnyView {
    view! {
        <li>
            <a href=target.to_owned() rel="external"><code>{target.to_owned()}</code></a>
            <span class="provenance">{what}</span>
        </li>
    }
    .into_any()
}

/// How the requests of other clients come into the same workspace.
#[component]
fn OtherClients() -> impl IntoView {
    let (token, ask) = Asked::of::<GetWorkspace>(NoParameters::default(), |Json(workspace)| workspace.token).get();
    view! {
        <Load state=token retry=ask ready=|token| {
            text("Record other clients", "Copy the field", format!("Authorization: Bearer {token}"))
        } />
        <p class="provenance">
            "A request with this field is recorded in your workspace: look it up at /v1/exchanges, with the same field. \
             Whoever has the token sees what is in the workspace."
        </p>
    }
}

fn text(heading: &'static str, label: &'static str, text: String) -> AnyView {
    view! {
        <h3>{heading}<CopyButton text=Signal::stored(text.clone()) label /></h3>
        <pre class="code-block" tabindex="0">{text}</pre>
    }
    .into_any()
}
