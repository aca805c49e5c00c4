//! An exchange that somebody has shared: the same views, read from the share.

use std::sync::Arc;

use contract::{
    endpoint::Json,
    shares::{GetShare, KEPT_DAYS, SharePath, SharedExchange},
};
use exchange::message::SECRET_FIELDS;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{ExchangeView, Shared, address::PartLinks, figures::moment};
use crate::{
    client::Asked,
    kit::{EmptyState, IconName, Load},
};

/// The exchange that is shared under that token.
pub(crate) fn shared(token: String) -> AnyView {
    let path = SharePath { token: token.clone() };
    let (state, retry) = Asked::of::<GetShare>(path, |Json(shared)| Arc::new(shared)).get();
    // A link may lead to a part of the bytes.
    let asked = PartLinks::asked_for();
    let tab = RwSignal::new(if asked.is_some() { "wire" } else { "ladder" });
    let ready = move |shared: Arc<SharedExchange>| {
        PartLinks::provide(asked, Some(format!("/x/{token}")));
        let served = Arc::new(shared.exchange.clone());
        let mut exchange = shared.exchange.clone();
        // What its client measured is the account to which the server's is joined, as it was for whoever shared it.
        if let Some(timeline) = &shared.timeline {
            exchange.timeline = timeline.clone();
        }
        let title = format!("{} {}", exchange.request.method, exchange.request.target);
        let facts = [
            ("Recorded", moment(exchange.started_at)),
            ("Shared", moment(shared.shared_at)),
            ("Kept until", moment(shared.kept_until)),
        ]
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
        let share = Some(Shared {
            token: token.clone(),
            served,
        });
        view! {
            <Title text=format!("{title} · Shared exchange") />
            <dl class="facts">{facts.into_iter().collect_view()}</dl>
            <p class="provenance">
                "A frozen copy, as the server recorded the exchange"
                {shared.timeline.is_some().then_some(", with the phases that its client measured")} ". " {hidden()}
            </p>
            <section class="exchange-view" aria-label="Exchange">
                <h2 class="visually-hidden">"The exchange"</h2>
                <ExchangeView exchange=Arc::new(exchange) id="shared" tab share />
            </section>
        }
    };
    view! { <Load state retry ready empty=gone /> }.into_any()
}

/// What a copy is without.
pub(super) fn hidden() -> String {
    format!(
        "The values of {}, and of parameters and members that are secrets by their names, such as password, token, api_key or sandbox, are \
         replaced by asterisks. The client's address is left out.",
        SECRET_FIELDS.join(", ")
    )
}

fn gone() -> AnyView {
    let text = format!(
        "There is no exchange behind this link. It may be mistyped, it may have been taken back, or its {KEPT_DAYS} days are over."
    );
    view! {
        <EmptyState icon=IconName::Unplugged text>
            <a class="button" href="/">"To the start"</a>
        </EmptyState>
    }
    .into_any()
}
