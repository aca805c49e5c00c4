//! What is known of a body, without carrying all of it.
//!
//! A body is its size, its type and a preview. Large bodies never ride inside an exchange: the preview stops, `truncated` says
//! so, and `href` leads to the rest.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::octets::{decode, encode};

/// A body, or the beginning of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Its size in bytes as it travelled, transfer coding taken off, content coding still on (RFC 9110, section 8.6).
    pub size: u64,
    /// Its size in bytes with the content coding taken off, where that is known and another one.
    pub decoded_size: Option<u64>,
    /// Its media type, as Content-Type gave it.
    pub media_type: Option<String>,
    /// Whether the preview is only the beginning.
    pub truncated: bool,
    /// What there is of it here.
    pub preview: Preview,
    /// Where all of it can be read.
    pub href: Option<String>,
}

/// The part of a body that an exchange carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Preview {
    /// Nothing of it.
    #[default]
    None,
    /// Text, in UTF-8 whatever it travelled in.
    Text(String),
    /// Bytes that are not text.
    Bytes(Vec<u8>),
}

impl Body {
    /// A body of which everything is here.
    #[must_use]
    pub fn whole(bytes: Vec<u8>, media_type: Option<String>) -> Self {
        let size = bytes.len() as u64;
        let preview = String::from_utf8(bytes).map_or_else(|error| Preview::Bytes(error.into_bytes()), Preview::Text);
        Self {
            size,
            decoded_size: None,
            media_type,
            truncated: false,
            preview,
            href: None,
        }
    }

    /// The text of the preview, if it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.preview {
            Preview::Text(text) => Some(text),
            Preview::None | Preview::Bytes(_) => None,
        }
    }
}

/// The flat form that a body has in JSON.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct Flat {
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decoded_size: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    truncated: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (text, base64) = match &self.preview {
            Preview::None => (None, None),
            Preview::Text(text) => (Some(text.clone()), None),
            Preview::Bytes(bytes) => (None, Some(encode(bytes))),
        };
        Flat {
            size: self.size,
            decoded_size: self.decoded_size,
            media_type: self.media_type.clone(),
            truncated: self.truncated,
            text,
            base64,
            href: self.href.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let flat = Flat::deserialize(deserializer)?;
        let preview = match (flat.text, flat.base64) {
            (None, None) => Preview::None,
            (Some(text), None) => Preview::Text(text),
            (None, Some(base64)) => Preview::Bytes(decode(&base64).map_err(D::Error::custom)?),
            (Some(_), Some(_)) => return Err(D::Error::custom("a body has text or base64, not both")),
        };
        Ok(Self {
            size: flat.size,
            decoded_size: flat.decoded_size,
            media_type: flat.media_type,
            truncated: flat.truncated,
            preview,
            href: flat.href,
        })
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{RefOr, Schema},
    };

    use super::{Body, Flat};

    impl PartialSchema for Body {
        fn schema() -> RefOr<Schema> {
            Flat::schema()
        }
    }

    impl ToSchema for Body {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_are_told_apart() {
        assert_eq!(Body::whole(b"hello".to_vec(), None).text(), Some("hello"));
        assert_eq!(Body::whole(vec![0xff], None).preview, Preview::Bytes(vec![0xff]));
    }

    #[test]
    fn has_one_preview() {
        let error =
            serde_json::from_str::<Body>(r#"{"size":1,"truncated":false,"text":"a","base64":"YQ=="}"#).unwrap_err();
        assert!(error.to_string().contains("not both"), "{error}");
    }
}
