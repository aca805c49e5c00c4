//! What the parts of a start line mean.

use super::{Words, text::quoted};
use crate::{meaning, octet};

pub(super) fn method(text: &[u8]) -> Words {
    let name = str::from_utf8(text).unwrap_or_default();
    match meaning::method(name) {
        Some(meaning) => Words::known(meaning),
        None if meaning::method(&name.to_ascii_uppercase()).is_some() => Words::meaning(format!(
            "Not a registered method: methods are case-sensitive, and {} is another one.",
            quoted(name.to_ascii_uppercase().as_bytes())
        )),
        None => Words::meaning("Not a registered method; only its sender and its recipient know what it asks for."),
    }
}

pub(super) fn target(text: &[u8]) -> Words {
    let (meaning, spec) = match text {
        b"*" => (
            "The server as a whole, not one resource on it.",
            "RFC 9112, section 3.2.4",
        ),
        [b'/', ..] => (
            "The resource that is asked for, on the host that the Host field names.",
            "RFC 9112, section 3.2.1",
        ),
        _ if text.windows(3).any(|window| window == b"://") => (
            "The whole URI of the resource, as one asks a proxy for it.",
            "RFC 9112, section 3.2.2",
        ),
        _ => (
            "The host and the port to which a tunnel is asked for.",
            "RFC 9112, section 3.2.3",
        ),
    };
    Words::meaning(meaning).with_spec(spec)
}

pub(super) fn version(text: &[u8]) -> Words {
    match text {
        b"HTTP/1.1" => Words::meaning(
            "The sender speaks HTTP/1.1: connections stay open for further requests, and content may come in chunks.",
        ),
        b"HTTP/1.0" => Words::meaning(
            "The sender speaks HTTP/1.0: the connection closes after the response unless both ends agree on more, and there are no chunks.",
        )
        .with_spec("RFC 1945, section 3.1"),
        _ => Words::default(),
    }
}

/// The number that a status code is.
pub(super) fn code(text: &[u8]) -> Option<u16> {
    octet::decimal(text).and_then(|code| u16::try_from(code).ok())
}

pub(super) fn status_code(text: &[u8]) -> Words {
    let code = code(text);
    match code.and_then(meaning::status) {
        Some(status) => {
            let mut words = Words::known(&status.meaning);
            words.meaning = Some(format!("{}: {}", status.meaning.name, status.meaning.phrase).into());
            words
        }
        None => match code {
            Some(code @ 100..600) => Words::meaning(format!(
                "Not a registered status code; a client treats it as {}.",
                code / 100 * 100
            )),
            _ => Words::default(),
        },
    }
}

pub(super) fn reason(text: &[u8], code: u16) -> Words {
    match meaning::status(code) {
        Some(status) if !status.meaning.name.as_bytes().eq_ignore_ascii_case(text) => Words::meaning(format!(
            "It is for people, and clients ignore it. The registered phrase for {code} is {}.",
            quoted(status.meaning.name.as_bytes())
        )),
        _ => Words::default(),
    }
}
