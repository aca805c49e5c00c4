//! The header fields of both messages: as they were sent, each with what it means, where the server has recorded that; else as
//! far as the browser shows them to a page.

use std::sync::Arc;

use exchange::{Exchange, Field, Half, Outcome, Part, Transcript};
use leptos::prelude::*;

use super::recorded::{Recorded, not_told};
use crate::kit::{Column, DataTable, EmptyState, IconName, Loadable, inline};

/// So many parts of one value are explained; the bytes' own view has all of them.
const MOST_PARTS: usize = 16;

#[component]
pub(super) fn FieldsView(exchange: Arc<Exchange>, recorded: Option<Recorded>) -> impl IntoView {
    match recorded {
        Some(recorded) => view! { <Sent exchange recorded /> }.into_any(),
        None => view! { <Shown exchange /> }.into_any(),
    }
}

/// The fields as they were sent, and until they are there, what the browser shows.
#[component]
fn Sent(exchange: Arc<Exchange>, recorded: Recorded) -> impl IntoView {
    let (state, ask) = recorded.transcript.get();
    move || {
        let shown = || view! { <Shown exchange=exchange.clone() /> };
        match state.get() {
            // The bytes of a compressed field do not show it, so they cannot stand for it in a table.
            Loadable::Ready(transcript) if transcript.protocol == "h2" => {
                let text = "HTTP/2 sends fields compressed: the bytes show how, and what each of them stands for.";
                view! { {shown()} <p class="provenance">{text}</p> }.into_any()
            }
            Loadable::Ready(transcript) => sent(&transcript),
            Loadable::Empty => shown().into_any(),
            Loadable::Idle | Loadable::Loading { .. } => {
                view! { {shown()} <p class="provenance">"Asking the server for what was sent…"</p> }.into_any()
            }
            Loadable::Problem(_) | Loadable::Failed { .. } => {
                view! { {shown()} <p class="provenance">{not_told("what was sent", ask)}</p> }.into_any()
            }
        }
    }
}

fn sent(transcript: &Transcript) -> AnyView {
    let tables = [
        ("Response fields", &transcript.response, "header section"),
        ("Response trailers", &transcript.response, "trailer section"),
        ("Request fields", &transcript.request, "header section"),
        ("Request trailers", &transcript.request, "trailer section"),
    ]
    .into_iter()
    .filter_map(|(caption, half, section)| {
        let section = find(&half.parts, section)?;
        let rows = section
            .parts
            .iter()
            .filter_map(|line| sent_row(half, line))
            .collect_view();
        let columns = vec![Column::text("Name"), Column::text("Value"), Column::text("Meaning")];
        Some(view! { <DataTable caption columns class="field-table field-table-sent">{rows}</DataTable> })
    })
    .collect_view();
    view! {
        <div class="fields-view">
            {tables} <p class="provenance">"As they were sent: in this order, with this case, and each as often as it came."</p>
        </div>
    }
    .into_any()
}

/// The first part of that name, at whatever depth.
fn find<'p>(parts: &'p [Part], name: &str) -> Option<&'p Part> {
    parts.iter().find_map(|part| {
        if part.name == name {
            Some(part)
        } else {
            find(&part.parts, name)
        }
    })
}

/// A field line with its name, its value and what both mean; nothing for what is none.
fn sent_row(half: &Half, line: &Part) -> Option<AnyView> {
    let name = find(&line.parts, "field name")?;
    let value = find(&line.parts, "field value");
    let mut explained = Vec::new();
    if let Some(value) = value {
        explain(half, value, &mut explained);
    }
    let faults = faults(line)
        .into_iter()
        .map(|fault| view! { <p class="field-fault">{inline(fault)}</p> })
        .collect_view();
    let details = (!explained.is_empty()).then(|| {
        let items = explained
            .into_iter()
            .map(|(bytes, meaning)| view! { <li><code>{bytes}</code>" "{inline(meaning)}</li> })
            .collect_view();
        view! { <ul>{items}</ul> }
    });
    Some(
        view! {
            <tr>
                <th scope="row">{text(half, name)}</th>
                <td>{value.map(|value| text(half, value))}</td>
                <td class="field-meaning">
                    {faults} {line.meaning.as_deref().map(inline)} " "
                    {line.spec.as_deref().map(|spec| view! { <cite>{spec.to_owned()}</cite> })} {details}
                </td>
            </tr>
        }
        .into_any(),
    )
}

/// The parts of a value that mean something, with their bytes.
fn explain<'p>(half: &Half, part: &'p Part, explained: &mut Vec<(String, &'p str)>) {
    if explained.len() == MOST_PARTS {
        return;
    }
    if let Some(meaning) = part.meaning.as_deref().filter(|_| part.name != "whitespace") {
        explained.push((text(half, part), meaning));
    }
    for part in &part.parts {
        explain(half, part, explained);
    }
}

/// The rules that a part or one within it breaks.
fn faults(part: &Part) -> Vec<&str> {
    let own = part.fault.as_deref();
    own.into_iter().chain(part.parts.iter().flat_map(faults)).collect()
}

fn text(half: &Half, part: &Part) -> String {
    let bytes = half.bytes.get(part.start..part.end).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// What the browser shows of the fields.
#[component]
fn Shown(exchange: Arc<Exchange>) -> impl IntoView {
    let response = match &exchange.outcome {
        Outcome::Response(response) => view! {
            {table("Response fields", &response.fields)}
            <p class="provenance">
                "A browser hands fields over in lower case, sorted, and without Set-Cookie. Of another origin it shows \
                 only those that the response exposes."
            </p>
        }
        .into_any(),
        Outcome::Failure(_) => ().into_any(),
    };
    let request = if exchange.request.fields.is_empty() {
        view! { <EmptyState icon=IconName::List text="No field was asked for; the browser added its own." /> }
            .into_any()
    } else {
        table("Request fields", &exchange.request.fields)
    };
    view! {
        <div class="fields-view">
            {response}
            {request}
            <p class="provenance">
                "These are the request's fields as they were asked for. A browser adds others (Host, User-Agent, \
                 Accept-Encoding and more) and does not tell a page which."
            </p>
        </div>
    }
}

fn table(caption: &'static str, fields: &[Field]) -> AnyView {
    let rows = fields
        .iter()
        .map(|field| {
            view! {
                <tr>
                    <th scope="row">{field.name.to_text().into_owned()}</th>
                    <td>{field.value.to_text().into_owned()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![Column::text("Name"), Column::text("Value")];
    view! { <DataTable caption columns class="field-table">{rows}</DataTable> }.into_any()
}
