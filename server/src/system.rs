//! How the server is, and what it offers.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use contract::{Problem, ProblemKind, system::Health};
use http::{HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::{
    AppState,
    conditional::{Validators, not_modified},
    extract::Fields,
    problem::Rejection,
};

/// How long a check may wait for the stores; a load balancer asks every few seconds.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// `GET /healthz`
pub async fn healthz() -> Json<Health> {
    ok()
}

/// `GET /readyz`
pub async fn readyz(State(state): State<AppState>) -> Result<Json<Health>, Rejection> {
    if state.shutdown.has_begun() {
        return Err(unavailable("the server is stopping"));
    }
    match tokio::time::timeout(READY_WITHIN, state.store.ping()).await {
        Ok(Ok(())) => Ok(ok()),
        Ok(Err(error)) => Err(unavailable(&error.to_string())),
        Err(_) => Err(unavailable("the database does not answer in time")),
    }
}

fn ok() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
    })
}

fn unavailable(why: &str) -> Rejection {
    Problem::new(ProblemKind::Unavailable).with_detail(why).into()
}

/// The OpenAPI document as it is served: made once, at start.
#[derive(Clone, Debug)]
pub struct Document {
    json: Bytes,
    validators: Validators,
}

impl Document {
    /// Writes the document down.
    ///
    /// # Errors
    /// When it has no JSON form.
    pub fn new(document: &utoipa::openapi::OpenApi) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(document)?;
        let etag = etag_of(&json);
        Ok(Self {
            json: json.into(),
            validators: Validators {
                etag,
                last_modified: None,
            },
        })
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

/// `GET /openapi.json`
pub async fn openapi(State(state): State<AppState>, Fields(request): Fields) -> Response {
    let Document { json, validators } = &state.document;
    let mut response = if validators.known_to(&request) {
        not_modified()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], json.clone()).into_response()
    };
    let fields = response.headers_mut();
    validators.write(fields);
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
