//! Two exchanges of the log side by side: which two are chosen, and the dialog that shows them.

use std::sync::Arc;

use exchange::Exchange;
use leptos::prelude::*;
use uuid::Uuid;

use super::Log;
use crate::{
    kit::{Dialog, IconButton, IconName},
    later::LoadLater,
};

/// What is compared, to be taken from the context: `expect_context::<Comparison>()`.
#[derive(Clone, Copy)]
pub struct Comparison {
    /// The exchanges that are chosen in the log, two at most, in the order in which they were.
    chosen: RwSignal<Vec<Uuid>>,
    /// The two that are shown, the older one first.
    shown: RwSignal<Option<[Arc<Exchange>; 2]>>,
    open: RwSignal<bool>,
    log: Log,
}

impl Comparison {
    /// Provides an empty one to everything below.
    pub fn provide(log: Log) {
        provide_context(Self {
            chosen: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            open: RwSignal::new(false),
            log,
        });
    }

    /// Whether that exchange is chosen.
    #[must_use]
    pub fn has(self, id: Uuid) -> bool {
        self.chosen.with(|chosen| chosen.contains(&id))
    }

    /// How many are chosen that are still in the log.
    #[must_use]
    pub fn count(self) -> usize {
        self.chosen
            .with(|chosen| chosen.iter().filter(|id| self.log.get(**id).is_some()).count())
    }

    /// Chooses an exchange, or does not any more. Of three the one that was chosen first makes room.
    pub fn toggle(self, id: Uuid) {
        self.chosen.update(|chosen| toggle(chosen, id));
    }

    /// Shows the two that are chosen, if there are two.
    pub fn show_chosen(self) {
        let mut exchanges = self
            .chosen
            .with_untracked(|chosen| chosen.iter().filter_map(|id| self.log.get(*id)).collect::<Vec<_>>());
        // Ids are in the order of time.
        exchanges.sort_by_key(|exchange| exchange.id);
        if let [one, other] = exchanges.as_slice() {
            self.show(one.clone(), other.clone());
        }
    }

    /// Shows two exchanges.
    pub fn show(self, one: Arc<Exchange>, other: Arc<Exchange>) {
        self.shown.set(Some([one, other]));
        self.open.set(true);
    }
}

fn toggle(chosen: &mut Vec<Uuid>, id: Uuid) {
    match chosen.iter().position(|chosen| *chosen == id) {
        Some(index) => {
            chosen.remove(index);
        }
        None => {
            if chosen.len() == 2 {
                chosen.remove(0);
            }
            chosen.push(id);
        }
    }
}

/// The dialog with the two. Stands once in the page.
#[component]
pub fn ComparisonDialog() -> impl IntoView {
    let comparison = expect_context::<Comparison>();
    let content = move || {
        let [one, other] = comparison.open.get().then(|| comparison.shown.get())??;
        Some(view! {
            <header class="compare-bar">
                <h2>"Two exchanges side by side"</h2>
                <IconButton icon=IconName::Close label="Close" on_press=move || comparison.open.set(false) />
            </header>
            <div class="compare-scroll" tabindex="0" role="group" aria-label="The comparison">
                <LoadLater draw=move |views| (views.compare)(one.clone(), other.clone()) />
            </div>
        })
    };
    view! {
        <Dialog label="Comparison" open=comparison.open class="compare-dialog">
            {content}
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_most_are_chosen() {
        let ids: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
        let mut chosen = Vec::new();
        for (id, expected) in [
            (ids[0], vec![ids[0]]),
            (ids[1], vec![ids[0], ids[1]]),
            (ids[2], vec![ids[1], ids[2]]),
            (ids[1], vec![ids[2]]),
        ] {
            toggle(&mut chosen, id);
            assert_eq!(chosen, expected);
        }
    }
}
