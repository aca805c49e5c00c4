//! When the pieces of a message came, or went.

use std::sync::Arc;

use exchange::{Arrival, Half};
use leptos::prelude::*;

use super::super::{address::Direction, bytes::Gutter, figures::duration};

/// What the server does with a message of that direction.
pub(super) const fn verb(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "read",
        Direction::Response => "written",
    }
}

/// When a byte came, in microseconds from the start of the exchange.
pub(super) fn arrival_of(half: &Half, offset: usize) -> Option<u64> {
    let offset = offset as u64;
    let after = half.arrivals.partition_point(|arrival| arrival.offset <= offset);
    half.arrivals.get(after.checked_sub(1)?).map(|arrival| arrival.at_us)
}

/// All of it in a few words.
pub(super) fn summary(half: &Half, direction: Direction) -> Option<String> {
    let verb = verb(direction);
    let at = |arrival: &Arrival| format!("+{}", duration(arrival.at_us));
    match &*half.arrivals {
        [] => None,
        [only] => Some(format!("{verb} at once, at {}", at(only))),
        [first, .., last] => {
            let pieces = half.arrivals.len();
            Some(match (at(first), at(last)) {
                (first, last) if first == last => format!("{verb} in {pieces} pieces, at {first}"),
                (first, last) => format!("{verb} in {pieces} pieces, from {first} to {last}"),
            })
        }
    }
}

/// A mark before each row in which a piece begins, with the time.
pub(super) fn gutter(half: &Half, direction: Direction) -> Gutter {
    let arrivals = half.arrivals.clone();
    let verb = verb(direction);
    Arc::new(move |range, is_narrow| {
        let first = arrivals.partition_point(|arrival| arrival.offset < range.start as u64);
        let here = &arrivals[first..];
        let here = &here[..here.partition_point(|arrival| arrival.offset < range.end as u64)];
        let narrow = is_narrow.then_some("");
        let Some(arrival) = here.first() else {
            return view! { <span class="wire-arrival" data-narrow=narrow></span> }.into_any();
        };
        let time = format!("+{}", duration(arrival.at_us));
        let words = match here.len() {
            1 => format!("From here {verb} at {time}."),
            pieces => format!("{pieces} pieces begin in this row, the first {verb} at {time}."),
        };
        let title = words.clone();
        view! {
            <span class="wire-arrival" data-narrow=narrow data-begins="" title=title>
                <span class="visually-hidden">{words}" "</span>
                {(!is_narrow).then(|| view! { <span aria-hidden="true">{time}</span> })}
            </span>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_came_with_the_piece_that_it_is_in() {
        let arrivals = [(0, 10), (5, 20), (9, 2_400)].map(Arrival::from).to_vec();
        let half = Half {
            arrivals,
            ..Half::default()
        };
        for (offset, at_us) in [(0, 10), (4, 10), (5, 20), (8, 20), (100, 2_400)] {
            assert_eq!(arrival_of(&half, offset), Some(at_us), "{offset}");
        }
        assert_eq!(arrival_of(&Half::default(), 0), None);
        let words = summary(&half, Direction::Request);
        assert_eq!(words.as_deref(), Some("read in 3 pieces, from +10 \u{b5}s to +2.40 ms"));
    }
}
