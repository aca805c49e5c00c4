//! `POST /api/products`

use axum::{extract::State, response::Response};
use http::StatusCode;
use store::product_overlay;

use super::{put, represent, said::Said, slugs};
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    problem::Rejection,
    shop::{
        head::Head,
        members::object,
        sandbox::write::{Begun, Write, Written},
    },
};

/// One more product.
pub async fn create(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let sent = object(&content)?;
    let slugs = clock.store(slugs(&state)).await?;
    let said = Said::read(sent, &slugs, None)?;
    let mut write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let id = write.sandbox.next_product;
    write.sandbox.next_product += 1;
    let version = write.sandbox.version;
    write.sandbox.products_version = version;
    let row = said.into_row(id, write.now, write.now);
    let own = product_overlay::Model::of(write.sandbox.id.clone(), version, row.clone());
    clock.store(put(&write.transaction, own)).await?;
    let representation = clock.encode(|| represent(row))?;
    let written = Written::of(StatusCode::CREATED, &representation).at(format!("/api/products/{id}"));
    write.commit(written).await
}
