//! Sentences about a message, and bytes as they stand in one.

use std::{borrow::Cow, fmt::Write};

/// A longer text is cut in a sentence; the bytes themselves are beside it.
const LONGEST: usize = 120;

/// A piece of a sentence.
#[derive(Clone, Copy)]
pub(super) enum Piece<'t> {
    /// Words as they are.
    Plain(&'t str),
    /// Text between quotation marks.
    Quoted(&'t [u8]),
    /// A number in digits.
    Number(u64),
}

/// A sentence of these pieces. A message has dozens of them, so room is made once for each, and the machinery of `format!`, which
/// takes several times as long, is left out.
pub(super) fn said(pieces: &[Piece<'_>]) -> Cow<'static, str> {
    let room = pieces.iter().map(|piece| match piece {
        Piece::Plain(words) => words.len(),
        // The quotation marks have three bytes each.
        Piece::Quoted(text) => text.len().min(LONGEST) + 6,
        Piece::Number(_) => 20,
    });
    let mut sentence = String::with_capacity(room.sum());
    for piece in pieces {
        match *piece {
            Piece::Plain(words) => sentence.push_str(words),
            Piece::Quoted(text) => quote(&mut sentence, text),
            Piece::Number(number) => count(&mut sentence, number),
        }
    }
    sentence.into()
}

/// The text between quotation marks, in UTF-8, with what cannot be seen escaped.
pub(crate) fn quoted(text: &[u8]) -> String {
    let mut shown = String::with_capacity(text.len().min(LONGEST) + 6);
    quote(&mut shown, text);
    shown
}

/// Writes a number in digits.
fn count(sentence: &mut String, mut number: u64) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    sentence.extend(digits[first..].iter().copied().map(char::from));
}

/// Writes a text between quotation marks.
fn quote(shown: &mut String, text: &[u8]) {
    shown.push('“');
    // Nearly all that is quoted are the names and tokens of HTTP.
    if text.len() <= LONGEST
        && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && let Ok(text) = str::from_utf8(text)
    {
        shown.push_str(text);
        shown.push('”');
        return;
    }
    let text = String::from_utf8_lossy(&text[..text.len().min(4 * LONGEST)]);
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            shown.push('…');
            break;
        }
        if character.is_control() {
            // Writing to a string does not fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown.push('”');
}

/// So many bytes, in words.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".into(),
        count => format!("{count} bytes"),
    }
}

/// A number of seconds in words, with larger units where they come out even.
pub(super) fn seconds(count: u64) -> String {
    let plural = |count: u64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    let seconds = plural(count, "second");
    match count {
        0..60 => seconds,
        _ if count.is_multiple_of(86_400) => format!("{seconds} ({})", plural(count / 86_400, "day")),
        _ if count.is_multiple_of(3_600) => format!("{seconds} ({})", plural(count / 3_600, "hour")),
        _ if count.is_multiple_of(60) => format!("{seconds} ({})", plural(count / 60, "minute")),
        _ => seconds,
    }
}

/// The two sides of the first such byte, without the blank bytes around.
pub(super) fn split(text: &[u8], mark: u8) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|&byte| byte == mark) {
        Some(at) => (text[..at].trim_ascii(), Some(text[at + 1..].trim_ascii())),
        None => (text.trim_ascii(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(quoted(b"a\x00\xff\xc3\xa9"), "“a\\u{0}\u{fffd}é”");
        assert_eq!(quoted(&[b'x'; 1000]).chars().count(), 120 + 3);
    }

    #[test]
    fn a_sentence_is_its_pieces() {
        use Piece::{Number, Plain, Quoted};
        for (number, digits) in [(0, "0"), (10, "10"), (u64::MAX, "18446744073709551615")] {
            let sentence = said(&[Plain("It is "), Quoted(b"a\x00"), Plain(" × "), Number(number)]);
            assert_eq!(sentence, format!("It is “a\\u{{0}}” × {digits}"));
        }
    }

    #[test]
    fn seconds_have_larger_units() {
        assert_eq!(seconds(1), "1 second");
        assert_eq!(seconds(90), "90 seconds");
        assert_eq!(seconds(300), "300 seconds (5 minutes)");
        assert_eq!(seconds(31_536_000), "31536000 seconds (365 days)");
    }
}
