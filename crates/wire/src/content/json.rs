//! JSON in a body (RFC 8259): objects, members, arrays, strings, numbers, literals.

use super::Content;
use crate::{fault::Fault, kind::Kind, reader::Reader};

/// Deeper values stay one leaf. A level is two nodes deep, and each node is two levels of JSON in a transcript, of which common
/// readers take 128.
const DEEPEST: u32 = 20;

/// How the text goes on after something was taken.
type Step = Result<(), Stop>;

/// Why nothing more is taken.
enum Stop {
    /// There is no room for more nodes, or the text lies too deep.
    Bound,
    /// The text ends where it should go on.
    End,
    /// A rule is broken; what follows cannot be told.
    Fault(Fault),
}

/// Takes a JSON text while there is room.
pub(super) fn json(content: &mut Content<'_, '_>) {
    blank(&mut content.reader);
    let step = value(content, 0).and_then(|()| {
        blank(&mut content.reader);
        match content.reader.rest() {
            [] => Ok(()),
            _ => Err(Stop::Fault(Fault::AfterJson)),
        }
    });
    match step {
        Ok(()) | Err(Stop::Bound) => {}
        Err(Stop::End) if content.whole => content.reader.tree.blame(last(&content.reader), Fault::JsonEnds),
        Err(Stop::End) => {}
        Err(Stop::Fault(fault)) => content.reader.refuse_rest(fault),
    }
}

fn last(reader: &Reader<'_, '_>) -> usize {
    reader.tree.nodes.len().saturating_sub(1)
}

fn blank(reader: &mut Reader<'_, '_>) {
    let length = reader.run(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    reader.leaf(Kind::Whitespace, length);
}

fn value(content: &mut Content<'_, '_>, depth: u32) -> Step {
    if depth > DEEPEST || !content.has_room() {
        return Err(Stop::Bound);
    }
    match content.reader.peek() {
        None => Err(Stop::End),
        Some(b'{') => bracketed(content, Kind::Object, b'}', |content| member(content, depth + 1)),
        Some(b'[') => bracketed(content, Kind::Array, b']', |content| value(content, depth + 1)),
        Some(b'"') => string(content, Kind::String),
        Some(b'-' | b'0'..=b'9') => number(content),
        Some(b'a'..=b'z' | b'A'..=b'Z') => literal(content),
        Some(_) => Err(Stop::Fault(Fault::BadJson)),
    }
}

/// Takes elements with commas between, and the brackets around them.
fn bracketed<'b, 't>(
    content: &mut Content<'b, 't>,
    kind: Kind,
    end: u8,
    mut element: impl FnMut(&mut Content<'b, 't>) -> Step,
) -> Step {
    let branch = content.reader.open(kind);
    content.reader.delimiter();
    blank(&mut content.reader);
    let step = if content.reader.eat(end) {
        Ok(())
    } else {
        elements(content, end, &mut element)
    };
    content.reader.close(branch);
    step
}

fn elements<'b, 't>(
    content: &mut Content<'b, 't>,
    end: u8,
    element: &mut impl FnMut(&mut Content<'b, 't>) -> Step,
) -> Step {
    loop {
        element(content)?;
        blank(&mut content.reader);
        match content.reader.peek() {
            None => return Err(Stop::End),
            Some(byte) if byte == end => {
                content.reader.delimiter();
                return Ok(());
            }
            Some(b',') => {}
            Some(_) => return Err(Stop::Fault(Fault::MissingComma)),
        }
        let comma = content.reader.tree.nodes.len();
        content.reader.delimiter();
        blank(&mut content.reader);
        if content.reader.sees(end) {
            content.reader.tree.blame(comma, Fault::TrailingComma);
            content.reader.delimiter();
            return Ok(());
        }
    }
}

fn member(content: &mut Content<'_, '_>, depth: u32) -> Step {
    match content.reader.peek() {
        None => return Err(Stop::End),
        Some(b'"') => {}
        Some(_) => return Err(Stop::Fault(Fault::BadJsonMember)),
    }
    let branch = content.reader.open(Kind::Member);
    let step = named_value(content, depth);
    content.reader.close(branch);
    step
}

fn named_value(content: &mut Content<'_, '_>, depth: u32) -> Step {
    string(content, Kind::MemberName)?;
    blank(&mut content.reader);
    match content.reader.peek() {
        None => return Err(Stop::End),
        Some(b':') => content.reader.delimiter(),
        Some(_) => return Err(Stop::Fault(Fault::BadJsonMember)),
    }
    blank(&mut content.reader);
    value(content, depth)
}

fn string(content: &mut Content<'_, '_>, kind: Kind) -> Step {
    let text = content.reader.rest();
    let mut at = 1;
    let mut fault = None;
    let mut ascii = true;
    let end = loop {
        // What needs a look ends the run: a quotation mark, a backslash, a control character, anything beyond ASCII.
        at += text[at.min(text.len())..]
            .iter()
            .position(|&byte| !matches!(byte, 0x20..=0x7f) || byte == b'"' || byte == b'\\')
            .unwrap_or(text.len());
        match text.get(at) {
            None => break None,
            Some(b'"') => break Some(at + 1),
            Some(b'\\') => match escape_length(&text[at..]) {
                Some(length) => at += length,
                None => {
                    fault = fault.or(Some(Fault::BadJsonString));
                    at += 2;
                }
            },
            Some(0x80..) => {
                ascii = false;
                at += 1;
            }
            Some(_) => {
                fault = fault.or(Some(Fault::BadJsonString));
                at += 1;
            }
        }
    };
    let length = end.unwrap_or(text.len());
    if end.is_some() && !ascii && str::from_utf8(&text[..length]).is_err() {
        fault = fault.or(Some(Fault::NotUtf8));
    }
    if end.is_none() && !content.whole {
        fault = None;
    }
    content.reader.tree.leaf(kind, content.reader.tree.at() + length, fault);
    end.map(|_| ()).ok_or(Stop::End)
}

/// How long the escape is that the text begins with, if it is one.
fn escape_length(text: &[u8]) -> Option<usize> {
    match text.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => text.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

fn number(content: &mut Content<'_, '_>) -> Step {
    let length = content
        .reader
        .run(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let cut = length == content.reader.rest().len() && !content.whole;
    let right = cut || is_number(&content.reader.rest()[..length]);
    content
        .reader
        .checked(Kind::JsonNumber, length, right, Fault::BadJsonNumber);
    Ok(())
}

fn is_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let (text, exponent) = match text.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = match text.iter().position(|&byte| byte == b'.') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let exponent = exponent.map(|text| match text {
        [b'+' | b'-', unsigned @ ..] => unsigned,
        _ => text,
    });
    digits(whole)
        && (whole.len() == 1 || whole[0] != b'0')
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

fn literal(content: &mut Content<'_, '_>) -> Step {
    let length = content.reader.run(|byte| byte.is_ascii_alphanumeric());
    let cut = length == content.reader.rest().len() && !content.whole;
    let right = cut || matches!(&content.reader.rest()[..length], b"true" | b"false" | b"null");
    content.reader.checked(Kind::Literal, length, right, Fault::BadJson);
    Ok(())
}
