//! The list of every kind of problem that Roundtrip answers with.

use contract::problem::ProblemKind;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::kit::{Column, DataTable, StatusPill};

/// The list, by status code.
#[component]
pub fn ProblemsPage() -> impl IntoView {
    let rows = ProblemKind::ALL
        .iter()
        .map(|&kind| {
            view! {
                <tr>
                    <td><StatusPill status=kind.status().as_u16() /></td>
                    <th scope="row"><A href=kind.path()>{kind.title()}</A></th>
                    <td><code>{kind.path()}</code></td>
                    <td class="quiet">{kind.section()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Status"),
        Column::text("Title"),
        Column::text("Type"),
        Column::text("Specification"),
    ];
    view! {
        <Title text="Problems" />
        <div class="page problems">
            <header class="page-head">
                <h1>"Problems"</h1>
                <p class="lead">
                    "An error answers with " <code>"application/problem+json"</code>
                    " (RFC 9457). Its type is the address of a page, and these are the pages."
                </p>
            </header>
            <DataTable caption="Every type of problem" hide_caption=true columns class="problems-table">
                {rows}
            </DataTable>
        </div>
    }
    .into_any()
}
