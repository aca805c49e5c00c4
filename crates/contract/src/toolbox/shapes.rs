//! The JSON that tools answer with: httpbin's names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A value, or the list of values where a name came several times; httpbin's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum OneOrMany {
    /// The name came once.
    One(String),
    /// The name came several times.
    Many(Vec<String>),
}

/// Values by name.
pub type Pairs = BTreeMap<String, OneOrMany>;

/// A JSON value as the text that it was received as. To parse it and write it again would change it: numbers beyond 64 bits, the order of
/// members and their duplicates, and escapes. It would also take many times its size in memory.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The value that these bytes are, with a byte order mark before it or without; null if they are not JSON.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_slice(text).map(Self).unwrap_or_default()
    }
}

impl Default for RawJson {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// Parameters that the caller names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnyPairs(pub BTreeMap<String, String>);

#[cfg(feature = "openapi")]
impl utoipa::IntoParams for AnyPairs {
    fn into_params(
        place: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        use utoipa::openapi::{
            Object, Type,
            path::{ParameterBuilder, ParameterIn, ParameterStyle},
            schema::AdditionalProperties,
        };
        // Not of text alone: a name may come several times, and what is within brackets belongs to it.
        let mut pairs = Object::with_type(Type::Object);
        pairs.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(true)));
        vec![
            ParameterBuilder::new()
                .name("pairs")
                .parameter_in(place().unwrap_or(ParameterIn::Query))
                .description(Some("Any names, each with a value or several"))
                .style(Some(ParameterStyle::Form))
                .explode(Some(true))
                .schema(Some(pairs))
                .build(),
        ]
    }
}

/// What the server saw of a request, all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Echo {
    /// The parameters of the query.
    pub args: Pairs,
    /// The body as text, or as a `data:` URL where it is not UTF-8; empty for forms.
    pub data: String,
    /// The files of a multipart form.
    pub files: Pairs,
    /// The values of a form.
    pub form: Pairs,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// The body as JSON, exactly as it was sent, or null where it is not JSON.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value))]
    pub json: RawJson,
    /// The request's method.
    pub method: String,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

/// What the server saw of a request that has a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Submitted {
    /// The parameters of the query.
    pub args: Pairs,
    /// The body as text, or as a `data:` URL where it is not UTF-8; empty for forms.
    pub data: String,
    /// The files of a multipart form.
    pub files: Pairs,
    /// The values of a form.
    pub form: Pairs,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// The body as JSON, exactly as it was sent, or null where it is not JSON.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value))]
    pub json: RawJson,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

impl From<Echo> for Submitted {
    fn from(echo: Echo) -> Self {
        let Echo {
            args,
            data,
            files,
            form,
            headers,
            json,
            method: _,
            origin,
            url,
        } = echo;
        Self {
            args,
            data,
            files,
            form,
            headers,
            json,
            origin,
            url,
        }
    }
}

/// What the server saw of a request's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asked {
    /// The parameters of the query.
    pub args: Pairs,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

/// One line of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// The parameters of the query.
    pub args: Pairs,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// Which line it is, counted from 0.
    pub id: u64,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

/// The fields of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenFields {
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
}

/// The address of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenAddress {
    /// The address that the request came from, or what a proxy said that it is.
    pub origin: String,
}

/// The program that sent a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenProgram {
    /// The User-Agent field; null where the request has none.
    #[serde(rename = "user-agent")]
    pub user_agent: Option<String>,
}

/// A UUID.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Made {
    /// A UUID of version 4 (RFC 9562, section 5.4).
    pub uuid: String,
}

/// How much was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uploaded {
    /// The parameters of the query.
    pub args: Pairs,
    /// The size of the body in bytes.
    pub bytes_received: u64,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// The request's method.
    pub method: String,
    /// The address that the request came from.
    pub origin: String,
    /// The URL that was asked for.
    pub url: String,
}

/// The cookies of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenCookies {
    /// Values by name; of cookies of one name, the first.
    pub cookies: BTreeMap<String, String>,
}

/// Credentials that were right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Authenticated {
    /// Always true.
    pub authenticated: bool,
    /// Who it is.
    pub user: String,
}

/// A token that was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Borne {
    /// Always true.
    pub authenticated: bool,
    /// The token.
    pub token: String,
}

/// What was sent in a content coding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coded {
    /// Whether it was coded with Brotli (RFC 7932).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brotli: Option<bool>,
    /// Whether it was coded with zlib (RFC 1950), which the coding `deflate` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deflated: Option<bool>,
    /// Whether it was coded with gzip (RFC 1952).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gzipped: Option<bool>,
    /// The headers; several of one name are joined by commas, and those of Cookie by semicolons.
    pub headers: BTreeMap<String, String>,
    /// The request's method.
    pub method: String,
    /// The address that the request came from.
    pub origin: String,
    /// Whether it was coded with Zstandard (RFC 8878).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zstd: Option<bool>,
}

/// What an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ping {
    /// Which event it is, counted from 0.
    pub id: u64,
    /// When it was sent, in milliseconds since 1970.
    pub timestamp: u64,
}
