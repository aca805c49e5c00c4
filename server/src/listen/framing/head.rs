//! One complete head: whether it is acceptable, and what it says about where its message ends (RFC 9112, section 6.3).

use std::mem::MaybeUninit;

use contract::ProblemKind;
use http::Uri;
use httparse::{Error, Header, ParserConfig, Request, Status};

use super::{MOST_FIELDS, Rules, diagnosis};
use crate::listen::refusal::Refusal;

/// What of a head matters for framing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) body: Body,
    /// The request may end in a switch to another protocol.
    pub(super) upgrade: bool,
}

/// How a request's body is delimited.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Length(u64),
    Chunked,
}

/// Examines a head from its request line to its empty line.
pub(super) fn examine(head: &[u8], rules: Rules) -> Result<Head, Refusal> {
    if head.len() > rules.max_head {
        return Err(diagnosis::oversized(head, rules));
    }
    let mut fields = [const { MaybeUninit::<Header<'_>>::uninit() }; MOST_FIELDS];
    let mut request = Request::new(&mut []);
    let parsed =
        ParserConfig::default().parse_request_with_uninit_headers(&mut request, head, &mut fields[..rules.max_fields]);
    match parsed {
        Ok(Status::Complete(size)) if size == head.len() => {}
        Ok(_) => {
            return Err(
                diagnosis::of(head, rules).unwrap_or_else(|| broken("the head does not end where its empty line is"))
            );
        }
        Err(error) => return Err(diagnosis::of(head, rules).unwrap_or_else(|| broken(rule(error)))),
    }
    let place = Place { head };
    let target = request.path.unwrap_or_default();
    check_target(place, request.method.unwrap_or_default(), target, rules)?;

    let minor = request.version.unwrap_or_default();
    let mut host = None;
    let mut length = None;
    let mut coding = None;
    let mut upgrade = request.method == Some("CONNECT");
    for Header { name, value } in request.headers.iter() {
        match name.len() {
            4 if name.eq_ignore_ascii_case("host") => {
                if host.replace(()).is_some() {
                    return Err(place.bad(
                        name,
                        "a second Host field, where there must be exactly one (RFC 9112, section 3.2)",
                    ));
                }
                check_host(place, name, value)?;
            }
            7 if name.eq_ignore_ascii_case("upgrade") => upgrade |= minor == 1,
            14 if name.eq_ignore_ascii_case("content-length") => {
                let declared = content_length(place, name, value)?;
                if length.replace(declared).is_some() {
                    return Err(place.bad(
                        name,
                        "a second Content-Length field, so that the body's size is ambiguous (RFC 9110, section 8.6)",
                    ));
                }
            }
            17 if name.eq_ignore_ascii_case("transfer-encoding") => {
                if coding.replace(*name).is_some() {
                    return Err(place.bad(
                        name,
                        "a second Transfer-Encoding field; chunked alone is implemented, once (RFC 9112, section 6.1)",
                    ));
                }
                transfer_coding(place, name, value)?;
            }
            _ => {}
        }
    }
    if host.is_none() && minor == 1 {
        return Err(broken(
            "an HTTP/1.1 request must have a Host field, and this one has none (RFC 9112, section 3.2)",
        ));
    }
    let body = match (coding, length) {
        (Some(name), _) if minor == 0 => {
            return Err(place.bad(
                name,
                "Transfer-Encoding in an HTTP/1.0 request, which has no transfer codings (RFC 9112, section 6.1)",
            ));
        }
        (Some(name), Some(_)) => {
            return Err(place.bad(
                name,
                "both Transfer-Encoding and Content-Length, which is how requests are smuggled (RFC 9112, section 6.3)",
            ));
        }
        (Some(_), None) => Body::Chunked,
        (None, Some(length @ 1..)) => Body::Length(length),
        (None, _) => Body::None,
    };
    Ok(Head { body, upgrade })
}

/// Says where in a head something stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    head: &'a [u8],
}

impl Place<'_> {
    /// A refusal for what is wrong at `part`, which is a slice of the head.
    #[cold]
    fn bad(self, part: &str, what: &str) -> Refusal {
        self.refusal(ProblemKind::BadRequest, part, what)
    }

    fn refusal(self, kind: ProblemKind, part: &str, what: &str) -> Refusal {
        let offset = (part.as_ptr().addr())
            .saturating_sub(self.head.as_ptr().addr())
            .min(self.head.len());
        let line = 1 + memchr::memchr_iter(b'\n', &self.head[..offset]).count();
        Refusal::new(kind, format!("Line {line}, byte {offset}: {what}."))
    }
}

fn broken(what: &str) -> Refusal {
    Refusal::new(ProblemKind::BadRequest, format!("The head is malformed: {what}."))
}

/// What the parser's errors mean, for those that [`diagnosis`] finds no better words for.
fn rule(error: Error) -> &'static str {
    match error {
        Error::HeaderName => "a field's name is not a token (RFC 9110, section 5.1)",
        Error::HeaderValue => "a field's value has a byte that is not allowed (RFC 9110, section 5.5)",
        Error::NewLine => "a line does not end with CRLF (RFC 9112, section 2.2)",
        Error::Token => "the method or the target has a byte that is not allowed (RFC 9112, section 3)",
        Error::TooManyHeaders => "it has too many fields",
        Error::Version => "the request line does not end with a version of HTTP (RFC 9112, section 2.3)",
        Error::Status => "it is the head of a response",
    }
}

fn check_target(place: Place<'_>, method: &str, target: &str, rules: Rules) -> Result<(), Refusal> {
    if target.len() > rules.max_target {
        return Err(diagnosis::long_target(rules.max_target));
    }
    if let Some(fragment) = target.find('#') {
        return Err(place.bad(
            &target[fragment..],
            "a fragment ('#') in the target; a client keeps it to itself (RFC 9112, section 3.2)",
        ));
    }
    if target.starts_with('/') && method != "CONNECT" && target.bytes().all(is_plain) {
        return Ok(());
    }
    // The same parser as hyper's, for the forms of a target that are rare.
    let Ok(uri) = Uri::try_from(target) else {
        return Err(place.bad(target, "the target is none that RFC 9112, section 3.2, allows"));
    };
    let allowed = match (uri.scheme(), uri.authority()) {
        (Some(_), Some(_)) => method != "CONNECT",
        (None, Some(_)) => method == "CONNECT",
        _ => method != "CONNECT" && (target.starts_with('/') || (target == "*" && method == "OPTIONS")),
    };
    if allowed {
        Ok(())
    } else {
        Err(place.bad(target, "the target's form does not go with the method: a path for most, '*' for OPTIONS alone, an authority for CONNECT alone (RFC 9112, section 3.2)"))
    }
}

/// The characters of paths and queries (RFC 3986, sections 3.3 and 3.4), which hyper takes too.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'/'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$'..=b',' | b':' | b';' | b'=' | b'?' | b'@')
}

/// A Host is an authority without user information, or empty (RFC 9110, section 7.2).
fn check_host(place: Place<'_>, name: &str, value: &[u8]) -> Result<(), Refusal> {
    let sound = |byte: &u8| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$'..=b',' | b':' | b';' | b'=' | b'[' | b']');
    if value.iter().all(sound) {
        Ok(())
    } else {
        Err(place.bad(
            name,
            "the Host field is no host with an optional port (RFC 9110, section 7.2)",
        ))
    }
}

/// The largest length that hyper tells from its marks for other framings.
const MOST_LENGTH: u64 = u64::MAX - 2;

fn content_length(place: Place<'_>, name: &str, value: &[u8]) -> Result<u64, Refusal> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        let shown = shorten(value);
        return Err(place.bad(
            name,
            &format!("Content-Length is not a number of bytes but '{shown}' (RFC 9110, section 8.6)"),
        ));
    }
    let number = value.iter().try_fold(0_u64, |sum, digit| {
        sum.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
    });
    match number {
        Some(length @ ..=MOST_LENGTH) => Ok(length),
        _ => Err(place.refusal(
            ProblemKind::ContentTooLarge,
            name,
            "Content-Length is larger than any body can be (RFC 9110, section 8.6)",
        )),
    }
}

/// Only `chunked`, once and last, can be decoded here (RFC 9112, sections 6.1 and 6.3).
fn transfer_coding(place: Place<'_>, name: &str, value: &[u8]) -> Result<(), Refusal> {
    let is_chunked = |coding: &[u8]| coding.trim_ascii().eq_ignore_ascii_case(b"chunked");
    if is_chunked(value) {
        return Ok(());
    }
    let shown = shorten(value);
    let mut codings = value.split(|byte| *byte == b',').rev();
    if !codings.next().is_some_and(is_chunked) {
        return Err(place.bad(name, &format!("the final transfer coding of '{shown}' is not chunked, so the body's end cannot be found (RFC 9112, section 6.3)")));
    }
    if codings.any(is_chunked) {
        return Err(place.bad(name, "the body is chunked more than once (RFC 9112, section 6.1)"));
    }
    Err(place.refusal(
        ProblemKind::NotImplemented,
        name,
        &format!("of the transfer codings '{shown}' only chunked is implemented (RFC 9112, section 6.1)"),
    ))
}

/// Enough of a value to recognise it.
fn shorten(value: &[u8]) -> String {
    const MOST_SHOWN: usize = 60;
    let shown = value[..value.len().min(MOST_SHOWN)].escape_ascii();
    if value.len() > MOST_SHOWN {
        format!("{shown}…")
    } else {
        shown.to_string()
    }
}
