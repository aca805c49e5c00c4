//! The bytes of an exchange in both directions, when each piece of them came, and what each part of them is.
//!
//! A transcript is bounded: of a long message it has the beginning, and says so. It never rides inside an
//! [`Exchange`](crate::Exchange); who wants it asks for it.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::octets::{decode, encode};

/// What travelled, in both directions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transcript {
    /// The protocol, by its ALPN identifier: `http/1.1`, `h2`.
    pub protocol: String,
    /// From the client to the server.
    pub request: Half,
    /// From the server to the client.
    pub response: Half,
}

/// One direction of an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Half {
    /// The bytes, or the first of them.
    #[serde(rename = "base64", with = "base64_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub bytes: Vec<u8>,
    /// How many bytes travelled.
    pub size: u64,
    /// Whether `bytes` has only the first of them.
    pub truncated: bool,
    /// When they came: each read or write that brought some, in order.
    pub arrivals: Vec<Arrival>,
    /// What they are. The leaves tile `bytes`: each byte lies in exactly one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// The moment at which a piece of a message was read or written. In JSON it is a pair, `[offset, at_us]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Arrival {
    /// Where the piece begins in the message, in bytes.
    pub offset: u64,
    /// When it came, in microseconds from the start of the exchange.
    pub at_us: u64,
}

impl From<(u64, u64)> for Arrival {
    fn from((offset, at_us): (u64, u64)) -> Self {
        Self { offset, at_us }
    }
}

impl From<Arrival> for (u64, u64) {
    fn from(arrival: Arrival) -> Self {
        (arrival.offset, arrival.at_us)
    }
}

/// A stretch of bytes that means something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// Where it begins, in bytes from the start of the half.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is, in the words of the specification: `field name`, `status code`, `chunk size`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: Cow<'static, str>,
    /// What it means here, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub meaning: Option<Cow<'static, str>>,
    /// Where that is specified: `RFC 9110, section 8.6`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub spec: Option<Cow<'static, str>>,
    /// The rule that it breaks, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub fault: Option<Cow<'static, str>>,
    /// What it is made of, in order and without gaps; empty in a leaf.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub parts: Vec<Part>,
}

mod base64_text {
    use super::*;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        decode(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_form_that_the_contract_names() {
        let half = Half {
            bytes: b"GET".to_vec(),
            size: 3,
            truncated: false,
            arrivals: vec![Arrival { offset: 0, at_us: 12 }],
            parts: vec![Part {
                start: 0,
                end: 3,
                name: "method".into(),
                meaning: None,
                spec: Some("RFC 9110, section 9.1".into()),
                fault: None,
                parts: Vec::new(),
            }],
        };
        let json = r#"{"base64":"R0VU","size":3,"truncated":false,"arrivals":[[0,12]],"parts":[{"start":0,"end":3,"name":"method","spec":"RFC 9110, section 9.1"}]}"#;
        assert_eq!(serde_json::to_string(&half).unwrap(), json);
        assert_eq!(serde_json::from_str::<Half>(json).unwrap(), half);
    }
}
