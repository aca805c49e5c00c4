//! The log: every exchange that this page has had, the latest first, like a browser's network panel.

mod drawer;

use std::{collections::VecDeque, sync::Arc};

use exchange::Exchange;
use leptos::prelude::*;

pub use self::drawer::LogDrawer;
use crate::header::LogPanel;

/// How many exchanges are kept; older ones go.
const KEPT: usize = 200;

/// The log, to be taken from the context: `expect_context::<Log>()`.
#[derive(Clone, Copy)]
pub struct Log {
    entries: RwSignal<VecDeque<Arc<Exchange>>>,
    panel: LogPanel,
}

impl Log {
    /// Provides an empty log to everything below.
    pub fn provide() -> Self {
        let log = Self {
            entries: RwSignal::new(VecDeque::new()),
            panel: expect_context::<LogPanel>(),
        };
        provide_context(log);
        log
    }

    /// Adds an exchange.
    pub fn push(self, exchange: Exchange) {
        self.entries.update(|entries| {
            entries.push_front(Arc::new(exchange));
            entries.truncate(KEPT);
        });
        self.panel.count.set(self.entries.with_untracked(VecDeque::len));
    }

    /// Forgets all of them.
    pub fn clear(self) {
        self.entries.update(VecDeque::clear);
        self.panel.count.set(0);
    }

    /// The exchanges, the latest first.
    #[must_use]
    pub fn entries(self) -> Vec<Arc<Exchange>> {
        self.entries.with(|entries| entries.iter().cloned().collect())
    }
}
