//! An exchange that somebody has shared, for whoever has the link.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

use crate::later::LoadLater;

/// The exchange that the address names.
#[component]
pub fn SharedPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get_str("token").unwrap_or_default().to_owned()));
    view! {
        <Title text="A shared exchange" />
        // Who has the link may read it; it is for no catalogue.
        <Meta name="robots" content="noindex" />
        <div class="page shared">
            <header class="page-head">
                <h1>"A shared exchange"</h1>
            </header>
            {move || {
                let token = token.get();
                view! { <LoadLater draw=move |views| (views.shared)(token.clone()) label="Loading the exchange" /> }
            }}
        </div>
    }
    .into_any()
}
