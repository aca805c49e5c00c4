//! A JSON document that is the same for everybody, served with a validator.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    conditional::{Validators, not_modified},
    stored::Stored,
};

/// A document as it is served.
#[derive(Debug)]
pub struct Document {
    json: Stored,
    validators: Validators,
}

impl Document {
    /// Writes the document down.
    ///
    /// # Errors
    /// When it has no JSON form.
    pub fn new(document: &impl Serialize) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(document)?;
        let etag = etag_of(&json);
        Ok(Self {
            json: Stored::new(HeaderValue::from_static("application/json"), json),
            validators: Validators {
                etag,
                last_modified: None,
            },
        })
    }

    /// Answers a GET or HEAD: whoever has a copy asks each time whether it is still right, because another version of the program
    /// may have another document.
    #[must_use]
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let mut response = if self.validators.known_to(request) {
            let mut response = not_modified();
            self.validators.write(response.headers_mut());
            response
        } else {
            self.json.respond(request, &self.validators)
        };
        let fields = response.headers_mut();
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}

/// A strong entity tag made from the bytes of a representation.
#[must_use]
pub fn etag_of(representation: &[u8]) -> HeaderValue {
    let hash = Sha256::digest(representation);
    let tag = hash[..8]
        .iter()
        .fold(String::from("\""), |tag, byte| tag + &format!("{byte:02x}"))
        + "\"";
    HeaderValue::try_from(tag).expect("hexadecimal digits in quotes are a field value")
}
