//! What the values of fields say: numbers, dates, ranges, weights, credentials.

use super::{
    Place, Words,
    text::{
        Piece::{Number, Plain, Quoted},
        bytes, quoted, said, seconds, split,
    },
};
use crate::{
    http1::Side,
    octet::{self, Lower},
    value::{
        auth::user, content_range::Positions, date::Moment, form::Form, media_type::parameter_of,
        parameter::thousandths,
    },
};

pub(super) fn field_value(place: &Place<'_>, text: &[u8]) -> Words {
    match place.form {
        Form::Length => match octet::decimal(text) {
            Some(0) => Words::meaning("There is no content.").with_spec("RFC 9110, section 8.6"),
            Some(length) => {
                Words::meaning(format!("The content is {} long.", bytes(length))).with_spec("RFC 9110, section 8.6")
            }
            None => Words::default(),
        },
        Form::Credentials => {
            Words::meaning("It proves who asks. It is a secret: show it to nobody.").with_spec("RFC 9110, section 11.4")
        }
        _ => Words::default(),
    }
}

pub(super) fn number(place: &Place<'_>, text: &[u8]) -> Words {
    let Some(count) = octet::decimal(text) else {
        return Words::default();
    };
    let field = place.field.name;
    let (meaning, spec) = match place.form {
        Form::Length => (format!("{}.", bytes(count)), "RFC 9110, section 8.6"),
        Form::DateOrSeconds => (
            format!("The client is asked to wait {} before it tries again.", seconds(count)),
            "RFC 9110, section 10.2.3",
        ),
        _ if field.eq_ignore_ascii_case(b"age") => (
            format!("It has been in caches for {}.", seconds(count)),
            "RFC 9111, section 5.1",
        ),
        _ if field.eq_ignore_ascii_case(b"max-forwards") => (
            format!("It may be passed on {count} more times."),
            "RFC 9110, section 7.6.2",
        ),
        _ if field.eq_ignore_ascii_case(b"access-control-max-age") => (
            format!("The answer to this preflight holds for {}.", seconds(count)),
            "Fetch, section 3.3.3",
        ),
        _ => return Words::default(),
    };
    Words::meaning(meaning).with_spec(spec)
}

pub(super) fn weight(text: &[u8]) -> Words {
    let (_, value) = split(text, b'=');
    let value = value.unwrap_or_default();
    match thousandths(value) {
        Some(0) => Words::meaning("It is not acceptable."),
        Some(1000) => Words::meaning("It is wanted as much as anything can be, which is the default."),
        // Digits and a point.
        Some(_) => Words::meaning(said(&[
            Plain("It is wanted "),
            Plain(str::from_utf8(value).unwrap_or_default()),
            Plain(" times as much as what has a weight of 1."),
        ])),
        None => Words::default(),
    }
}

pub(super) fn media_type(text: &[u8]) -> Words {
    let (name, _) = split(text, b';');
    let name = Lower::of(name);
    let (kind, subtype) = split(&name, b'/');
    let meaning = match (kind, subtype.unwrap_or_default()) {
        (b"*", b"*") => "Anything.",
        (b"text", b"html") => "An HTML document.",
        (b"text", b"plain") => "Text without markup.",
        (b"text", b"css") => "A style sheet.",
        (b"text" | b"application", b"javascript") => "A JavaScript program.",
        (b"text", b"event-stream") => "Server-sent events: a stream that stays open.",
        (b"text", b"csv") => "A table with commas between its cells.",
        (b"application", b"json") => "JSON text.",
        (b"application", b"problem+json") => "JSON that says what went wrong (RFC 9457).",
        (b"application", b"merge-patch+json") => "JSON that says what is to change (RFC 7396).",
        (b"application", b"x-www-form-urlencoded") => "Form data, as pairs of names and values.",
        (b"application", b"octet-stream") => "Bytes; what they are is not said.",
        (b"application", b"wasm") => "A WebAssembly module.",
        (b"application", b"pdf") => "A PDF document.",
        (b"application" | b"text", b"xml") => "An XML document.",
        (b"multipart", b"form-data") => "Form data in parts, files among them.",
        (b"multipart", b"byteranges") => "Several ranges of one representation.",
        (b"multipart", _) => "Several parts, with a boundary between them.",
        (b"image", b"*") => "An image of any type.",
        (b"text", b"*") => "Text of any type.",
        (b"audio", b"*") => "Audio of any type.",
        (b"video", b"*") => "Video of any type.",
        (b"image", _) => "An image.",
        (b"audio", _) => "Audio.",
        (b"video", _) => "Video.",
        (b"font", _) => "A font.",
        (_, subtype) if subtype.ends_with(b"+json") => "Something that is written in JSON.",
        (_, subtype) if subtype.ends_with(b"+xml") => "Something that is written in XML.",
        _ => return Words::default(),
    };
    Words::meaning(meaning)
}

pub(super) fn cookie(text: &[u8]) -> Words {
    let (name, value) = split(text, b'=');
    match value {
        Some(_) => Words::meaning(said(&[Plain("The cookie "), Quoted(name), Plain(".")])),
        None => Words::default(),
    }
}

pub(super) fn date(place: &Place<'_>, text: &[u8]) -> Words {
    match Moment::read(text) {
        Some(moment) => Words::meaning(format!("{}.", moment.in_words())),
        None if place.field.name.eq_ignore_ascii_case(b"expires") => {
            Words::meaning("It is no date, so a cache takes the response as stale already.")
                .with_spec("RFC 9111, section 5.3")
        }
        None => Words::default(),
    }
}

pub(super) fn entity_tag(text: &[u8]) -> Words {
    if text.starts_with(b"W/") {
        Words::meaning(
            "A weak validator: representations with this tag are as good as each other, if not the same in each byte.",
        )
    } else {
        Words::meaning("A strong validator: representations with this tag are the same in each byte.")
    }
}

pub(super) fn range(text: &[u8], unit: &[u8], form: Form) -> Words {
    let unit = if unit == b"bytes" {
        "bytes".into()
    } else {
        String::from_utf8_lossy(unit).into_owned()
    };
    if text == b"*" {
        return Words::meaning("No range: what was asked for could not be satisfied.")
            .with_spec("RFC 9110, section 14.4");
    }
    let words = match Positions::read(text) {
        Some(Positions::Between(first, last)) if first <= last => Words::meaning(format!(
            "From position {first} to position {last}, both included and counted from 0, in {unit}."
        )),
        Some(Positions::From(first)) => {
            Words::meaning(format!("From position {first}, counted from 0, to the end, in {unit}."))
        }
        Some(Positions::Suffix(length)) => Words::meaning(format!("The last {length} {unit}.")),
        _ => Words::default(),
    };
    match form {
        Form::ContentRange => words.with_spec("RFC 9110, section 14.4"),
        _ => words,
    }
}

pub(super) fn complete_length(text: &[u8], unit: &[u8]) -> Words {
    match octet::decimal(text) {
        Some(length) => Words::meaning(format!(
            "The whole representation has {length} {}.",
            String::from_utf8_lossy(unit)
        )),
        None if text == b"*" => Words::meaning("How long the whole representation is, is not known."),
        None => Words::default(),
    }
}

/// Who the credentials that begin there are for. Only Basic says so; what proves it is never repeated.
pub(super) fn credentials(place: &Place<'_>, start: usize, text: &[u8]) -> Words {
    if !place.secret {
        return Words::meaning("What the scheme needs to know.").with_spec("RFC 9110, section 11.2");
    }
    let before = place.bytes[..start].trim_ascii_end();
    let basic = before
        .len()
        .checked_sub(5)
        .is_some_and(|at| before[at..].eq_ignore_ascii_case(b"basic"));
    match user(text).filter(|_| basic) {
        Some(user) => Words::meaning(format!(
            "The user name is {}. The password is in it too, and is not shown here: base64 hides nothing, so whoever sees these bytes has it.",
            quoted(&user)
        ))
        .with_spec("RFC 7617, section 2"),
        None => Words::default(),
    }
}

pub(super) fn metric(text: &[u8]) -> Words {
    let (name, _) = split(text, b';');
    let duration = parameter_of(text, b"dur").and_then(|text| String::from_utf8(text).ok()?.parse::<f64>().ok());
    let description = parameter_of(text, b"desc");
    let called = match description {
        Some(description) => format!("{} ({})", quoted(name), quoted(&description)),
        None => quoted(name),
    };
    Words::meaning(match duration {
        Some(duration) => format!("The server says that {called} took {duration} ms."),
        None => format!("The server names {called} and no duration."),
    })
}

pub(super) fn product(text: &[u8]) -> Words {
    let (name, version) = split(text, b'/');
    Words::meaning(match version {
        Some(version) => said(&[
            Plain("The software "),
            Quoted(name),
            Plain(", version "),
            Quoted(version),
            Plain("."),
        ]),
        None => said(&[Plain("The software "), Quoted(name), Plain(".")]),
    })
}

pub(super) fn host(place: &Place<'_>, text: &[u8]) -> Words {
    match place.form {
        Form::Host => Words::meaning(said(&[
            Plain("The request is for "),
            Quoted(text),
            Plain(", of all hosts on this address."),
        ]))
        .with_spec("RFC 9110, section 7.2"),
        _ if text.starts_with(b"[") => Words::meaning("An IPv6 address."),
        _ => Words::meaning(said(&[Plain("The host "), Quoted(text), Plain(".")])),
    }
}

pub(super) fn port(text: &[u8]) -> Words {
    match octet::decimal(text) {
        Some(80) => Words::meaning("Port 80, the one of http."),
        Some(443) => Words::meaning("Port 443, the one of https."),
        Some(port) => Words::meaning(said(&[Plain("Port "), Number(port), Plain(".")])),
        None => Words::default(),
    }
}

pub(super) fn uri_scheme(text: &[u8]) -> Words {
    match &*Lower::of(text) {
        b"http" => Words::meaning("HTTP, without protection on the way.").with_spec("RFC 9110, section 4.2.1"),
        b"https" => Words::meaning("HTTP within TLS.").with_spec("RFC 9110, section 4.2.2"),
        _ => Words::default(),
    }
}

/// Who sends the message that a part is in.
pub(super) fn sender(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response(_) => "response",
    }
}
