//! Parameters after semicolons (RFC 9110, section 5.6.6), and weights (section 12.4.2).

use std::borrow::Cow;

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes parameters, each after a semicolon, as far as there are any.
pub(crate) fn parameters(reader: &mut Reader<'_, '_>, weighted: bool) {
    while reader.sees_after_blank(b';') {
        reader.blank();
        reader.delimiter();
        reader.blank();
        if reader.peek().is_some_and(octet::is_token) {
            parameter(reader, weighted);
        }
    }
}

/// Takes one parameter: a name, and perhaps an equals sign and a value.
pub(crate) fn parameter(reader: &mut Reader<'_, '_>, weighted: bool) {
    let name = reader.run(octet::is_token);
    let weight = weighted && reader.rest()[..name].eq_ignore_ascii_case(b"q");
    let branch = reader.open(if weight { Kind::Weight } else { Kind::Parameter });
    reader.leaf(Kind::ParameterName, name);
    if reader.sees_after_blank(b'=') {
        reader.blank();
        reader.delimiter();
        reader.blank();
        if weight {
            let length = reader.until(b",; \t");
            let right = thousandths(&reader.rest()[..length]).is_some();
            reader.checked(Kind::ParameterValue, length, right, Fault::BadWeight);
            if length == 0 {
                reader.blame(branch, Fault::BadWeight);
            }
        } else if !parameter_value(reader, Kind::ParameterValue) {
            reader.blame(branch, Fault::MissingValue);
        }
    }
    reader.close(branch);
}

/// Takes a token or a quoted string; says whether there was one.
pub(crate) fn parameter_value(reader: &mut Reader<'_, '_>, kind: Kind) -> bool {
    if reader.sees(b'"') {
        let (length, whole) = reader.quoted();
        reader.checked(kind, length, whole, Fault::UnclosedQuote);
        return true;
    }
    let length = reader.until(b",; \t");
    let right = reader.rest()[..length].iter().copied().all(octet::is_token);
    reader.checked(kind, length, right, Fault::NotToken);
    length > 0
}

/// A weight in thousandths: `0.8` is 800.
pub(crate) fn thousandths(text: &[u8]) -> Option<u16> {
    let (&whole, decimals) = text.split_first()?;
    let decimals = match decimals {
        [] => decimals,
        [b'.', decimals @ ..] => decimals,
        _ => return None,
    };
    if decimals.len() > 3 || !decimals.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let fraction = (0..3).fold(0, |value, place| {
        value * 10 + decimals.get(place).map_or(0, |digit| u16::from(digit - b'0'))
    });
    match whole {
        b'0' => Some(fraction),
        b'1' if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// What a token or a quoted string stands for: the quotation marks and the backslashes taken off.
pub(crate) fn unquoted(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = text.strip_prefix(b"\"") else {
        return text.into();
    };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    let mut plain = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => plain.extend(bytes.next()),
            _ => plain.push(byte),
        }
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_three_decimals_at_most() {
        for (text, value) in [
            ("1", Some(1000)),
            ("1.000", Some(1000)),
            ("0.8", Some(800)),
            ("0.", Some(0)),
            ("0.005", Some(5)),
            ("1.001", None),
            ("0.1234", None),
            ("2", None),
            (".5", None),
            ("0,5", None),
            ("", None),
        ] {
            assert_eq!(thousandths(text.as_bytes()), value, "{text}");
        }
    }

    #[test]
    fn quotation_marks_are_taken_off() {
        assert_eq!(&*unquoted(br#""a \"b\" c""#), br#"a "b" c"#);
        assert_eq!(&*unquoted(b"plain"), b"plain");
        assert_eq!(&*unquoted(b"\"\\"), b"");
    }
}
