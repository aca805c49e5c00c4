//! Bytes as text in rows: where a row ends, and what is written for what is no text.

use std::fmt::Write;

/// What becomes of line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspector) enum LineEnds {
    /// They are written as escapes: what ends a line is part of the message.
    Written,
    /// They only end a line.
    Silent,
}

/// So many columns lie between two tab stops.
const TAB: usize = 4;

/// One character, or a byte that belongs to none.
enum Glyph {
    Character(char),
    Byte(u8),
}

/// The first glyph of what is not empty, and how many bytes it has.
fn glyph(bytes: &[u8]) -> (Glyph, usize) {
    let first = bytes[0];
    if first.is_ascii() {
        return (Glyph::Character(first.into()), 1);
    }
    let beginning = &bytes[..bytes.len().min(4)];
    let character = beginning
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next());
    match character {
        Some(character) => (Glyph::Character(character), character.len_utf8()),
        None => (Glyph::Byte(first), 1),
    }
}

/// How a glyph is written.
enum Written {
    /// As it is, so many columns wide.
    Plain(char, usize),
    /// As a number or a letter after a backslash.
    Escaped(char),
    Byte(u8),
    Nothing,
}

/// How a glyph is written that stands in that column, before that byte.
fn written(glyph: Glyph, column: usize, next: Option<u8>, ends: LineEnds) -> Written {
    let character = match glyph {
        Glyph::Byte(byte) => return Written::Byte(byte),
        Glyph::Character(character) => character,
    };
    match character {
        ' '..='~' => Written::Plain(character, 1),
        '\n' if ends == LineEnds::Silent => Written::Nothing,
        '\r' if ends == LineEnds::Silent && next == Some(b'\n') => Written::Nothing,
        '\t' if ends == LineEnds::Silent => Written::Plain('\t', TAB - column % TAB),
        _ if character.is_control() || is_unseen(character) => Written::Escaped(character),
        _ => Written::Plain(character, if is_wide(character) { 2 } else { 1 }),
    }
}

/// Whether a character changes how others are shown and has no look of its own, so that it could hide what is there.
const fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a character takes two columns, roughly (Unicode, annex 11).
const fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}'
    )
}

impl Written {
    fn width(&self) -> usize {
        match *self {
            Self::Plain(_, width) => width,
            Self::Escaped('\t' | '\r' | '\n') => 2,
            Self::Escaped(character) => 4 + hex_digits(character),
            Self::Byte(_) => 4,
            Self::Nothing => 0,
        }
    }
}

const fn hex_digits(character: char) -> usize {
    let mut digits = 1;
    let mut rest = character as u32 >> 4;
    while rest > 0 {
        digits += 1;
        rest >>= 4;
    }
    digits
}

/// The most bytes that a row of so many columns can have: a column takes four at most, and a line end two more.
pub(super) const fn longest_row(columns: usize) -> usize {
    4 * columns + 2
}

/// Where the row ends that begins where the bytes do. They are the rest of what there is, or [`longest_row`] of it.
pub(super) fn row_end(bytes: &[u8], columns: usize, ends: LineEnds) -> usize {
    let (mut at, mut column) = (0, 0);
    while at < bytes.len() {
        let (glyph, length) = glyph(&bytes[at..]);
        let is_end = matches!(glyph, Glyph::Character('\n'));
        let width = written(glyph, column, bytes.get(at + length).copied(), ends).width();
        if column + width > columns && at > 0 {
            break;
        }
        at += length;
        column += width;
        if is_end {
            break;
        }
    }
    at
}

/// A piece of a row, written. `row` are its bytes from the row's start, of which the first `before` are not of the piece.
pub(super) fn write(row: &[u8], before: usize, next: Option<u8>, ends: LineEnds) -> String {
    let mut text = String::with_capacity(row.len() - before);
    let mut at = before;
    while at < row.len() {
        let (glyph, length) = glyph(&row[at..]);
        at += length;
        let following = row.get(at).copied().or(next);
        // Writing to a string does not fail.
        match written(glyph, 0, following, ends) {
            Written::Plain(character, _) => text.push(character),
            Written::Escaped(character @ ('\t' | '\r' | '\n')) => text.extend(character.escape_default()),
            Written::Escaped(character) => text.extend(character.escape_unicode()),
            Written::Byte(byte) => {
                let _ = write!(text, "\\x{byte:02x}");
            }
            Written::Nothing => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], columns: usize, ends: LineEnds) -> Vec<String> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let end = row_end(&rest[..rest.len().min(longest_row(columns))], columns, ends);
            rows.push(write(&rest[..end], 0, rest.get(end).copied(), ends));
            at += end;
        }
        rows
    }

    #[test]
    fn rows_end_with_lines_and_where_they_are_full() {
        for (bytes, ends, expected) in [
            (
                &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..],
                LineEnds::Written,
                &["GET / HT", "TP/1.1\\r", "\\n", "Host: a", "\\r\\n", "\\r\\n"][..],
            ),
            (b"a\r\n\r\nbc\nd", LineEnds::Silent, &["a", "", "bc", "d"]),
            (b"12345678\n9", LineEnds::Silent, &["12345678", "9"]),
            (b"a\rb", LineEnds::Silent, &["a\\rb"]),
            (b"\tx\ty", LineEnds::Silent, &["\tx\t", "y"]),
            (
                "h\u{e9}\u{20ac} \u{4e2d}\u{6587}\u{5b57}".as_bytes(),
                LineEnds::Silent,
                &["h\u{e9}\u{20ac} \u{4e2d}\u{6587}", "\u{5b57}"],
            ),
            (b"\xff\xe2\x82a", LineEnds::Silent, &["\\xff\\xe2", "\\x82a"]),
            (
                "\u{1b}[0m\u{202e}x".as_bytes(),
                LineEnds::Silent,
                &["\\u{1b}[0", "m", "\\u{202e}", "x"],
            ),
            (b"", LineEnds::Written, &[]),
        ] {
            assert_eq!(rows(bytes, 8, ends), expected, "{bytes:?}");
        }
    }

    #[test]
    fn no_row_needs_more_bytes_than_it_is_given() {
        for bytes in [
            [0xff; 64].as_slice(),
            "\u{4e2d}".repeat(40).as_bytes(),
            "\u{1f600}".repeat(40).as_bytes(),
            "\u{e9}".repeat(40).as_bytes(),
            [b'\r'; 64].as_slice(),
        ] {
            for columns in 1..20 {
                let whole = row_end(bytes, columns, LineEnds::Written);
                let given = &bytes[..bytes.len().min(longest_row(columns))];
                assert_eq!(row_end(given, columns, LineEnds::Written), whole);
            }
        }
    }
}
