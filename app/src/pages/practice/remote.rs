//! What a request of a panel came to, in every state that it has.

use std::{collections::VecDeque, sync::Arc};

use contract::Endpoint;
use exchange::Exchange;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    client::{Cancel, asked::refused, call::Call},
    kit::{Loadable, monotonic_ms},
};

/// Remote data of a panel, or an action of it. Of two requests, only what came of the later one is shown.
pub(super) struct Remote<T: Send + Sync + 'static> {
    pub(super) state: RwSignal<Loadable<T>>,
    /// The panel's latest exchange.
    pub(super) last: RwSignal<Option<Arc<Exchange>>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// What is to be done when that which is under way is over.
    waiting: StoredValue<VecDeque<Box<dyn FnOnce()>>, LocalStorage>,
}

// Not derived, because that would ask the same of the data.
impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

/// Puts another call, or none, in the place of the one that is under way, which is cancelled.
fn replace(place: StoredValue<Option<Cancel>, LocalStorage>, call: Option<Cancel>) {
    let earlier = place.try_update_value(|place| std::mem::replace(place, call)).flatten();
    if let Some(earlier) = earlier {
        earlier.cancel();
    }
}

impl<T: Send + Sync + 'static> Remote<T> {
    /// Something that nobody has asked for yet, the first of its panel.
    pub(super) fn new() -> Self {
        Self::with(RwSignal::new(None))
    }

    /// Something else of the same panel.
    pub(super) fn beside<U: Send + Sync + 'static>(self) -> Remote<U> {
        Remote::with(self.last)
    }

    fn with(last: RwSignal<Option<Arc<Exchange>>>) -> Self {
        let cancel = StoredValue::new_local(None::<Cancel>);
        on_cleanup(move || replace(cancel, None));
        Self {
            state: RwSignal::new(Loadable::Idle),
            last,
            cancel,
            waiting: StoredValue::new_local(VecDeque::new()),
        }
    }

    /// What it is has been learnt in another way. What is under way was asked before that, so it is not shown any more.
    pub(super) fn settle(self, state: Loadable<T>) {
        replace(self.cancel, None);
        let _ = self.state.try_set(state);
    }

    /// Does something, which may be to ask, as soon as the call that is under way is over: what one change did is not lost because
    /// another followed. After a refusal, which is to be seen, nothing that waits is done.
    pub(super) fn in_turn(self, act: impl FnOnce() + 'static) {
        if self.state.with_untracked(Loadable::is_loading) {
            self.waiting.update_value(|waiting| waiting.push_back(Box::new(act)));
        } else {
            act();
        }
    }

    /// Does what waits, up to what asks again.
    fn go_on(self) {
        while !self.state.with_untracked(Loadable::is_loading)
            && let Some(next) = self.waiting.try_update_value(VecDeque::pop_front).flatten()
        {
            next();
        }
    }

    /// Makes a call, in place of the one that is under way. `content` makes of its answer what the panel shows; nothing, if there is
    /// nothing in it.
    pub(super) fn ask<E>(self, call: Call<E>, content: impl FnOnce(E::Response, &Exchange) -> Option<T> + 'static)
    where
        E: Endpoint + 'static,
    {
        let cancel = Cancel::new();
        replace(self.cancel, Some(cancel.clone()));
        self.state.set(Loadable::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let called = call.send(&cancel).await;
            // The panel may be gone by now, or have asked for something else.
            if cancel.is_cancelled() {
                return;
            }
            if let Some(exchange) = &called.exchange {
                let _ = self.last.try_set(Some(exchange.clone()));
            }
            let state = match (called.result, called.exchange) {
                (Ok(answer), Some(exchange)) => content(answer, &exchange).map_or(Loadable::Empty, Loadable::Ready),
                (Err(error), _) => refused(error),
                // An answer comes with its exchange.
                (Ok(_), None) => Loadable::Empty,
            };
            let is_refused = matches!(state, Loadable::Problem(_) | Loadable::Failed { .. });
            if self.state.try_set(state).is_some() {
                return;
            }
            if is_refused {
                self.waiting.update_value(VecDeque::clear);
            }
            self.go_on();
        });
    }

    /// Whether it is under way.
    pub(super) fn pending(self) -> Signal<bool> {
        let state = self.state;
        Signal::derive(move || state.with(Loadable::is_loading))
    }
}
