//! How long to wait before a connection is made again: twice as long each time, up to a bound, and never as long as everybody else,
//! because all clients of a server that restarts would come back in the same moment.

/// The first pause is about so long, in milliseconds.
pub const FIRST_MS: u32 = 1_000;

/// No pause is longer, in milliseconds.
pub const LONGEST_MS: u32 = 30_000;

/// The pause after so many attempts that failed in a row, in milliseconds: between half of what the doubling says and all of it.
/// `chance` is a random number of at least 0 and below 1.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a number of 32 bits, which is not negative"
)]
pub fn pause(failures: u32, chance: f64) -> u32 {
    let doubled = FIRST_MS.saturating_mul(1_u32.checked_shl(failures.min(16)).unwrap_or(u32::MAX));
    let whole = doubled.min(LONGEST_MS);
    let half = whole / 2;
    half + (f64::from(whole - half) * chance.clamp(0.0, 1.0)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound_and_differ() {
        for (failures, least, most) in [
            (0, 500, 1_000),
            (1, 1_000, 2_000),
            (4, 8_000, 16_000),
            (5, 15_000, 30_000),
            (u32::MAX, 15_000, 30_000),
        ] {
            assert_eq!(
                (pause(failures, 0.0), pause(failures, 1.0)),
                (least, most),
                "{failures}"
            );
            let middle = pause(failures, 0.5);
            assert!(least < middle && middle < most, "{middle}");
        }
    }
}
