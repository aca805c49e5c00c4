//! The parts of an exchange, in tabs.

use std::sync::Arc;

use exchange::Exchange;
use leptos::prelude::*;

use super::{
    Shared,
    body::BodyView,
    export::ExportView,
    fields::FieldsView,
    ladder::LadderView,
    recorded::{Account, Recorded},
    timing::TimingView,
    wire::WireView,
};
use crate::{
    kit::{Tab, Tabs},
    log::Log,
};

/// The parts of an exchange, by the identifier of the tabs and which of them is open.
pub(crate) fn parts(
    exchange: Arc<Exchange>,
    id: &'static str,
    tab: RwSignal<&'static str>,
    share: Option<Shared>,
) -> AnyView {
    let [for_body, for_ladder, for_fields, for_timing] = [(); 4].map(|()| exchange.clone());
    expect_context::<Log>().being_drawn(exchange.id);
    let recorded = share.map(Recorded::of_share).or_else(|| Recorded::of(&exchange));
    let mut tabs = vec![
        Tab::new("body", "Body", move || {
            view! { <BodyView exchange=for_body.clone() /> }.into_any()
        }),
        Tab::new("ladder", "Ladder", move || {
            let account = Account::of(&for_ladder, recorded);
            view! { <LadderView exchange=for_ladder.clone() account id tab /> }.into_any()
        }),
        Tab::new("fields", "Fields", move || {
            view! { <FieldsView exchange=for_fields.clone() recorded /> }.into_any()
        }),
        Tab::new("timing", "Timing", move || {
            view! { <TimingView account=Account::of(&for_timing, recorded) /> }.into_any()
        }),
    ];
    if let Some(recorded) = recorded {
        tabs.extend([
            Tab::new("wire", "Wire", move || view! { <WireView recorded /> }.into_any()),
            Tab::new("export", "Export", move || {
                let account = Account::of(&exchange, Some(recorded));
                view! { <ExportView recorded account id /> }.into_any()
            }),
        ]);
    }
    view! { <Tabs id label="Parts of the exchange" tabs selected=tab /> }.into_any()
}
