//! An exchange without the values that let whoever has them act in another's name, to be passed on.
//!
//! In a value that is hidden an asterisk stands for each byte, so that every part of the bytes is still where it was. What the parts
//! of such a value were is hidden with it, for their meanings tell of it.
//!
//! - `frames`: the same in HTTP/2
//! - `values`: parameters and members that are secrets by their names

mod frames;
mod values;

use exchange::{Exchange, Field, Half, Outcome, Part, Transcript, message::is_secret};

pub use self::{
    frames::http2_transcript,
    values::{SECRET_NAMES, SecretValues},
};
use crate::kind::Kind;

/// What is said of a value that is hidden.
const HIDDEN: &str = "It was hidden before the exchange was passed on: it may be a key to an account. There is an asterisk for each byte.";

/// Hides the values of secret fields in an exchange, and of [`SECRET_NAMES`] wherever they occur.
pub fn exchange(exchange: &mut Exchange) {
    SecretValues::of(exchange).hide_in(exchange);
    fields(&mut exchange.request.fields);
    if let Outcome::Response(response) = &mut exchange.outcome {
        fields(&mut response.fields);
        fields(&mut response.trailers);
    }
}

fn fields(fields: &mut [Field]) {
    for field in fields.iter_mut().filter(|field| is_secret(&field.name.0)) {
        field.value.0.fill(b'*');
    }
}

/// Hides the values of secret fields in the bytes and the parts of an exchange. Of a protocol whose fields are not found by their
/// lines, no byte is kept; of HTTP/2, [`http2_transcript`] keeps them.
pub fn transcript(transcript: &mut Transcript) {
    let has_lines = transcript.protocol.starts_with("http/1.");
    for side in [&mut transcript.request, &mut transcript.response] {
        if has_lines {
            half(side);
        } else {
            side.truncated = side.size > 0;
            side.bytes.clear();
            side.parts.clear();
        }
    }
}

fn half(half: &mut Half) {
    let Half { bytes, parts, .. } = half;
    for part in parts {
        message(part, bytes);
    }
}

/// Looks for field sections where a message has them. What is content stays as it is.
fn message(part: &mut Part, bytes: &mut [u8]) {
    if is(part, Kind::HeaderSection) || is(part, Kind::TrailerSection) {
        section(part, bytes);
    } else if is(part, Kind::Interim) || is(part, Kind::ChunkedBody) {
        for part in &mut part.parts {
            message(part, bytes);
        }
    }
}

fn section(section: &mut Part, bytes: &mut [u8]) {
    // A line that is folded goes on with the value of the one before.
    let mut goes_on = false;
    for line in &mut section.parts {
        if is(line, Kind::FieldLine) {
            let name = line.parts.iter().find(|part| is(part, Kind::FieldName));
            goes_on = name
                .and_then(|name| bytes.get(name.start..name.end))
                .is_some_and(is_secret);
            if goes_on {
                value(line, bytes);
            }
        } else if is(line, Kind::FoldedLine) {
            if goes_on {
                value(line, bytes);
            }
        } else if is(line, Kind::UnfinishedLine) || is(line, Kind::FurtherLines) {
            // Nobody has looked at what is in these.
            hide(line, bytes);
        }
    }
}

fn value(line: &mut Part, bytes: &mut [u8]) {
    for part in line.parts.iter_mut().filter(|part| is(part, Kind::FieldValue)) {
        hide(part, bytes);
    }
}

fn hide(part: &mut Part, bytes: &mut [u8]) {
    if let Some(bytes) = bytes.get_mut(part.start..part.end) {
        bytes.fill(b'*');
    }
    part.meaning = Some(HIDDEN.into());
    part.fault = None;
    part.parts.clear();
}

fn is(part: &Part, kind: Kind) -> bool {
    part.name == kind.name()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{End, annotate_request, annotate_response};

    fn redacted(request: &[u8], response: &[u8], end: End) -> Transcript {
        let half = |bytes: &[u8], parts| Half {
            bytes: bytes.to_vec(),
            size: bytes.len() as u64,
            truncated: end == End::Cut,
            arrivals: Vec::new(),
            parts,
        };
        let mut both = Transcript {
            protocol: "http/1.1".to_owned(),
            request: half(request, annotate_request(request, end)),
            response: half(response, annotate_response(response, "GET", end)),
        };
        transcript(&mut both);
        both
    }

    fn text(half: &Half) -> String {
        String::from_utf8(half.bytes.clone()).unwrap()
    }

    /// All that is said of a half.
    fn words(parts: &[Part]) -> String {
        parts
            .iter()
            .map(|part| format!("{:?} {:?} {}", part.meaning, part.fault, words(&part.parts)))
            .collect()
    }

    fn leaves(parts: &[Part], at: &mut usize) {
        for part in parts {
            if part.parts.is_empty() {
                assert_eq!(part.start, *at, "{part:?}");
                *at = part.end;
            } else {
                leaves(&part.parts, at);
            }
        }
    }

    #[test]
    fn a_secret_becomes_asterisks_in_its_place() {
        let request = "GET /?a=1 HTTP/1.1\r\nHost: h\r\naUTHORIZATION:  Basic QWxhZGRpbjpvcGVu \r\nCookie: a=secret; b=2\r\nX: Cookie\r\n\r\n";
        let response = "HTTP/1.1 103 Early Hints\r\nSet-Cookie: early=1\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: id=42; HttpOnly\r\nTransfer-Encoding: \
                        chunked\r\n\r\n2\r\nhi\r\n0\r\nSandbox: mine\r\n\r\n";
        let both = redacted(request.as_bytes(), response.as_bytes(), End::Whole);
        assert_eq!(
            text(&both.request),
            "GET /?a=1 HTTP/1.1\r\nHost: h\r\naUTHORIZATION:  ********************** \r\nCookie: *************\r\nX: Cookie\r\n\r\n"
        );
        assert_eq!(
            text(&both.response),
            "HTTP/1.1 103 Early Hints\r\nSet-Cookie: *******\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: ***************\r\nTransfer-Encoding: \
             chunked\r\n\r\n2\r\nhi\r\n0\r\nSandbox: ****\r\n\r\n"
        );
        for half in [&both.request, &both.response] {
            let mut end = 0;
            leaves(&half.parts, &mut end);
            assert_eq!(end, half.bytes.len());
            let words = words(&half.parts);
            for secret in ["Aladdin", "secret", "HttpOnly", "42", "mine", "early"] {
                assert!(!words.contains(secret), "{secret} in {words}");
            }
        }
    }

    #[test]
    fn what_was_not_taken_apart_is_hidden_whole() {
        let cut = redacted(b"GET / HTTP/1.1\r\nHost: h\r\nCookie: a=sec", b"", End::Cut);
        assert_eq!(text(&cut.request), "GET / HTTP/1.1\r\nHost: h\r\n*************");
        let folded = redacted(
            b"GET / HTTP/1.1\r\nCookie: a=1;\r\n b=2\r\nX: 1\r\n y\r\n\r\n",
            b"",
            End::Whole,
        );
        assert_eq!(
            text(&folded.request),
            "GET / HTTP/1.1\r\nCookie: ****\r\n ***\r\nX: 1\r\n y\r\n\r\n"
        );
    }

    #[test]
    fn of_a_protocol_without_lines_no_byte_is_passed_on() {
        let mut both = redacted(b"GET / HTTP/1.1\r\n\r\n", b"", End::Whole);
        both.protocol = "h2".to_owned();
        transcript(&mut both);
        assert_eq!((both.request.bytes.len(), both.request.truncated), (0, true));
        assert_eq!((both.response.bytes.len(), both.response.truncated), (0, false));
    }

    proptest! {
        /// Wherever the secret stands and whatever comes after it, its bytes are gone and every other byte is as it was.
        #[test]
        fn no_secret_is_left(
            name in prop::sample::select(&exchange::message::SECRET_FIELDS[..]),
            before in prop::collection::vec("[A-Za-z-]{1,9}: [ -~]{0,12}", 0..4),
            after in prop::collection::vec("[A-Za-z-]{1,9}: [ -~]{0,12}", 0..4),
            cut in 0_usize..300,
        ) {
            const SECRET: &str = "\u{e9}\u{e8}key=\u{e9}\u{e8}";
            let mut lines = before;
            lines.push(format!("{name}: {SECRET}"));
            lines.extend(after);
            let whole = format!("GET / HTTP/1.1\r\n{}\r\n\r\n", lines.join("\r\n"));
            let bytes = &whole.as_bytes()[..cut.min(whole.len())];
            let end = if bytes.len() < whole.len() { End::Cut } else { End::Whole };
            let both = redacted(bytes, b"", end);
            prop_assert_eq!(both.request.bytes.len(), bytes.len());
            // The first byte of the secret is in no other line.
            prop_assert!(!both.request.bytes.contains(&0xc3));
            for (before, now) in bytes.iter().zip(&both.request.bytes) {
                prop_assert!(before == now || *now == b'*');
            }
        }
    }
}
