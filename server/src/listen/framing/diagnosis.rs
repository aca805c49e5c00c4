//! What exactly is wrong with a head that the parser refuses: the rule that is broken, the line and the byte.
//!
//! Nothing here decides whether a complete head is acceptable (that is the parser's part); it only finds words. For a head that
//! has not ended it finds what can no longer become right.

use contract::ProblemKind;

use super::Rules;
use crate::listen::refusal::Refusal;

/// The first rule that is broken by the lines that have ended, or by the beginning of the first one.
#[cold]
pub(super) fn of(head: &[u8], rules: Rules) -> Option<Refusal> {
    let mut start = 0;
    let mut number = 0;
    while let Some(found) = memchr::memchr(b'\n', &head[start..]) {
        number += 1;
        let line = Line {
            number,
            start,
            bytes: head[start..start + found]
                .strip_suffix(b"\r")
                .unwrap_or(&head[start..start + found]),
        };
        start += found + 1;
        if line.bytes.is_empty() {
            return None;
        }
        if number - 1 > rules.max_fields {
            return Some(too_many_fields(rules.max_fields));
        }
        let broken = if number == 1 { line.request(rules) } else { line.field() };
        if broken.is_some() {
            return broken;
        }
    }
    if number == 0 { beginning(head) } else { None }
}

/// A head above the size limit. What is wrong within the limit comes first, as it does when the head arrives in pieces; and if
/// the first line alone is too long, that is the target's fault.
pub(super) fn oversized(head: &[u8], rules: Rules) -> Refusal {
    if let Some(refusal) = of(&head[..rules.max_head.min(head.len())], rules) {
        return refusal;
    }
    let first = memchr::memchr(b'\n', head).unwrap_or(head.len());
    if first > rules.max_target {
        return long_target(rules.max_target);
    }
    too_large(rules.max_head)
}

pub(in crate::listen) fn too_large(limit: usize) -> Refusal {
    Refusal::new(
        ProblemKind::FieldsTooLarge,
        format!("The head is larger than {limit} bytes, which is the limit."),
    )
}

pub(in crate::listen) fn too_many_fields(limit: usize) -> Refusal {
    Refusal::new(
        ProblemKind::FieldsTooLarge,
        format!("The head has more than {limit} fields, which is the limit."),
    )
}

pub(in crate::listen) fn long_target(limit: usize) -> Refusal {
    Refusal::new(
        ProblemKind::UriTooLong,
        format!("The request target is longer than {limit} bytes, which is the limit."),
    )
}

/// The longest beginning that is looked at before the line has ended: longer than any method that is registered.
const METHOD: usize = 32;

fn beginning(head: &[u8]) -> Option<Refusal> {
    if matches!(head, [0x16] | [0x16, 0x03, ..]) {
        return Some(Refusal::new(
            ProblemKind::BadRequest,
            "Byte 0: this is the beginning of a TLS handshake (RFC 8446, section 5.1), but the port speaks plain HTTP. Use http:// \
             instead of https://, or the port that speaks TLS.",
        ));
    }
    let line = Line {
        number: 1,
        start: 0,
        bytes: &head[..head.len().min(METHOD)],
    };
    let wrong = line.bytes.iter().position(|byte| !is_token(*byte))?;
    let undecided = match line.bytes[wrong] {
        b' ' => wrong > 0,
        // It may be half of a line's end.
        b'\r' => wrong + 1 == head.len(),
        _ => false,
    };
    (!undecided).then(|| line.bad_method(wrong))
}

/// One line without its end.
struct Line<'a> {
    number: usize,
    /// Its offset from the beginning of the head.
    start: usize,
    bytes: &'a [u8],
}

impl Line<'_> {
    fn refusal(&self, kind: ProblemKind, at: usize, what: &str) -> Refusal {
        Refusal::new(kind, format!("Line {}, byte {}: {what}.", self.number, self.start + at))
    }

    fn bad(&self, at: usize, what: &str) -> Refusal {
        self.refusal(ProblemKind::BadRequest, at, what)
    }

    fn bad_method(&self, at: usize) -> Refusal {
        if self.bytes.starts_with(&[0x16, 0x03]) {
            return beginning(&[0x16]).unwrap_or_else(|| self.bad(at, "this is TLS"));
        }
        match self.bytes.get(at) {
            Some(b' ') => self.bad(at, "a space where the method should begin (RFC 9112, section 3)"),
            Some(byte) => self.bad(
                at,
                &format!(
                    "'{}' cannot stand in a method, which is a token (RFC 9110, section 9.1)",
                    byte.escape_ascii()
                ),
            ),
            None => self.bad(
                at,
                "the request line is a method, a space, a target, a space and a version (RFC 9112, section 3)",
            ),
        }
    }

    fn request(&self, rules: Rules) -> Option<Refusal> {
        let end = self
            .bytes
            .iter()
            .position(|byte| !is_token(*byte))
            .unwrap_or(self.bytes.len());
        if end == 0 || self.bytes.get(end) != Some(&b' ') {
            return Some(self.bad_method(end));
        }
        let target = end + 1;
        let size = memchr::memchr(b' ', &self.bytes[target..]).unwrap_or(self.bytes.len() - target);
        let after = target + size;
        if size == 0 {
            return Some(self.bad(
                target,
                "no target between the method and the version, or more than one space (RFC 9112, section 3)",
            ));
        }
        if size > rules.max_target {
            return Some(long_target(rules.max_target));
        }
        if let Some(wrong) = self.bytes[target..after]
            .iter()
            .position(|byte| !matches!(byte, 0x21..=0x7e))
        {
            let shown = self.bytes[target + wrong].escape_ascii();
            return Some(self.bad(
                target + wrong,
                &format!("'{shown}' cannot stand in a target unless percent-encoded (RFC 3986, section 2)"),
            ));
        }
        let version = self.bytes.get(after + 1..).unwrap_or_default();
        match version {
            b"HTTP/1.1" | b"HTTP/1.0" => None,
            [] => Some(self.bad(
                after,
                "the request line has no version; HTTP/0.9 is not spoken here (RFC 9112, section 3)",
            )),
            [b'H', b'T', b'T', b'P', b'/', major, rest @ ..]
                if major.is_ascii_digit() && (rest.is_empty() || is_minor(rest)) =>
            {
                let named = version.escape_ascii();
                let what = format!("this connection speaks HTTP/1.1 and HTTP/1.0, not {named} (RFC 9110, section 2.5)");
                Some(self.refusal(ProblemKind::VersionNotSupported, after + 1, &what))
            }
            _ => Some(self.bad(
                after + 1,
                "the request line does not end with one space and a version such as HTTP/1.1 (RFC 9112, section 3)",
            )),
        }
    }

    fn field(&self) -> Option<Refusal> {
        if matches!(self.bytes.first(), Some(b' ' | b'\t')) {
            return Some(self.bad(0, "a line that begins with white space, which is either obsolete line folding (RFC 9112, section 5.2) or white space before the first field"));
        }
        let colon = self
            .bytes
            .iter()
            .position(|byte| !is_token(*byte))
            .unwrap_or(self.bytes.len());
        match self.bytes.get(colon) {
            Some(b':') if colon == 0 => return Some(self.bad(0, "a field without a name (RFC 9112, section 5)")),
            Some(b':') => {}
            Some(b' ' | b'\t') => {
                return Some(self.bad(
                    colon,
                    "white space between a field's name and its colon (RFC 9112, section 5.1)",
                ));
            }
            Some(byte) => {
                let shown = byte.escape_ascii();
                return Some(self.bad(
                    colon,
                    &format!("'{shown}' cannot stand in a field's name, which is a token (RFC 9110, section 5.1)"),
                ));
            }
            None => return Some(self.bad(colon, "a field line without a colon (RFC 9112, section 5)")),
        }
        let value = &self.bytes[colon + 1..];
        let wrong = value
            .iter()
            .position(|byte| !matches!(byte, b'\t' | 0x20..=0x7e | 0x80..))?;
        let what = match value[wrong] {
            b'\r' => "a carriage return that no line feed follows (RFC 9112, section 2.2)".to_owned(),
            byte => format!(
                "'{}' cannot stand in a field's value (RFC 9110, section 5.5)",
                byte.escape_ascii()
            ),
        };
        Some(self.bad(colon + 1 + wrong, &what))
    }
}

fn is_minor(rest: &[u8]) -> bool {
    matches!(rest, [b'.', minor] if minor.is_ascii_digit())
}

/// The characters of a token (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
