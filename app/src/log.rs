//! The log: every exchange that this page has had, the latest first, like a browser's network panel.
//!
//! - `drawer`: where it is; `list`: the exchanges, and the one that is picked; [`comparison`]: two of it side by side

pub mod comparison;
mod drawer;
mod list;

use std::{collections::VecDeque, sync::Arc};

use exchange::{Exchange, Interval, Reading};
use leptos::prelude::*;
use uuid::Uuid;

pub use self::drawer::LogDrawer;
pub(crate) use self::list::exchanges;
use crate::{client::timing::render, header::LogPanel, kit::monotonic_ms};

/// How many exchanges are kept; older ones go.
const KEPT: usize = 200;

/// The log, to be taken from the context: `expect_context::<Log>()`.
#[derive(Clone, Copy)]
pub struct Log {
    entries: RwSignal<VecDeque<Entry>>,
    /// The exchange that is looked at.
    picked: RwSignal<Option<Uuid>>,
    panel: LogPanel,
}

/// An exchange in the log.
#[derive(Clone)]
struct Entry {
    exchange: Arc<Exchange>,
    /// When it was begun, by the page's clock, in milliseconds.
    called: f64,
    /// When it was first drawn. Apart from the exchange, so that the list is not made anew when one of it is shown; and counted, not
    /// owned, because it lives as long as the entry does.
    render: ArcRwSignal<Option<Reading<Interval>>>,
}

impl Log {
    /// Provides an empty log to everything below.
    pub fn provide() -> Self {
        let log = Self {
            entries: RwSignal::new(VecDeque::new()),
            picked: RwSignal::new(None),
            panel: expect_context::<LogPanel>(),
        };
        provide_context(log);
        log
    }

    /// Adds an exchange that was begun at that time of the page's clock.
    pub fn push(self, exchange: Exchange, called: f64) {
        let entry = Entry {
            exchange: Arc::new(exchange),
            called,
            render: ArcRwSignal::new(None),
        };
        self.entries.update(|entries| {
            entries.push_front(entry);
            entries.truncate(KEPT);
        });
        self.panel.count.set(self.entries.with_untracked(VecDeque::len));
    }

    /// The exchange of that id.
    #[must_use]
    pub fn get(self, id: Uuid) -> Option<Arc<Exchange>> {
        self.entries.with_untracked(|entries| {
            let entry = entries.iter().find(|entry| entry.exchange.id == id)?;
            Some(entry.exchange.clone())
        })
    }

    /// Opens the log at that exchange.
    pub fn show(self, id: Uuid) {
        self.picked.set(Some(id));
        self.panel.open.set(true);
    }

    /// Forgets all of them.
    pub fn clear(self) {
        self.entries.update(VecDeque::clear);
        self.panel.count.set(0);
    }

    /// The exchanges, the latest first.
    #[must_use]
    pub fn entries(self) -> Vec<Arc<Exchange>> {
        self.entries
            .with(|entries| entries.iter().map(|entry| entry.exchange.clone()).collect())
    }

    /// The latest exchange before that one that went to the same URL.
    #[must_use]
    pub fn previous(self, exchange: &Exchange) -> Option<Arc<Exchange>> {
        self.entries.with_untracked(|entries| {
            let mut older = entries
                .iter()
                .skip_while(|entry| entry.exchange.id != exchange.id)
                .skip(1);
            let same = older.find(|entry| {
                entry.exchange.request.url == exchange.request.url
                    && entry.exchange.request.target == exchange.request.target
            })?;
            Some(same.exchange.clone())
        })
    }

    /// When an exchange of the log was first drawn; nothing for one that is not in it.
    #[must_use]
    pub fn render(self, id: Uuid) -> Option<ArcRwSignal<Option<Reading<Interval>>>> {
        self.entries.with_untracked(|entries| {
            let entry = entries.iter().find(|entry| entry.exchange.id == id)?;
            Some(entry.render.clone())
        })
    }

    /// The view of an exchange is being made now: sees to it that the log gets to know when it was painted. Only the first time counts,
    /// and only an exchange of the log.
    pub fn being_drawn(self, id: Uuid) {
        let found = self.entries.with_untracked(|entries| {
            let entry = entries.iter().find(|entry| entry.exchange.id == id)?;
            Some((entry.called, entry.render.clone()))
        });
        let Some((called, drawn)) = found.filter(|(_, drawn)| drawn.with_untracked(Option::is_none)) else {
            return;
        };
        let began = monotonic_ms();
        // The first frame paints it; when the next begins, that is done.
        request_animation_frame(move || {
            request_animation_frame(move || drawn.set(Some(render(called, began, monotonic_ms()))));
        });
    }
}
