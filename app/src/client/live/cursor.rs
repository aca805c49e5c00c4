//! Cursors, `<epoch>-<seq>`: the place behind the event with that number.

/// The epoch and the number of a cursor. Numbers are contiguous in an epoch; those of two epochs say nothing about each other.
#[must_use]
pub fn parts(cursor: &str) -> Option<(&str, u64)> {
    let (epoch, seq) = cursor.split_once('-')?;
    Some((epoch, seq.parse().ok()?)).filter(|_| !epoch.is_empty())
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_cursor_has_an_epoch_and_a_number() {
        for (text, expected) in [
            ("0-0", Some(("0", 0))),
            ("19f3ac-4711", Some(("19f3ac", 4_711))),
            ("latest", None),
            ("-1", None),
            ("1-", None),
            ("1-2-3", None),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
