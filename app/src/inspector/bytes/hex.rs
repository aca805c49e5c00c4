//! Bytes as numbers of two hexadecimal digits in rows.

use std::fmt::Write;

/// How a dump is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many digits an offset has.
    pub(super) digits: usize,
    /// How many bytes a row has.
    pub(super) per_row: usize,
}

impl Shape {
    /// Of so many bytes in so many columns.
    pub(super) fn of(len: usize, columns: usize) -> Self {
        let digits = match len {
            0..=0x1_0000 => 4,
            0x1_0001..=0x100_0000 => 6,
            _ => 8,
        };
        let fits = |&per_row: &usize| digits + 2 + pairs_width(per_row) + 2 + per_row <= columns;
        Self {
            digits,
            per_row: [16, 8].into_iter().find(fits).unwrap_or(4),
        }
    }

    /// Where a row begins.
    pub(super) fn offset(self, row: usize) -> String {
        let (offset, digits) = (row * self.per_row, self.digits);
        format!("{offset:0digits$x}")
    }
}

/// The columns of so many bytes: two digits each, a blank between two, another in the middle of a long row.
const fn pairs_width(bytes: usize) -> usize {
    3 * bytes - 1 + (bytes - 1) / 8
}

/// What stands between a byte and the one before it in its row.
pub(super) const fn gap(column: usize) -> &'static str {
    match column {
        0 => "",
        8 => "  ",
        _ => " ",
    }
}

/// Some of a row's bytes as numbers; the first is in that column. What stands before it is not written.
pub(super) fn pairs(bytes: &[u8], column: usize) -> String {
    let mut text = String::with_capacity(pairs_width(bytes.len().max(1)));
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 {
            text.push_str(gap(column + index));
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Some bytes as the characters of ASCII that they would be.
pub(super) fn characters(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| {
            if matches!(byte, b' '..=b'~') {
                char::from(byte)
            } else {
                '\u{b7}'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_as_many_bytes_as_fit() {
        for (len, columns, digits, per_row) in [
            (10, 80, 4, 16),
            (10, 72, 4, 16),
            (10, 71, 4, 8),
            (10, 39, 4, 8),
            (10, 38, 4, 4),
            (10, 0, 4, 4),
            (0x1_0001, 80, 6, 16),
            (64 << 20, 80, 8, 16),
        ] {
            assert_eq!(Shape::of(len, columns), Shape { digits, per_row }, "{len} in {columns}");
        }
        assert_eq!(Shape { digits: 6, per_row: 16 }.offset(3), "000030");
    }

    #[test]
    fn a_piece_is_written_as_it_stands_in_its_row() {
        assert_eq!(pairs(b"GET / HTTP", 0), "47 45 54 20 2f 20 48 54  54 50");
        assert_eq!(pairs(b"TP", 8), "54 50");
        assert_eq!(pairs(b"TTP", 7), "54  54 50");
        assert_eq!(characters(b"GET\r\n\xff~"), "GET\u{b7}\u{b7}\u{b7}~");
    }
}
