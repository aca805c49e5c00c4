//! Durations, sizes and moments as people read them, in integers: formatting floats would add to what a page has to load.

use exchange::Timestamp;

/// A duration of so many microseconds, with three digits that count: `840 µs`, `12.4 ms`, `3.02 s`.
#[must_use]
pub fn duration(us: u64) -> String {
    match us {
        0..1_000 => format!("{us} µs"),
        1_000..10_000 => format!("{}.{:02} ms", us / 1_000, us % 1_000 / 10),
        10_000..100_000 => format!("{}.{} ms", us / 1_000, us % 1_000 / 100),
        100_000..1_000_000 => format!("{} ms", us / 1_000),
        _ => format!("{}.{:02} s", us / 1_000_000, us % 1_000_000 / 10_000),
    }
}

/// A size in bytes: `512 B`, `1.5 kB`, `2.0 MB`. A kilobyte has a thousand bytes, as everywhere in networks.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A moment, to the minute: `2026-11-24 19:20 UTC`.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, moment, size};

    #[test]
    fn a_moment_is_told_to_the_minute() {
        for (at, text) in [
            ("2026-11-24T19:20:33.123456Z", "2026-11-24 19:20 UTC"),
            ("2026-01-02T03:04:05Z", "2026-01-02 03:04 UTC"),
        ] {
            assert_eq!(moment(at.parse().unwrap()), text);
        }
    }

    #[test]
    fn durations_keep_three_digits() {
        for (us, text) in [
            (0, "0 µs"),
            (999, "999 µs"),
            (1_005, "1.00 ms"),
            (9_999, "9.99 ms"),
            (12_449, "12.4 ms"),
            (123_456, "123 ms"),
            (3_020_000, "3.02 s"),
        ] {
            assert_eq!(duration(us), text);
        }
    }

    #[test]
    fn sizes_are_decimal() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (1_550, "1.5 kB"), (2_000_000, "2.0 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}
