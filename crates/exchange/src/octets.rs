//! Bytes that are usually text.
//!
//! HTTP's field values are octets (RFC 9110, section 5.5), nearly always ASCII. In JSON they are a string where they are
//! UTF-8, and `{"base64": "…"}` where they are not, so that nothing is lost and what is readable stays readable.

use std::{borrow::Cow, fmt};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Some bytes, shown as text where they are UTF-8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Octets(pub Vec<u8>);

impl Octets {
    /// The text that they are, if they are UTF-8.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        str::from_utf8(&self.0).ok()
    }

    /// The text that they are, with U+FFFD for what is not UTF-8.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

impl From<&str> for Octets {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<String> for Octets {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<Vec<u8>> for Octets {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// The two forms that octets have in JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Encoded { base64: String },
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_str() {
            Some(text) => serializer.serialize_str(text),
            None => Form::Encoded {
                base64: encode(&self.0),
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Form::deserialize(deserializer)? {
            Form::Text(text) => Ok(text.into()),
            Form::Encoded { base64 } => decode(&base64).map(Self).map_err(D::Error::custom),
        }
    }
}

/// Base64 as RFC 4648, section 4, has it.
pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// The bytes of base64 text.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, base64::DecodeError> {
    BASE64_STANDARD.decode(text)
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, schema::Type},
    };

    use super::Octets;

    impl PartialSchema for Octets {
        fn schema() -> RefOr<Schema> {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let encoded = ObjectBuilder::new()
                .property("base64", ObjectBuilder::new().schema_type(Type::String))
                .required("base64");
            OneOfBuilder::new().item(text).item(encoded).into()
        }
    }

    impl ToSchema for Octets {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_stays_readable_and_the_rest_is_kept() {
        for (octets, json) in [
            (Octets::from("max-age=60"), r#""max-age=60""#),
            (Octets::from("naïve"), r#""naïve""#),
            (Octets(vec![0xff, 0xfe]), r#"{"base64":"//4="}"#),
        ] {
            assert_eq!(serde_json::to_string(&octets).unwrap(), json);
        }
    }

    #[test]
    fn refuses_what_is_not_base64() {
        let error = serde_json::from_str::<Octets>(r#"{"base64":"?"}"#).unwrap_err();
        assert!(error.to_string().contains("Invalid symbol"), "{error}");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes: Vec<u8>) {
            let octets = Octets(bytes);
            let json = serde_json::to_string(&octets).unwrap();
            prop_assert_eq!(serde_json::from_str::<Octets>(&json).unwrap(), octets);
        }
    }
}
