//! Tables of data: real ones, with a caption and scoped column headers.

use leptos::prelude::*;

/// A column of a [`DataTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    label: &'static str,
    class: Option<&'static str>,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub const fn text(label: &'static str) -> Self {
        Self { label, class: None }
    }

    /// A column of figures, set flush right with tabular numerals. Its cells take the class `number`.
    #[must_use]
    pub const fn number(label: &'static str) -> Self {
        Self {
            label,
            class: Some("number"),
        }
    }
}

/// A table. Its children are the rows, each a `<tr>`; a cell that names its row is a `<th scope="row">`.
#[component]
pub fn DataTable(
    /// What the table holds.
    #[prop(into)]
    caption: String,
    /// Whether the caption is only read out, where a heading shows the same.
    #[prop(optional)]
    hide_caption: bool,
    /// Its columns, from the left.
    columns: Vec<Column>,
    /// A class for what is special about this table.
    #[prop(optional)]
    class: &'static str,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = columns
        .into_iter()
        .map(|column| view! { <th scope="col" class=column.class>{column.label}</th> })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class=format!("table {class}")>
                <caption class=hide_caption.then_some("visually-hidden")>{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
