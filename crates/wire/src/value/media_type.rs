//! Media types and media ranges (RFC 9110, sections 8.3.1 and 12.5.1), and what a media type says of its content.

use super::parameter::{parameters, unquoted};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes a media type and its parameters, up to a comma or the end.
pub(crate) fn media_type(reader: &mut Reader<'_, '_>, kind: Kind) {
    let branch = reader.open(kind);
    let text = reader.rest();
    let length = reader.run(octet::is_token);
    reader.leaf(Kind::Type, length);
    let mut right = length > 0;
    if reader.eat(b'/') {
        let length = reader.run(octet::is_token);
        reader.leaf(Kind::Subtype, length);
        right &= length > 0;
    } else {
        right = false;
    }
    if !right {
        reader.blame(branch, Fault::BadMediaType);
    } else if matches!(kind, Kind::MediaType) && begins_with(text, b"multipart/") {
        match parameter_of(text, b"boundary") {
            None => reader.blame(branch, Fault::MissingBoundary),
            Some(boundary) if !is_boundary(&boundary) => reader.blame(branch, Fault::BadBoundary),
            Some(_) => {}
        }
    }
    parameters(reader, matches!(kind, Kind::MediaRange));
    reader.close(branch);
}

fn begins_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len())
        .is_some_and(|text| text.eq_ignore_ascii_case(start))
}

/// Whether that can be a boundary (RFC 2046, section 5.1.1).
fn is_boundary(text: &[u8]) -> bool {
    (1..=70).contains(&text.len()) && text.last() != Some(&b' ') && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The forms of content that are taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// Pairs of names and values.
    Form,
    /// JSON, under whatever name ends in `+json` too.
    Json,
    /// Parts with that boundary between them.
    Multipart(Vec<u8>),
    /// Anything else.
    Other,
}

/// What that media type is of these.
pub(crate) fn media(value: &[u8]) -> Media {
    let name = value
        .split(|&byte| byte == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
        .to_ascii_lowercase();
    if name == b"application/x-www-form-urlencoded" {
        Media::Form
    } else if name == b"application/json" || name.ends_with(b"+json") {
        Media::Json
    } else if name.starts_with(b"multipart/") {
        match parameter_of(value, b"boundary") {
            Some(boundary) if is_boundary(&boundary) => Media::Multipart(boundary),
            _ => Media::Other,
        }
    } else {
        Media::Other
    }
}

/// The value of the parameter of that name, in lower case, without quotation marks.
pub(crate) fn parameter_of(value: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut rest = value;
    while let Some(at) = next_semicolon(rest) {
        rest = rest[at + 1..].trim_ascii_start();
        let length = rest.iter().take_while(|&&byte| octet::is_token(byte)).count();
        let (candidate, after) = rest.split_at(length);
        if let Some(text) = after.trim_ascii_start().strip_prefix(b"=")
            && candidate.eq_ignore_ascii_case(name)
        {
            let text = text.trim_ascii_start();
            let end = next_semicolon(text).unwrap_or(text.len());
            return Some(unquoted(text[..end].trim_ascii_end()).into_owned());
        }
    }
    None
}

/// Where the next semicolon is that stands outside a quoted string.
fn next_semicolon(text: &[u8]) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    text.iter().position(|&byte| {
        if escaped {
            escaped = false;
            return false;
        }
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => escaped = true,
            _ => {}
        }
        byte == b';' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_known_by_its_type() {
        for (value, expected) in [
            ("application/json", Media::Json),
            ("Application/Problem+JSON; charset=utf-8", Media::Json),
            ("application/x-www-form-urlencoded;charset=UTF-8", Media::Form),
            ("multipart/form-data; boundary=abc", Media::Multipart(b"abc".to_vec())),
            (
                r#"multipart/mixed; a="; boundary=no"; Boundary="a;\"b""#,
                Media::Multipart(b"a;\"b".to_vec()),
            ),
            ("multipart/mixed", Media::Other),
            ("text/html", Media::Other),
            ("", Media::Other),
        ] {
            assert_eq!(media(value.as_bytes()), expected, "{value}");
        }
    }
}
