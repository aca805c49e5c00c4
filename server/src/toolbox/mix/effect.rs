//! One effect, as it is written in the path.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE};
use bytes::Bytes;
use contract::toolbox::limits::{ALL_BYTES, ALL_SECONDS, BYTES, DECLARED, HEAD_SECONDS};
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::toolbox::{
    arguments::{time, whole},
    cookies::cookie_of,
    fields::{field, value_of},
    redirect::location,
    status::code_of,
    trailers::trailer,
    twister::Twister,
};

/// What one step of the path does.
#[derive(Debug)]
pub(super) enum Effect {
    Status(StatusCode),
    Field(HeaderName, HeaderValue),
    Redirect(HeaderValue),
    Hint(HeaderValue),
    Gzip,
    Declared(u64),
    SlowHead(Duration),
    Delay(Duration),
    Content(Bytes),
    Trailer(HeaderName, HeaderValue),
    Close,
    Reset,
}

const NAMES: &str = "status, header, cookie, redirect, delay, body, base64, bytes, gzip, hint, declared, slow-head, trailer, close, reset";

impl Effect {
    /// Reads `name` or `name=value`, or says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        match (name, value) {
            ("gzip", None) => Ok(Self::Gzip),
            ("close", None) => Ok(Self::Close),
            ("reset", None) => Ok(Self::Reset),
            ("gzip" | "close" | "reset", Some(_)) => Err(format!("`{name}` takes no value")),
            (_, None) if NAMES.split(", ").any(|known| known == name) => {
                Err(format!("`{name}` needs a value: {name}=…"))
            }
            (_, None) => Err(format!("there is no effect `{name}`; there are {NAMES}")),
            (_, Some(value)) => Self::with_value(name, value),
        }
    }

    fn with_value(name: &str, value: &str) -> Result<Self, String> {
        match name {
            "status" => code_of(value)
                .map(Self::Status)
                .ok_or_else(|| format!("`{value}` is not a status code from 200 to 599")),
            "header" => {
                let (name, value) = pair(value)?;
                field(name, value).map(|(name, value)| Self::Field(name, value))
            }
            "trailer" => {
                let (name, value) = pair(value)?;
                trailer(name, value).map(|(name, value)| Self::Trailer(name, value))
            }
            "cookie" => {
                let (name, value) = pair(value)?;
                cookie_of("/", name, value, "").map(|cookie| Self::Field(header::SET_COOKIE, cookie))
            }
            "redirect" => location(value)
                .map(Self::Redirect)
                .map_err(|problem| problem.detail.unwrap_or_default()),
            "hint" => value_of(value).map(Self::Hint),
            "declared" => whole(value, &DECLARED)
                .map(Self::Declared)
                .ok_or_else(|| not(value, &DECLARED.words())),
            "slow-head" => time(value, &HEAD_SECONDS)
                .map(Self::SlowHead)
                .ok_or_else(|| not(value, &HEAD_SECONDS.words())),
            "delay" => time(value, &ALL_SECONDS)
                .map(Self::Delay)
                .ok_or_else(|| not(value, &ALL_SECONDS.words())),
            "body" => Ok(Self::Content(Bytes::copy_from_slice(value.as_bytes()))),
            "base64" => BASE64_STANDARD
                .decode(value)
                .or_else(|_| BASE64_URL_SAFE.decode(value))
                .map(|bytes| Self::Content(bytes.into()))
                .map_err(|error| format!("`{value}` is not Base64: {error}")),
            "bytes" => {
                let (size, seed) = value
                    .split_once(':')
                    .map_or((value, None), |(size, seed)| (size, Some(seed)));
                let size = whole(size, &BYTES).ok_or_else(|| not(size, &ALL_BYTES.words()))?;
                let mut chance = match seed {
                    None => Twister::of_chance(),
                    Some(seed) => Twister::new(seed.parse().map_err(|_| format!("`{seed}` is no seed"))?),
                };
                Ok(Self::Content(chance.bytes(usize::try_from(size).unwrap_or(0)).into()))
            }
            _ => Err(format!("there is no effect `{name}`; there are {NAMES}")),
        }
    }

    /// Whether it is about what goes out before any content.
    pub(super) fn is_of_the_head(&self) -> bool {
        !matches!(
            self,
            Self::Delay(_) | Self::Content(_) | Self::Trailer(..) | Self::Close | Self::Reset
        )
    }
}

fn pair(text: &str) -> Result<(&str, &str), String> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| format!("`{text}` has no colon between name and value"))?;
    Ok((name.trim(), value.trim()))
}

fn not(text: &str, words: &str) -> String {
    format!("`{text}` is not {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        for (effect, wrong) in [
            ("status=418", None),
            ("header=X-A: b:c", None),
            ("body=", None),
            ("bytes=10:7", None),
            ("gzip", None),
            ("status=101", Some("not a status code")),
            ("status", Some("needs a value")),
            ("gzip=9", Some("takes no value")),
            ("header=X-A", Some("no colon")),
            ("header=Content-Length:3", Some("framed")),
            ("cookie=roundtrip_session:x", Some("Roundtrip's own")),
            ("trailer=Content-Type:a/b", Some("too late")),
            ("delay=11", Some("from 0 to 10")),
            ("base64=%%", Some("not Base64")),
            ("explode", Some("there is no effect `explode`")),
            ("", Some("there is no effect")),
        ] {
            match (Effect::read(effect), wrong) {
                (Ok(_), None) => {}
                (Err(said), Some(wrong)) => assert!(said.contains(wrong), "{effect}: {said}"),
                (outcome, _) => panic!("{effect}: {outcome:?}"),
            }
        }
    }
}
