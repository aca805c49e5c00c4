//! What fields and the names in their values mean, mostly from the tables of [`crate::meaning`].

use super::{
    Field, Place, Words,
    text::{
        Piece::{Plain, Quoted},
        quoted, said, seconds, split,
    },
};
use crate::{
    meaning::{self, Vocabulary},
    octet::{self, Lower},
    value::{date::Moment, form::Form, parameter::unquoted},
};

pub(super) fn line(field: Field<'_>) -> Words {
    match field.known {
        Some(field) => Words::known(&field.meaning),
        None => Words::meaning(
            "Not a registered field, or not one that is known here; only its sender and its recipient know what it says.",
        ),
    }
}

pub(super) fn name(field: Field<'_>) -> Words {
    match field.known {
        Some(field) => Words::meaning(field.meaning.when).with_spec(field.meaning.spec),
        None => Words::meaning("Not a registered field, or not one that is known here."),
    }
}

/// The meaning of a token in the value of a field that has such words.
pub(super) fn token(vocabulary: Option<&Vocabulary>, token: &[u8]) -> Words {
    vocabulary
        .and_then(|vocabulary| vocabulary.find(token))
        .map_or_else(Words::default, Words::known)
}

/// An element of a list: what it is depends on the field.
pub(super) fn element(place: &Place<'_>, text: &[u8]) -> Words {
    let (bare, _) = split(text, b';');
    let bare = unquoted(bare);
    let name = str::from_utf8(&bare).unwrap_or_default();
    let called = place.field.elements;
    let mut words = match called {
        Some("field name") => meaning::field(name).map_or_else(Words::default, |field| Words::known(&field.meaning)),
        Some("method") => meaning::method(name).map_or_else(Words::default, Words::known),
        _ => Words::default(),
    };
    if words.meaning.is_none() {
        words = token(place.field.vocabulary, &bare);
    }
    if words.meaning.is_none() && called == Some("language") {
        words.meaning = Some(match name {
            "*" => "Any language.".into(),
            _ => said(&[
                Plain("The language that the tag "),
                Quoted(&bare),
                Plain(" stands for."),
            ]),
        });
        words.spec = Some("RFC 5646, section 2.1");
    }
    words.name = called.or((place.form == Form::Element).then_some("token"));
    words
}

/// What the elements of that field's list are called.
pub(super) fn called(field: &[u8]) -> Option<&'static str> {
    const NAMES: [(&str, &str); 19] = [
        ("accept-encoding", "content coding"),
        ("content-encoding", "content coding"),
        ("accept-language", "language"),
        ("content-language", "language"),
        ("accept-charset", "character encoding"),
        ("te", "transfer coding"),
        ("transfer-encoding", "transfer coding"),
        ("connection", "connection option"),
        ("content-disposition", "disposition type"),
        ("vary", "field name"),
        ("trailer", "field name"),
        ("access-control-allow-headers", "field name"),
        ("access-control-expose-headers", "field name"),
        ("access-control-request-headers", "field name"),
        ("access-control-allow-methods", "method"),
        ("access-control-request-method", "method"),
        ("allow", "method"),
        ("upgrade", "protocol"),
        ("accept-ranges", "range unit"),
    ];
    NAMES
        .iter()
        .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(field))
        .map(|&(_, called)| called)
}

pub(super) fn directive(place: &Place<'_>, text: &[u8]) -> Words {
    let (name, value) = split(text.split(|&byte| byte == b';').next().unwrap_or_default(), b'=');
    // The directive of a policy has its values after a space.
    let name = name.split(|&byte| octet::is_blank(byte)).next().unwrap_or_default();
    let mut words = token(place.field.vocabulary, name);
    if place.form == Form::CacheControl
        && let Some(count) = value.and_then(octet::decimal)
        && let Some(here) = cache_directive(name, count)
    {
        words.meaning = Some(here.into());
    }
    words
}

/// What a cache directive with a number of seconds says.
fn cache_directive(name: &[u8], count: u64) -> Option<String> {
    let time = seconds(count);
    Some(match &*Lower::of(name) {
        b"max-age" if count == 0 => {
            "It is stale at once: before each reuse a cache asks the server whether it still holds.".into()
        }
        b"max-age" => format!("It may be reused for {time} after it was made."),
        b"s-maxage" => format!("A cache that several clients share may reuse it for {time}."),
        b"max-stale" => format!("A response that has been stale for up to {time} is welcome too."),
        b"min-fresh" => format!("The response has to stay fresh for at least {time} more."),
        b"stale-while-revalidate" => {
            format!(
                "For {time} after it became stale it may still be used, while a cache asks the server in the background."
            )
        }
        b"stale-if-error" => format!("For {time} after it became stale it may be used if the server fails."),
        _ => return None,
    })
}

pub(super) fn attribute(text: &[u8]) -> Words {
    let (name, value) = split(text, b'=');
    let mut words = token(Vocabulary::of(b"Set-Cookie"), name);
    let value = value.unwrap_or_default();
    let here = match &*Lower::of(name) {
        b"max-age" => octet::decimal(value).map(|count| match count {
            0 => "The cookie is removed at once.".into(),
            _ => format!("The cookie is kept for {}.", seconds(count)),
        }),
        b"expires" => Moment::read(value).map(|moment| format!("The cookie is kept until {}.", moment.in_words())),
        b"path" => Some(format!(
            "It is sent only with requests for paths below {}.",
            quoted(value)
        )),
        b"domain" => Some(format!("It is sent to {} and to all hosts below it.", quoted(value))),
        _ => None,
    };
    if let Some(here) = here {
        words.meaning = Some(here.into());
    }
    if name.eq_ignore_ascii_case(b"samesite") {
        let known = token(Vocabulary::of(b"Set-Cookie"), value);
        words = if known.meaning.is_some() { known } else { words };
    }
    words
}

pub(super) fn parameter(place: &Place<'_>, text: &[u8]) -> Words {
    let (name, value) = split(text, b'=');
    let value = unquoted(value.unwrap_or_default());
    match (place.form, &*Lower::of(name)) {
        (Form::ContentType | Form::MediaRanges, b"charset") => {
            return Words::meaning(format!("The text is encoded in {}.", quoted(&value)))
                .with_spec("RFC 9110, section 8.3.2");
        }
        (Form::ContentType, b"boundary") => {
            return Words::meaning(format!(
                "A line with {} stands between the parts of the content.",
                quoted(&value)
            ))
            .with_spec("RFC 2046, section 5.1.1");
        }
        (Form::Link, b"rel") => {
            let known = token(place.field.vocabulary, &value);
            if known.meaning.is_some() {
                return known;
            }
        }
        (Form::Credentials, b"username") => {
            return Words::meaning(format!("The user is {}.", quoted(&value))).with_spec("RFC 7616, section 3.4");
        }
        (Form::Credentials, b"response") => {
            return Words::meaning(
                "A digest that only who knows the password can make; the password itself is not sent.",
            )
            .with_spec("RFC 7616, section 3.4.1");
        }
        _ => {}
    }
    token(place.field.vocabulary, name)
}
