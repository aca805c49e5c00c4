//! Request and response: the two messages of an exchange, or the failure that took the second one's place.

use serde::{Deserialize, Serialize};

use crate::{Body, Octets, Phase};

/// A header or trailer field as it was sent: name and value are bytes, the name's case is kept (RFC 9110, section 5).
///
/// In JSON it is a pair, `[name, value]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "(Octets, Octets)", into = "(Octets, Octets)")]
pub struct Field {
    /// Its name, in the case in which it was sent where that is known.
    pub name: Octets,
    /// Its value, without the whitespace around it.
    pub value: Octets,
}

impl Field {
    /// A field.
    pub fn new(name: impl Into<Octets>, value: impl Into<Octets>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }

    /// Whether it has that name; the case does not matter.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.0.eq_ignore_ascii_case(name.as_bytes())
    }
}

impl From<(Octets, Octets)> for Field {
    fn from((name, value): (Octets, Octets)) -> Self {
        Self { name, value }
    }
}

impl From<Field> for (Octets, Octets) {
    fn from(field: Field) -> Self {
        (field.name, field.value)
    }
}

/// The text of the first field of that name, if it is UTF-8.
#[must_use]
pub fn field<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|field| field.is(name))?.value.as_str()
}

/// Whether a page may not set a field: the browser sets it, or nobody does (Fetch standard, forbidden request-headers).
#[must_use]
pub fn is_forbidden_to_pages(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "access-control-request-private-network",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str()) || name.starts_with("proxy-") || name.starts_with("sec-")
}

/// The fields whose values let whoever has them act in another's name. What is passed on goes without these values.
pub const SECRET_FIELDS: [&str; 12] = [
    "Authorization",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "Sandbox",
    "X-Api-Key",
    "Api-Key",
    "X-Auth-Token",
    "X-Access-Token",
    "X-Amz-Security-Token",
    "X-Goog-Api-Key",
    "Private-Token",
];

/// Whether the value of a field of that name is a secret, whatever the name's case.
#[must_use]
pub fn is_secret(name: &[u8]) -> bool {
    SECRET_FIELDS
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret.as_bytes()))
}

/// A version of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Version {
    /// RFC 1945.
    #[serde(rename = "HTTP/1.0")]
    Http10,
    /// RFC 9112.
    #[serde(rename = "HTTP/1.1")]
    Http11,
    /// RFC 9113.
    #[serde(rename = "HTTP/2")]
    Http2,
    /// RFC 9114.
    #[serde(rename = "HTTP/3")]
    Http3,
    /// Whoever saw the exchange could not see its version.
    #[serde(rename = "unknown")]
    Unknown,
}

impl Version {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
            Self::Http3 => "HTTP/3",
            Self::Unknown => "unknown",
        }
    }

    /// The version that an ALPN protocol identifier stands for (RFC 7301, and the registry that it made).
    #[must_use]
    pub fn from_alpn(id: &str) -> Self {
        match id {
            "http/1.0" => Self::Http10,
            "http/1.1" => Self::Http11,
            "h2" | "h2c" => Self::Http2,
            "h3" => Self::Http3,
            _ => Self::Unknown,
        }
    }
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Request {
    /// The method, as it was sent.
    pub method: String,
    /// The request target (RFC 9112, section 3.2).
    pub target: String,
    /// The whole URL, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The version of HTTP.
    pub version: Version,
    /// The header fields, in order.
    pub fields: Vec<Field>,
    /// The body, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The reason phrase, where one was sent. HTTP/2 has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version of HTTP.
    pub version: Version,
    /// The header fields, in order.
    pub fields: Vec<Field>,
    /// The body, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The trailer fields, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trailers: Vec<Field>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A final response came.
    Response(Response),
    /// No final response came.
    Failure(Failure),
}

impl Outcome {
    /// The response, if one came.
    #[must_use]
    pub const fn response(&self) -> Option<&Response> {
        match self {
            Self::Response(response) => Some(response),
            Self::Failure(_) => None,
        }
    }

    /// The failure, if no response came.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Response(_) => None,
            Self::Failure(failure) => Some(failure),
        }
    }
}

/// Why no final response came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Failure {
    /// The phase that failed, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// What happened, for people.
    pub detail: String,
}

/// Kinds of failure on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The caller gave it up.
    Aborted,
    /// It took longer than the caller was willing to wait.
    Timeout,
    /// The device has no network.
    Offline,
    /// A server answered, and the browser keeps the answer from the page, because it lacks the CORS fields (Fetch standard).
    Cors,
    /// The name has no address.
    NameNotResolved,
    /// Nothing listens there.
    ConnectionRefused,
    /// The connection ended before the response was whole.
    ConnectionClosed,
    /// The TLS handshake failed.
    Tls,
    /// What came is not HTTP.
    Protocol,
    /// The request could not be made at all.
    InvalidRequest,
    /// No connection came about, or it broke; whoever saw it was not told more.
    Network,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_pairs_with_their_case() {
        let fields = vec![Field::new("X-Odd", "1"), Field::new("x-odd", vec![0xff])];
        let json = serde_json::to_string(&fields).unwrap();
        assert_eq!(json, r#"[["X-Odd","1"],["x-odd",{"base64":"/w=="}]]"#);
        assert_eq!(serde_json::from_str::<Vec<Field>>(&json).unwrap(), fields);
    }

    #[test]
    fn fields_are_found_whatever_their_case() {
        let fields = [Field::new("Content-Type", "text/html")];
        assert_eq!(field(&fields, "content-type"), Some("text/html"));
        assert_eq!(field(&fields, "content-length"), None);
    }
}
