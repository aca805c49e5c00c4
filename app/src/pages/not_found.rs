//! What is shown where there is no page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::{
    kit::{EmptyState, IconName},
    status::respond_with,
};

/// Says that there is no such page, with status code 404.
#[component]
pub fn NotFound() -> impl IntoView {
    respond_with(404);
    view! {
        <Title text="Not found" />
        <div class="page not-found">
            <h1>"There is no page at this address"</h1>
            <EmptyState icon=IconName::Search text="Check the address letter by letter, or start from the beginning.">
                <A href="/" attr:class="button">"To the start"</A>
            </EmptyState>
        </div>
    }
    .into_any()
}
