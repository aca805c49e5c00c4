//! The header fields of both messages, as far as the browser shows them to a page.

use std::sync::Arc;

use exchange::{Exchange, Field, Outcome};
use leptos::prelude::*;

use crate::kit::{Column, DataTable, EmptyState, IconName};

#[component]
pub(super) fn FieldsView(exchange: Arc<Exchange>) -> impl IntoView {
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
