//! Bytes in rows, as text or as numbers, however many they are: what the views of the wire and of bodies share.
//!
//! - `text` says where a row of text ends, `rows` keeps where rows begin, `hex` lays a dump out
//! - [`BytesView`]: the rows as a list, in which parts of the bytes are lit

mod hex;
mod rows;
mod text;

use std::{ops::Range, sync::Arc};

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

pub(super) use self::text::LineEnds;
use self::{hex::Shape, rows::Rows};
use crate::{
    client::Octets,
    kit::{DrawRow, Viewport, VirtualList},
};

/// Bytes as text.
pub(super) const TEXT: &str = "text";
/// Bytes as numbers.
pub(super) const HEX: &str = "hex";

/// A piece of a row that is shown alike.
pub(super) struct Segment {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// The part that it belongs to, by which it can be lit.
    pub(super) part: Option<usize>,
    /// What it is, for the style sheet.
    pub(super) kind: &'static str,
    /// Whether it breaks a rule.
    pub(super) is_faulty: bool,
}

/// The segments of a range of bytes, in order and without gaps.
pub(super) type Segments = Arc<dyn Fn(Range<usize>) -> Vec<Segment> + Send + Sync>;

/// What stands before a row with those bytes, in [`GUTTER`] columns or, where that is true, in [`NARROW_GUTTER`].
pub(super) type Gutter = Arc<dyn Fn(Range<usize>, bool) -> AnyView + Send + Sync>;

/// The columns of the gutter: a duration with a sign, and a blank.
const GUTTER: usize = 10;
/// Its columns where there is little room: a mark alone.
const NARROW_GUTTER: usize = 2;
/// There is little room in fewer columns.
const NARROW: usize = 64;

/// What the owner of such a view asks of it.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// [`TEXT`] or [`HEX`].
    pub(super) form: RwSignal<&'static str>,
    /// The parts that are lit.
    pub(super) lit: RwSignal<Option<(usize, usize)>>,
    /// Counts the changes of what the bytes are divided into.
    pub(super) marked: RwSignal<usize>,
    /// A byte that is to be scrolled to. Taken when that is done, which in a long text may be when its row is found.
    pub(super) wanted: RwSignal<Option<usize>>,
}

impl Shown {
    /// Nothing is lit.
    pub(super) fn new(form: RwSignal<&'static str>) -> Self {
        Self {
            form,
            lit: RwSignal::new(None),
            marked: RwSignal::new(0),
            wanted: RwSignal::new(None),
        }
    }
}

/// What a view of bytes is made of.
#[derive(Clone, Copy)]
struct Sheet {
    octets: StoredValue<Octets, LocalStorage>,
    /// The rows of the text, once its columns are known.
    rows: StoredValue<Option<Rows>, LocalStorage>,
    shape: StoredValue<Shape>,
    shown: Shown,
    viewport: Viewport,
    /// Counts the layouts, so that an older one that is still being found out is given up.
    layout: StoredValue<usize>,
}

/// Bytes in rows.
#[component]
pub(super) fn BytesView(
    /// The bytes.
    octets: Octets,
    /// What they are.
    label: String,
    /// How they are shown.
    shown: Shown,
    /// What becomes of line ends in the text.
    ends: LineEnds,
    /// What is lit by itself, and what can be pointed at.
    segments: Segments,
    /// What stands before each row.
    #[prop(optional)]
    gutter: Option<Gutter>,
) -> impl IntoView {
    let has_gutter = gutter.is_some();
    let sheet = Sheet {
        octets: StoredValue::new_local(octets),
        rows: StoredValue::new_local(None),
        shape: StoredValue::new(Shape::of(0, 0)),
        shown,
        viewport: Viewport::new(),
        layout: StoredValue::new(0),
    };
    let is_narrow = Memo::new(move |_| sheet.viewport.columns() < NARROW);
    let columns = Memo::new(move |_| {
        let gutter = match (has_gutter, is_narrow.get()) {
            (false, _) => 0,
            (true, false) => GUTTER,
            (true, true) => NARROW_GUTTER,
        };
        // The first and the last column stay free.
        sheet.viewport.columns().saturating_sub(gutter + 2)
    });
    Effect::new(move || {
        let (columns, form) = (columns.get(), shown.form.get());
        if columns > 0 {
            sheet.lay_out(form, columns, ends);
        }
    });
    Effect::new(move || sheet.reveal());
    Effect::watch(
        move || shown.marked.get(),
        move |_, _, _| sheet.viewport.redraw(),
        false,
    );
    Effect::new(move |before: Option<Option<(usize, usize)>>| {
        let lit = shown.lit.get();
        if before.flatten() != lit {
            sheet.viewport.each("[data-part]", |element| {
                let part = element.get_attribute("data-part").and_then(|part| part.parse().ok());
                // It fails only for a name that is no attribute's.
                let _ = element.toggle_attribute_with_force("data-current", is_lit(lit, part));
            });
        }
        lit
    });
    let row: DrawRow = Arc::new(move |row| {
        let (range, bytes, next) = sheet.row(row);
        let gutter = gutter
            .as_ref()
            .map(|gutter| gutter(range.clone(), is_narrow.get_untracked()));
        let segments = segments(range.clone());
        let content = if shown.form.get_untracked() == HEX {
            sheet.hex(row, &range, &bytes, &segments)
        } else {
            let text = |segment: &Segment| {
                let within = segment.range.start - range.start..segment.range.end - range.start;
                let following = bytes.get(within.end).copied().or(next);
                text::write(&bytes[..within.end], within.start, following, ends)
            };
            view! { <span class="bytes-text">{sheet.pieces(&segments, text)}</span> }.into_any()
        };
        view! {
            {gutter}
            {content}
        }
        .into_any()
    });
    view! { <VirtualList label viewport=sheet.viewport class="bytes" row /> }.into_any()
}

fn is_lit(lit: Option<(usize, usize)>, part: Option<usize>) -> bool {
    lit.zip(part)
        .is_some_and(|((start, end), part)| (start..end).contains(&part))
}

impl Sheet {
    fn len(self) -> usize {
        self.octets.with_value(Octets::len)
    }

    fn copy(self, range: Range<usize>) -> Vec<u8> {
        self.octets.with_value(|octets| octets.copy(range))
    }

    /// Finds the rows for so many columns; those of a long text bit by bit, so that the page stays usable.
    fn lay_out(self, form: &'static str, columns: usize, ends: LineEnds) {
        let top = self.first_byte();
        self.layout.update_value(|layout| *layout += 1);
        let len = self.len();
        if form == HEX {
            let shape = Shape::of(len, columns);
            self.shape.set_value(shape);
            self.rows.set_value(None);
            self.viewport.renew(len.div_ceil(shape.per_row));
        } else {
            let mut rows = Rows::new(len, columns, ends);
            rows.advance(&self.copy(rows.next()));
            self.viewport.renew(rows.found());
            let is_whole = rows.next().is_empty();
            self.rows.set_value(Some(rows));
            if !is_whole {
                self.find_rest(self.layout.get_value());
            }
        }
        // What was in view stays in view.
        if top > 0 && self.shown.wanted.with_untracked(Option::is_none) {
            self.shown.wanted.set(Some(top));
        }
    }

    fn find_rest(self, layout: usize) {
        spawn_local(async move {
            loop {
                TimeoutFuture::new(0).await;
                // The view may be gone by now, or laid out anew.
                if self.layout.try_get_value() != Some(layout) {
                    return;
                }
                let found = self.rows.try_update_value(|rows| {
                    let rows = rows.as_mut()?;
                    rows.advance(&self.copy(rows.next()));
                    Some((rows.found(), rows.next().is_empty()))
                });
                let Some(Some((found, is_whole))) = found else { return };
                self.viewport.extend(found);
                if is_whole {
                    return;
                }
            }
        });
    }

    /// The first byte that is in view.
    fn first_byte(self) -> usize {
        match self.viewport.first() {
            0 => 0,
            row => self.range(row).start,
        }
    }

    /// Scrolls to the byte that is wanted, once its row is known.
    fn reveal(self) {
        let Some(offset) = self.shown.wanted.get() else { return };
        // Each change of that may be what was missing.
        if !self.viewport.is_seen() {
            return;
        }
        let row = self.rows.with_value(|rows| match rows {
            Some(rows) => rows.row_with(offset, |range| self.copy(range)),
            None => Some(offset / self.shape.get_value().per_row),
        });
        if let Some(row) = row {
            self.viewport.reveal(row);
            self.shown.wanted.set(None);
        }
    }

    fn range(self, row: usize) -> Range<usize> {
        self.rows.with_value(|rows| match rows {
            Some(rows) => rows.row(row, |range| self.copy(range)),
            None => {
                let per_row = self.shape.get_value().per_row;
                let start = (row * per_row).min(self.len());
                start..(start + per_row).min(self.len())
            }
        })
    }

    /// A row's bytes, and the byte behind them.
    fn row(self, row: usize) -> (Range<usize>, Vec<u8>, Option<u8>) {
        let range = self.range(row);
        let mut bytes = self.copy(range.start..range.end + 1);
        let next = (bytes.len() > range.len()).then(|| bytes.pop()).flatten();
        (range, bytes, next)
    }

    /// The segments, each written by `write`.
    fn pieces(self, segments: &[Segment], write: impl Fn(&Segment) -> String) -> Vec<AnyView> {
        let lit = self.shown.lit.get_untracked();
        let piece = |segment: &Segment| {
            let text = write(segment);
            let Segment {
                part, kind, is_faulty, ..
            } = *segment;
            if part.is_none() && kind.is_empty() {
                return text.into_any();
            }
            view! {
                <span
                    class="bytes-part"
                    data-part=part.map(|part| part.to_string())
                    data-kind=kind
                    data-fault=is_faulty.then_some("")
                    data-current=is_lit(lit, part).then_some("")
                >
                    {text}
                </span>
            }
            .into_any()
        };
        segments.iter().map(piece).collect()
    }

    /// A row as its offset, its bytes as numbers, and the characters that they would be.
    fn hex(self, row: usize, range: &Range<usize>, bytes: &[u8], segments: &[Segment]) -> AnyView {
        let within = |segment: &Segment| segment.range.start - range.start..segment.range.end - range.start;
        let pairs = self
            .pieces(segments, |segment| {
                hex::pairs(&bytes[within(segment)], within(segment).start)
            })
            .into_iter()
            .zip(segments)
            .map(|(piece, segment)| view! { {hex::gap(within(segment).start)} {piece} })
            .collect_view();
        let characters = self.pieces(segments, |segment| hex::characters(&bytes[within(segment)]));
        let shape = self.shape.get_value();
        view! {
            <span class="bytes-offset">{shape.offset(row)}</span>
            <span class="bytes-pairs" data-per-row=shape.per_row.to_string()>{pairs}</span>
            <span class="bytes-characters">{characters}</span>
        }
        .into_any()
    }
}
