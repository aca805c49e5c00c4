//! How the content of a message becomes bytes, is read from them, and is told in the OpenAPI document.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};

/// The content of a message as the OpenAPI document and the router know it.
pub trait Content {
    /// Its media type, or `None` where the message has no content.
    const MEDIA_TYPE: Option<&'static str>;
    /// Whether a message that may have it must have it.
    const REQUIRED: bool = true;
    /// Other media types that it is taken in, or given in where the caller's Accept prefers one.
    const OTHER_MEDIA_TYPES: &'static [&'static str] = &[];

    /// Its schema.
    #[cfg(feature = "openapi")]
    fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>>;

    /// Adds the schemas that its own refers to, by name.
    #[cfg(feature = "openapi")]
    fn referenced(_: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {}
}

/// How the content of a request becomes bytes.
pub trait RequestContent: Content {
    /// Its bytes.
    ///
    /// # Errors
    /// When the value has no representation in the media type.
    fn encode(&self) -> Result<Vec<u8>, serde_json::Error>;
}

/// How the content of a response is read from bytes.
pub trait ResponseContent: Content + Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When the bytes are not what the endpoint promises.
    fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error>;
}

/// No content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl Content for NoContent {
    const MEDIA_TYPE: Option<&'static str> = None;

    #[cfg(feature = "openapi")]
    fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>> {
        None
    }
}

impl RequestContent for NoContent {
    fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(Vec::new())
    }
}

impl ResponseContent for NoContent {
    fn decode(_: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(Self)
    }
}

/// Writes a content that is a value in JSON, and may be in other media types as well.
macro_rules! in_json {
    ($(#[$attribute:meta])* $name:ident: $media_type:literal $(, $other:literal)*) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name<T>(pub T);

        impl<T: Schema> Content for $name<T> {
            const MEDIA_TYPE: Option<&'static str> = Some($media_type);
            const OTHER_MEDIA_TYPES: &'static [&'static str] = &[$($other),*];

            #[cfg(feature = "openapi")]
            fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>> {
                Some(T::schema())
            }

            #[cfg(feature = "openapi")]
            fn referenced(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
                T::schemas(schemas);
            }
        }

        impl<T: Serialize + Schema> RequestContent for $name<T> {
            fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
                serde_json::to_vec(&self.0)
            }
        }

        impl<T: DeserializeOwned + Schema> ResponseContent for $name<T> {
            fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
                serde_json::from_slice(bytes).map(Self)
            }
        }
    };
}

in_json! {
    /// Content in JSON (RFC 8259).
    Json: "application/json"
}

in_json! {
    /// A change in JSON (RFC 7396): what is there replaces, what is null removes, what is missing stays.
    MergePatch: "application/merge-patch+json", "application/json"
}

in_json! {
    /// Content in JSON, or in the fields of a form.
    JsonOrForm: "application/json", "application/x-www-form-urlencoded"
}

in_json! {
    /// Content in JSON, or as an event stream: the caller chooses by Accept. A client reads the JSON.
    JsonOrEvents: "application/json", "text/event-stream"
}

in_json! {
    /// Content in JSON, or as a table in CSV (RFC 4180) or HTML: the caller chooses by Accept. A client reads the JSON.
    JsonOrTable: "application/json", "text/csv", "text/html"
}

/// Content that a request may go without.
impl<C: Content> Content for Option<C> {
    const MEDIA_TYPE: Option<&'static str> = C::MEDIA_TYPE;
    const REQUIRED: bool = false;

    #[cfg(feature = "openapi")]
    fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>> {
        C::schema()
    }

    #[cfg(feature = "openapi")]
    fn referenced(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
        C::referenced(schemas);
    }
}

impl<C: RequestContent> RequestContent for Option<C> {
    fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        self.as_ref().map_or(Ok(Vec::new()), C::encode)
    }
}

/// Writes a content that is text.
macro_rules! in_text {
    ($(#[$attribute:meta])* $name:ident: $media_type:literal) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name(pub String);

        impl Content for $name {
            const MEDIA_TYPE: Option<&'static str> = Some($media_type);

            #[cfg(feature = "openapi")]
            fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>> {
                Some(<String as utoipa::PartialSchema>::schema())
            }
        }

        impl ResponseContent for $name {
            fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
                Ok(Self(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
    };
}

in_text! {
    /// Content in plain text.
    Text: "text/plain"
}

in_text! {
    /// Content in HTML, which is text to us.
    Html: "text/html"
}

/// A media type whose content is bytes to us.
pub trait MediaType {
    /// Its name.
    const NAME: &'static str;
}

/// Content whose bytes mean nothing to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw<M> {
    /// The bytes.
    pub bytes: Vec<u8>,
    media_type: PhantomData<M>,
}

impl<M: MediaType> Content for Raw<M> {
    const MEDIA_TYPE: Option<&'static str> = Some(M::NAME);

    #[cfg(feature = "openapi")]
    fn schema() -> Option<utoipa::openapi::RefOr<utoipa::openapi::Schema>> {
        Some(<String as utoipa::PartialSchema>::schema())
    }
}

impl<M: MediaType> ResponseContent for Raw<M> {
    fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(Self {
            bytes: bytes.to_vec(),
            media_type: PhantomData,
        })
    }
}

/// What the OpenAPI document needs to know of a type; nothing, where the document is not made.
#[cfg(feature = "openapi")]
pub trait Schema: utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> Schema for T {}

/// What the OpenAPI document needs to know of a type; nothing, where the document is not made.
#[cfg(not(feature = "openapi"))]
pub trait Schema {}
#[cfg(not(feature = "openapi"))]
impl<T> Schema for T {}
