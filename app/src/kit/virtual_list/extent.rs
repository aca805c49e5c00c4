//! Which rows of a long list are in view.
//!
//! Browsers give up on elements that are some ten million pixels high, and 64 MiB in lines of sixteen bytes are eighty million. So
//! an element is never higher than [`HIGHEST`], and where the rows are higher together, a small movement of the scroll bar moves
//! them by as much, and a large one by its share of the whole.

use std::ops::Range;

/// The height in pixels that an element has at most.
const HIGHEST: f64 = 8_000_000.0;

/// So many rows are made above and below what is in view, so that scrolling finds them there.
const MARGIN: usize = 6;

/// How high the list and its rows are, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    /// How many rows there are.
    pub(super) rows: usize,
    /// How high each is.
    pub(super) row: f64,
    /// How much of them is in view.
    pub(super) view: f64,
}

/// How far the list is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    /// As the element counts it.
    pub(super) physical: f64,
    /// As the rows count it.
    pub(super) top: f64,
}

impl Extent {
    /// The height of all rows.
    #[expect(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
    fn whole(self) -> f64 {
        self.rows as f64 * self.row
    }

    /// The height of the element that stands for them.
    pub(super) fn height(self) -> f64 {
        self.whole().min(HIGHEST)
    }

    /// How far the rows can be scrolled.
    fn furthest(self) -> f64 {
        (self.whole() - self.view).max(0.0)
    }

    /// How far the element can be scrolled.
    fn furthest_physical(self) -> f64 {
        (self.height() - self.view).max(0.0)
    }

    /// Where the rows are after the element was scrolled.
    pub(super) fn scrolled(self, before: Place, physical: f64) -> Place {
        let moved = physical - before.physical;
        let top = if self.whole() <= HIGHEST {
            physical
        } else if physical <= 0.0 {
            0.0
        } else if physical >= self.furthest_physical() - 1.0 {
            self.furthest()
        } else if moved.abs() <= self.view {
            (before.top + moved).clamp(0.0, self.furthest())
        } else {
            physical / self.furthest_physical() * self.furthest()
        };
        Place { physical, top }
    }

    /// The place at which a row is in view, which is the one before if it is there already.
    #[expect(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
    pub(super) fn revealing(self, before: Place, row: usize) -> Place {
        let start = row as f64 * self.row;
        let end = start + self.row;
        let top = if start < before.top {
            start - self.row
        } else if end > before.top + self.view {
            // A row that is far away is shown with some of what comes after it.
            let below = if end > before.top + 2.0 * self.view {
                self.view / 2.0
            } else {
                self.row
            };
            end + below - self.view
        } else {
            return before;
        };
        let top = top.clamp(0.0, self.furthest());
        let physical = if self.whole() <= HIGHEST {
            top
        } else {
            top / self.furthest() * self.furthest_physical()
        };
        Place { physical, top }
    }

    /// The first row that is in view.
    pub(super) fn first(self, place: Place) -> usize {
        self.row_at(place.top)
    }

    /// The rows to be made.
    pub(super) fn window(self, place: Place) -> Range<usize> {
        let last = self.row_at(place.top + self.view) + 1;
        let first = self.first(place).saturating_sub(MARGIN);
        if self.row > 0.0 {
            first.min(self.rows)..(last + MARGIN).min(self.rows)
        } else {
            0..0
        }
    }

    /// The row that is so far below the top of the first one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded down from what is not negative; what is not measured has no rows"
    )]
    fn row_at(self, pixels: f64) -> usize {
        if self.row > 0.0 {
            (pixels / self.row) as usize
        } else {
            0
        }
    }

    /// How far below the element's top the first of those rows is.
    #[expect(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
    pub(super) fn offset(self, place: Place, first: usize) -> f64 {
        place.physical - place.top + first as f64 * self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Extent = Extent {
        rows: 100,
        row: 20.0,
        view: 200.0,
    };
    const LONG: Extent = Extent {
        rows: 4_194_304,
        row: 20.0,
        view: 200.0,
    };

    #[test]
    fn a_short_list_is_scrolled_by_the_browser_alone() {
        let place = SHORT.scrolled(Place::default(), 400.0);
        assert_eq!(
            place,
            Place {
                physical: 400.0,
                top: 400.0
            }
        );
        assert_eq!(SHORT.window(place), 14..37);
        assert!((SHORT.offset(place, 14) - 280.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_long_list_moves_by_rows_when_it_is_scrolled_a_little() {
        assert!((LONG.height() - HIGHEST).abs() < f64::EPSILON);
        let place = LONG.scrolled(Place::default(), 60.0);
        assert!((place.top - 60.0).abs() < f64::EPSILON);
        // The first row in view is where the element's scrolled edge is.
        assert!((LONG.offset(place, 3) - 60.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_long_list_has_its_ends_where_the_scroll_bar_has_them() {
        let end = LONG.scrolled(Place::default(), HIGHEST - LONG.view);
        assert_eq!(LONG.window(end).end, LONG.rows);
        let middle = LONG.scrolled(end, (HIGHEST - LONG.view) / 2.0);
        let window = LONG.window(middle);
        assert!(window.contains(&(LONG.rows / 2)), "{window:?}");
        assert_eq!(LONG.window(LONG.scrolled(middle, 0.0)).start, 0);
    }

    #[test]
    fn a_row_is_brought_into_view_and_left_alone_when_it_is() {
        for extent in [SHORT, LONG] {
            let mut place = Place::default();
            for row in [0, 50, 55, extent.rows - 1, extent.rows / 2, 0] {
                place = extent.revealing(place, row);
                let seen = extent.window(place);
                assert!(seen.contains(&row), "{row} in {seen:?}");
                assert_eq!(extent.revealing(place, row), place);
                // What the browser then says of its scrolling changes nothing.
                assert_eq!(extent.scrolled(place, place.physical).top, place.top);
            }
        }
    }

    #[test]
    fn what_is_not_measured_has_no_rows() {
        assert_eq!(Extent::default().window(Place::default()), 0..0);
    }
}
