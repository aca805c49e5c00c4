//! The places in a body that have what is looked for, found piece by piece.

use std::ops::Range;

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::super::bytes::{Segment, Shown};
use crate::{
    client::Octets,
    kit::{Count, Search, find},
};

/// So many bytes are searched at once. It takes the browser a few milliseconds.
const PIECE: usize = 1 << 19;

/// So many places are enough.
const MOST: usize = 10_000;

/// Where the bytes of a body have what is looked for.
#[derive(Clone, Copy)]
pub(super) struct Places {
    /// Where each begins, in order.
    starts: StoredValue<Vec<usize>>,
    /// How long the words are.
    length: StoredValue<usize>,
    /// Counts the searches, so that an older one is given up.
    latest: StoredValue<usize>,
}

impl Places {
    /// Looks for what `search` asks for, and shows the place that it is at.
    pub(super) fn follow(octets: Octets, search: Search, shown: Shown) -> Self {
        let places = Self {
            starts: StoredValue::new(Vec::new()),
            length: StoredValue::new(0),
            latest: StoredValue::new(0),
        };
        let octets = StoredValue::new_local(octets);
        Effect::new(move |before: Option<bool>| {
            let needle = search.needle.get();
            // At first there is nothing to be forgotten.
            if before.is_some() || !needle.is_empty() {
                places.look_for(needle, octets, search, shown);
            }
            true
        });
        Effect::new(move || {
            let at = search.at.get();
            let Count { found, .. } = search.count.get();
            let start = places.starts.with_value(|starts| starts.get(at.min(found)).copied());
            shown.lit.set(start.map(|_| (at, at + 1)));
        });
        // Only when another place is looked at is it scrolled to, not when one more was found.
        let place = Memo::new(move |_| {
            let _ = search.count.get();
            let at = search.at.get();
            places.starts.with_value(|starts| starts.get(at).copied())
        });
        Effect::new(move || {
            if let Some(start) = place.get() {
                shown.wanted.set(Some(start));
            }
        });
        places
    }

    fn look_for(self, needle: String, octets: StoredValue<Octets, LocalStorage>, search: Search, shown: Shown) {
        self.latest.update_value(|latest| *latest += 1);
        self.starts.set_value(Vec::new());
        self.length.set_value(needle.len());
        let own = self.latest.get_value();
        search.at.set(0);
        search.count.set(Count {
            found: 0,
            is_open: !needle.is_empty(),
        });
        shown.marked.update(|marked| *marked += 1);
        if needle.is_empty() {
            return;
        }
        spawn_local(async move {
            let len = octets.try_with_value(Octets::len).unwrap_or(0);
            let mut from = 0;
            loop {
                // The view may be gone by now, or something else be looked for.
                if self.latest.try_get_value() != Some(own) {
                    return;
                }
                let Some(piece) = octets.try_with_value(|octets| octets.copy(from..from + PIECE + needle.len() - 1))
                else {
                    return;
                };
                let (before, found, is_full) = self.add(from, &piece, needle.as_bytes());
                from += PIECE;
                let is_whole = from >= len;
                search.count.set(Count {
                    found,
                    is_open: is_full || !is_whole,
                });
                if found > before {
                    shown.marked.update(|marked| *marked += 1);
                }
                if is_full || is_whole {
                    return;
                }
                TimeoutFuture::new(0).await;
            }
        });
    }

    /// Adds the places that begin in a piece. Says how many there were and are now, and whether that is enough.
    fn add(self, from: usize, piece: &[u8], needle: &[u8]) -> (usize, usize, bool) {
        self.starts
            .try_update_value(|starts| {
                let before = starts.len();
                let mut at = starts
                    .last()
                    .map_or(0, |last| (last + needle.len()).saturating_sub(from));
                while starts.len() < MOST
                    && let Some(found) = piece.get(at..).and_then(|rest| find(rest, needle))
                {
                    starts.push(from + at + found);
                    at += found + needle.len();
                }
                (before, starts.len(), starts.len() == MOST)
            })
            .unwrap_or((0, 0, true))
    }

    /// A range of the bytes as segments: what was found, and what lies between.
    pub(super) fn segments(self, range: Range<usize>) -> Vec<Segment> {
        let length = self.length.get_value();
        self.starts.with_value(|starts| {
            let first = starts.partition_point(|start| start + length <= range.start);
            let mut segments = Vec::new();
            let mut at = range.start;
            for (part, &start) in starts.iter().enumerate().skip(first) {
                if start >= range.end {
                    break;
                }
                if start > at {
                    segments.push(plain(at..start));
                }
                let end = (start + length).min(range.end);
                segments.push(Segment {
                    range: start.max(at)..end,
                    part: Some(part),
                    kind: "found",
                    is_faulty: false,
                });
                at = end;
            }
            if at < range.end {
                segments.push(plain(at..range.end));
            }
            segments
        })
    }
}

fn plain(range: Range<usize>) -> Segment {
    Segment {
        range,
        part: None,
        kind: "",
        is_faulty: false,
    }
}
