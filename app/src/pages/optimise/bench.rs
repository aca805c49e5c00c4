//! Sends the requests of pairs, one after the other, so that nothing that is measured waits for another.

use std::{ops::Range, sync::Arc};

use leptos::{prelude::*, task::spawn_local};

use super::{
    pair::{PAIRS, Pair},
    runs::{Measured, Run, Stopped},
};
use crate::{
    client::{Cancel, Client, draft::Draft},
    kit::{Loadable, monotonic_ms},
};

/// How many times each side is asked. An odd number, so that the median is one of the runs.
pub(super) const ROUNDS: usize = 5;

/// How many requests a pair takes.
pub(super) const REQUESTS: usize = 2 * ROUNDS;

/// What is known of each pair, and which is being measured.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    client: Client,
    states: [RwSignal<Loadable<Arc<Measured>>>; PAIRS.len()],
    under_way: RwSignal<Option<UnderWay>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
}

/// How far a pair is.
#[derive(Clone, Copy)]
struct UnderWay {
    pair: usize,
    /// How many of its requests have ended.
    done: usize,
}

impl Bench {
    /// One that has measured nothing.
    pub(super) fn new() -> Self {
        Self {
            client: expect_context::<Client>(),
            states: PAIRS.each_ref().map(|_| RwSignal::new(Loadable::Idle)),
            under_way: RwSignal::new(None),
            cancel: StoredValue::new_local(None),
        }
    }

    /// What is known of a pair.
    pub(super) const fn state(self, pair: usize) -> RwSignal<Loadable<Arc<Measured>>> {
        self.states[pair]
    }

    /// Which pair is being measured.
    pub(super) fn at(self) -> Memo<Option<usize>> {
        Memo::new(move |_| self.under_way.get().map(|under_way| under_way.pair))
    }

    /// How many requests of the pair that is being measured have ended.
    pub(super) fn done(self) -> usize {
        self.under_way.get().map_or(0, |under_way| under_way.done)
    }

    /// Measures those pairs, unless something is being measured.
    pub(super) fn measure(self, pairs: Range<usize>) {
        if self.under_way.with_untracked(Option::is_some) {
            return;
        }
        let first = pairs.start;
        self.under_way.set(Some(UnderWay { pair: first, done: 0 }));
        spawn_local(async move {
            for pair in pairs {
                let cancel = Cancel::new();
                self.cancel.set_value(Some(cancel.clone()));
                self.measure_one(pair, &cancel).await;
                // The page may have been left, and all of this with it.
                if cancel.is_cancelled() {
                    break;
                }
            }
            let _ = self.under_way.try_set(None);
        });
    }

    /// Ends what is being measured, and measures none of the pairs after it.
    pub(super) fn cancel(self) {
        self.cancel.with_value(|cancel| {
            if let Some(cancel) = cancel {
                cancel.cancel();
            }
        });
    }

    async fn measure_one(self, pair: usize, cancel: &Cancel) {
        let state = self.states[pair];
        let before = state.get_untracked();
        state.set(Loadable::Loading { since: monotonic_ms() });
        let next = match self.runs(pair, cancel).await {
            Ok(measured) => Loadable::Ready(Arc::new(measured)),
            Err(Stopped::Problem(problem)) => Loadable::Problem(problem),
            Err(Stopped::Failed { title, explanation }) => Loadable::Failed {
                title: title.to_owned(),
                explanation,
            },
            // What was measured before is as true as it was.
            Err(Stopped::Cancelled) if matches!(before, Loadable::Ready(_)) => before,
            Err(Stopped::Cancelled) => Loadable::Idle,
        };
        let _ = state.try_set(next);
    }

    /// Asks without and with in turn, so that what disturbs for a while disturbs both.
    async fn runs(self, index: usize, cancel: &Cancel) -> Result<Measured, Stopped> {
        let Pair { asked, .. } = &PAIRS[index];
        let mut measured = Measured::default();
        for done in 0..REQUESTS {
            let _ = self.under_way.try_set(Some(UnderWay { pair: index, done }));
            let side = done % 2;
            let before = measured.0[0].last().and_then(Run::response);
            let draft = asked[side].draft(before).ok_or_else(|| Stopped::Failed {
                title: "Nothing to ask with",
                explanation: "The answer without had no ETag, so there is nothing that the next request could name."
                    .to_owned(),
            })?;
            let run = self.run(&draft, cancel).await?;
            measured.0[side].push(run);
        }
        Ok(measured)
    }

    async fn run(self, draft: &Draft, cancel: &Cancel) -> Result<Run, Stopped> {
        let exchange = self.client.send(draft, cancel).await;
        // Cancelled between two steps of the client, the request may have ended well all the same.
        if cancel.is_cancelled() {
            return Err(Stopped::Cancelled);
        }
        let received = self.client.received(exchange.id);
        Run::of(exchange, received.and_then(|received| received.encoded_is_hidden))
    }
}
