//! `GET /base64/…`: to and from Base64 (RFC 4648).

use axum::response::Response;
use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_URL_SAFE,
};
use http::{HeaderName, HeaderValue};

use super::{
    arguments::{Arguments, refusal},
    fields::value_of,
};
use crate::{problem::Rejection, response::with_content};

/// Takes what is padded and what is not.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// `GET /base64/{*value}` and `/base64/decode/{*value}`
pub async fn decode(arguments: Arguments) -> Result<Response, Rejection> {
    let value = arguments.part("value");
    let alphabet = if value.contains(['+', '/']) {
        &STANDARD
    } else {
        &URL_SAFE
    };
    let decoded = GeneralPurpose::new(alphabet, LENIENT).decode(value).map_err(|error| {
        let detail = format!("`{}` is not Base64: {error}", value.escape_debug());
        refusal(
            "value",
            &detail,
            "Base64 of either alphabet (RFC 4648), with padding or without",
        )
    })?;
    let media_type = match arguments.text("content-type") {
        Some(media_type) => named(media_type).map_err(|wrong| refusal("content-type", &wrong, "a media type"))?,
        None => HeaderValue::from_static("text/html; charset=utf-8"),
    };
    Ok(with_content(media_type, decoded))
}

/// The value of Content-Type for a media type (RFC 9110, section 8.3.1). Its parameters are the caller's.
fn named(media_type: &str) -> Result<HeaderValue, String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim_end();
    let is_token = |part: &str| HeaderName::try_from(part).is_ok();
    match essence.split_once('/') {
        Some((type_, subtype)) if is_token(type_) && is_token(subtype) => value_of(media_type),
        _ => Err(format!("`{}` is no media type", media_type.escape_debug())),
    }
}

/// `GET /base64/encode/{*value}`
pub async fn encode(arguments: Arguments) -> String {
    BASE64_URL_SAFE.encode(arguments.part("value"))
}
