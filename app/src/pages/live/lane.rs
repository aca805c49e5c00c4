//! What one transport has brought, and the connection that it came by.

use std::{collections::VecDeque, time::Duration};

use leptos::prelude::*;

use super::{figures::Figures, tally::Tally};
use crate::{
    client::live::{Arrival, Kept, News, Transport, cursor::parts, watch},
    kit::monotonic_ms,
};

/// So many things are kept for the ladder; the oldest make room.
const KEPT_MARKS: usize = 600;

/// However much comes, what is seen is drawn anew no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// Something that happened on a connection.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// When, in milliseconds of [`monotonic_ms`].
    pub(super) at: f64,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A request or a handshake left.
    Asked,
    /// The answer began that goes on.
    Opened,
    /// Something came.
    Came {
        /// How many bytes of content.
        content: u64,
        /// The numbers of the first and the last event, if there were any.
        seqs: Option<(u64, u64)>,
        /// Whether a gap was told.
        gap: bool,
    },
    /// The connection ended.
    Ended(String),
}

/// What is known of a transport.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) marks: VecDeque<Mark>,
    pub(super) tally: Tally,
    pub(super) figures: Figures,
}

/// One of the columns.
#[derive(Clone, Copy)]
pub(super) struct Lane {
    pub(super) transport: Transport,
    pub(super) kept: Kept,
    /// Where reading goes on.
    pub(super) cursor: StoredValue<String>,
    seen: StoredValue<Seen>,
    /// Counts how often what is seen was to be drawn anew.
    edition: RwSignal<u32>,
    is_awaited: StoredValue<bool>,
}

impl Lane {
    pub(super) fn new(transport: Transport) -> Self {
        Self {
            transport,
            kept: Kept::new(),
            cursor: StoredValue::new(String::new()),
            seen: StoredValue::new(Seen::default()),
            edition: RwSignal::new(0),
            is_awaited: StoredValue::new(false),
        }
    }

    /// Begins to read a topic behind a cursor. `took` says how long ago this page has sent an event, if it was this page, in
    /// microseconds.
    pub(super) fn start(
        self,
        base: String,
        topic: String,
        cursor: &str,
        took: impl Fn(&Arrival) -> Vec<u64> + 'static,
    ) {
        self.cursor.set_value(cursor.to_owned());
        let tally = Tally::behind(cursor);
        self.seen.update_value(|seen| {
            *seen = Seen {
                tally,
                ..Seen::default()
            };
        });
        watch(self.kept, self.transport, base, topic, self.cursor, move |news| {
            self.take(news, &took);
        });
    }

    fn take(self, news: News, took: &impl Fn(&Arrival) -> Vec<u64>) {
        let at = monotonic_ms();
        // The page may have been left.
        self.seen.try_update_value(|seen| {
            let what = match news {
                News::Asked => {
                    seen.figures.asked();
                    What::Asked
                }
                News::Opened => {
                    seen.figures.opened();
                    What::Opened
                }
                News::Ended(why) => What::Ended(why),
                News::Came(arrival) => {
                    seen.figures.came(self.transport, &arrival);
                    for us in took(&arrival) {
                        seen.figures.took(us);
                    }
                    if let Some(gap) = &arrival.gap {
                        seen.tally.gap(gap);
                    }
                    for read in &arrival.events {
                        seen.tally.take(&read.event.cursor);
                    }
                    came(&arrival)
                }
            };
            if seen.marks.len() == KEPT_MARKS {
                seen.marks.pop_front();
            }
            seen.marks.push_back(Mark { at, what });
        });
        self.redraw();
    }

    /// Has what is seen drawn anew, soon.
    fn redraw(self) {
        let was_awaited = self
            .is_awaited
            .try_update_value(|is_awaited| std::mem::replace(is_awaited, true));
        if was_awaited != Some(false) {
            return;
        }
        let draw = move || {
            self.is_awaited.try_set_value(false);
            self.edition.try_update(|edition| *edition = edition.wrapping_add(1));
        };
        set_timeout(draw, PAUSE);
    }

    /// What is seen now; whoever asks in an effect is run again when there is more.
    pub(super) fn with<T>(self, read: impl FnOnce(&Seen) -> T) -> T {
        self.edition.track();
        self.seen.with_value(read)
    }
}

fn came(arrival: &Arrival) -> What {
    let seq = |index: usize| {
        let read = arrival.events.get(index)?;
        parts(&read.event.cursor).map(|(_, seq)| seq)
    };
    What::Came {
        content: arrival.content,
        seqs: seq(0).zip(seq(arrival.events.len().saturating_sub(1))),
        gap: arrival.gap.is_some(),
    }
}
