//! Where everything in the ladder lies: times as heights, in whole pixels.

/// The height of the drawing, and what of it is left free above and below the times.
pub(super) const HEIGHT: i64 = 480;
pub(super) const TOP: i64 = 48;
pub(super) const BOTTOM: i64 = 20;

/// The least distance between the middles of two lines of words.
const LINE: i64 = 17;
/// What is drawn is at least so high, or it would not be seen.
const THIN: i64 = 2;
/// The shortest stretch of time that is worth the whole height, in microseconds.
const SHORTEST_US: u64 = 20;
/// About so many lines mark the time.
const TICKS: u64 = 7;

/// The stretch of time that is drawn, in microseconds from the start of the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl Window {
    /// All of an exchange of that duration.
    pub(super) fn whole(end: u64) -> Self {
        Self {
            from: 0,
            to: end.max(SHORTEST_US),
        }
    }

    /// All of an exchange that ended then, and of what the page did after it, from `drawn` on, as much as leaves room for the exchange
    /// itself.
    pub(super) fn first(exchanged: u64, drawn: Option<u64>, end: u64) -> Self {
        let some = exchanged.max(SHORTEST_US) / 4;
        let soon = drawn.filter(|drawn| *drawn < 2 * exchanged);
        let room = exchanged.max(SHORTEST_US).max(soon.unwrap_or(0)) + some;
        Self::whole(end.min(room))
    }

    fn length(self) -> u64 {
        (self.to - self.from).max(1)
    }

    /// The height of a moment. What lies outside of the window lies outside of the drawing.
    pub(super) fn y(self, at: u64) -> i64 {
        let drawn = i128::from(HEIGHT - TOP - BOTTOM);
        let y = (i128::from(at) - i128::from(self.from)) * drawn / i128::from(self.length());
        // Far outside is as good as anywhere outside.
        let y = y.clamp(-2 * i128::from(HEIGHT), 2 * i128::from(HEIGHT));
        TOP + i64::try_from(y).unwrap_or_default()
    }

    /// The upper edge and the height of a stretch, cut off at the edges of the drawing; nothing if it lies outside.
    pub(super) fn bar(self, start: u64, end: u64) -> Option<(i64, i64)> {
        if end < self.from || start > self.to {
            return None;
        }
        let top = self.y(start.max(self.from));
        let bottom = self.y(end.min(self.to));
        Some((top, (bottom - top).max(THIN)))
    }

    /// Half of it, or twice as much, around the middle of a stretch that is looked at.
    pub(super) fn scaled(self, closer: bool, around: u64, end: u64) -> Self {
        let length = if closer { self.length() / 2 } else { self.length() * 2 };
        Self::around(around, length, end)
    }

    /// A stretch with a little of what is before and after it.
    pub(super) fn onto(start: u64, end: u64, whole: u64) -> Self {
        Self::around(start.midpoint(end), (end - start) * 3 / 2, whole)
    }

    fn around(middle: u64, length: u64, end: u64) -> Self {
        let whole = Self::whole(end);
        let length = length.clamp(SHORTEST_US, whole.to);
        let from = middle.saturating_sub(length / 2).min(whole.to - length);
        Self {
            from,
            to: from + length,
        }
    }

    /// The moments that are marked: round ones, at equal distances.
    pub(super) fn ticks(self) -> impl Iterator<Item = u64> + use<> {
        let rough = (self.length() / TICKS).max(1);
        let unit = 10_u64.pow(rough.ilog10());
        let step = [1, 2, 5, 10].map(|factor| factor * unit);
        let step = step.into_iter().find(|step| *step >= rough).unwrap_or(rough);
        let first = self.from.div_ceil(step);
        (first..=self.to / step).map(move |number| number * step)
    }
}

/// Heights for lines of words that would like to be at those, so that none lies on another: as near as there is room, and in the
/// same order.
pub(super) fn spread(wanted: &[i64], lowest: i64) -> Vec<i64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&index| wanted[index]);
    let mut heights = wanted.to_vec();
    let mut free = i64::MIN;
    for &index in &order {
        heights[index] = wanted[index].max(free);
        free = heights[index] + LINE;
    }
    let mut free = lowest;
    for &index in order.iter().rev() {
        heights[index] = heights[index].min(free);
        free = heights[index] - LINE;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_drawn_to_scale() {
        let window = Window { from: 1_000, to: 3_000 };
        assert_eq!((window.y(1_000), window.y(3_000)), (TOP, HEIGHT - BOTTOM));
        assert_eq!(window.y(2_000), TOP + (HEIGHT - TOP - BOTTOM) / 2);
        assert_eq!(window.bar(0, 2_000), Some((TOP, (HEIGHT - TOP - BOTTOM) / 2)));
        assert_eq!(window.bar(1_500, 1_500).map(|(_, height)| height), Some(THIN));
        assert_eq!(window.bar(0, 500), None);
    }

    #[test]
    fn ticks_are_round_and_few() {
        let ticks = |from, to| Window { from, to }.ticks().collect::<Vec<_>>();
        assert_eq!(ticks(0, 1_400), [0, 200, 400, 600, 800, 1_000, 1_200, 1_400]);
        assert_eq!(
            ticks(1_010, 1_045),
            [1_010, 1_015, 1_020, 1_025, 1_030, 1_035, 1_040, 1_045]
        );
    }

    #[test]
    fn zooming_stays_within_the_exchange() {
        let whole = Window::whole(10_000);
        let closer = whole.scaled(true, 9_900, 10_000);
        assert_eq!(
            closer,
            Window {
                from: 5_000,
                to: 10_000
            }
        );
        assert_eq!(closer.scaled(false, 9_900, 10_000), whole);
        assert_eq!(Window::onto(100, 101, 10_000), Window { from: 90, to: 110 });
    }

    #[test]
    fn what_comes_after_the_exchange_leaves_room_for_it() {
        for (exchanged, drawn, end, to) in [
            (1_000, None, 1_000, 1_000),
            (1_000, Some(1_050), 1_100, 1_100),
            (1_000, Some(1_050), 30_000, 1_300),
            (1_000, Some(1_900), 30_000, 2_150),
            (1_000, Some(20_000), 30_000, 1_250),
            (0, None, 30_000, 25),
        ] {
            let first = Window::first(exchanged, drawn, end);
            assert_eq!(first, Window { from: 0, to }, "{exchanged} {drawn:?} {end}");
        }
    }

    #[test]
    fn words_do_not_lie_on_each_other() {
        for (wanted, expected) in [
            (vec![], vec![]),
            (vec![100, 100, 100], vec![100, 117, 134]),
            (vec![300, 100, 110], vec![300, 100, 117]),
            (vec![470, 100, 475, 478], vec![446, 100, 463, 480]),
        ] {
            assert_eq!(spread(&wanted, HEIGHT), expected, "{wanted:?}");
        }
    }

    #[test]
    fn there_is_always_a_tick_and_never_a_crowd() {
        for length in (1..26).map(|power| 20_u64 + (1 << power)) {
            for from in [0, 1, 999, 123_456] {
                let ticks = Window {
                    from,
                    to: from + length,
                }
                .ticks()
                .count();
                assert!((1..=15).contains(&ticks), "{from} {length}: {ticks}");
            }
        }
    }
}
