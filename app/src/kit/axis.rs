//! Where the axes of plots end.

/// Where an axis ends on which a value is to be seen: the next of 1, 2, 4, 6, 8 and 10 times a power of ten, so that its half is a
/// round number too.
#[must_use]
pub fn axis_end(most: u64) -> u64 {
    let mut unit: u64 = 10;
    while let Some(next) = unit.checked_mul(10).filter(|next| *next <= most) {
        unit = next;
    }
    let ends = [1, 2, 4, 6, 8, 10].map(|times| unit.saturating_mul(times));
    ends.into_iter().find(|end| *end >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::axis_end;

    #[test]
    fn an_axis_ends_at_a_round_number_that_holds_the_value() {
        for (most, end) in [
            (0, 10),
            (9, 10),
            (10, 10),
            (11, 20),
            (41, 60),
            (99, 100),
            (291_034, 400_000),
            (800_001, 1_000_000),
            (u64::MAX, u64::MAX),
        ] {
            assert_eq!(axis_end(most), end, "{most}");
        }
    }
}
