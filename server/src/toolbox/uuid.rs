//! `GET /uuid`: a UUID of chance.

use axum::response::Response;
use contract::toolbox::shapes::Made;
use uuid::Uuid;

use super::json::json;

/// `GET /uuid`
pub async fn new_uuid() -> Response {
    json(&Made {
        uuid: Uuid::new_v4().to_string(),
    })
}
