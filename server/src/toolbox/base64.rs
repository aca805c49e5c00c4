//! `GET /base64/…`: to and from Base64 (RFC 4648).

use axum::response::Response;
use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_URL_SAFE,
};
use http::HeaderValue;

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
        Some(media_type) => value_of(media_type).map_err(|wrong| refusal("content-type", &wrong, "a media type"))?,
        None => HeaderValue::from_static("text/html; charset=utf-8"),
    };
    Ok(with_content(media_type, decoded))
}

/// `GET /base64/encode/{*value}`
pub async fn encode(arguments: Arguments) -> String {
    BASE64_URL_SAFE.encode(arguments.part("value"))
}
