//! The drawer that the log is in.

use leptos::prelude::*;

use super::{Log, comparison::Comparison};
use crate::{
    header::{LOG_BUTTON_ID, LogPanel},
    kit::{Button, ButtonKind, Drawer, IconName},
    later::LoadLater,
};

/// The log's drawer. Stands once in the page.
#[component]
pub fn LogDrawer() -> impl IntoView {
    let log = expect_context::<Log>();
    let panel = expect_context::<LogPanel>();
    let comparison = expect_context::<Comparison>();
    let actions = move || {
        (panel.count.get() > 0).then(|| {
            let clear = move || log.clear();
            let unavailable = Signal::derive(move || {
                (comparison.count() < 2).then(|| "Choose two exchanges: tick them, or press c on each".to_owned())
            });
            let compare = move || comparison.show_chosen();
            view! {
                <Button kind=ButtonKind::Ghost icon=IconName::Columns unavailable on_press=compare>"Compare"</Button>
                <Button kind=ButtonKind::Ghost icon=IconName::Trash on_press=clear>"Clear"</Button>
            }
        })
    };
    view! {
        <Drawer id="log" label="Log" open=panel.open opener=LOG_BUTTON_ID actions>
            <LoadLater draw=|views| (views.log)() />
        </Drawer>
    }
}
