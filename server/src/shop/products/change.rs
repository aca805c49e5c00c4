//! `PUT` and `PATCH /api/products/{id}`

use axum::{extract::State, response::Response};
use contract::shop::ProductPath;
use http::StatusCode;
use serde_json::Value;
use store::product_overlay;

use super::{
    no_such_product, put, represent,
    said::{Said, check_removals, merged},
    slugs, whole, within,
};
use crate::{
    AppState,
    clock::Clock,
    conditional::precondition_failed,
    extract::{JsonContent, Path},
    problem::Rejection,
    shop::{
        head::{Head, PatchContent},
        members::{Object, object},
        sandbox::write::{Begun, Write, Written},
    },
};

/// The product as it is to be.
pub async fn replace(
    State(state): State<AppState>,
    clock: Clock,
    Path(ProductPath { id }): Path<ProductPath>,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let sent = object(&content)?;
    write(&state, &clock, &head, id, |_| sent).await
}

/// What is to change of the product.
pub async fn change(
    State(state): State<AppState>,
    clock: Clock,
    Path(ProductPath { id }): Path<ProductPath>,
    head: Head,
    PatchContent(content): PatchContent,
) -> Result<Response, Rejection> {
    let patch = object(&content)?;
    check_removals(&patch)?;
    write(&state, &clock, &head, id, |present| merged(present, patch)).await
}

/// Writes what `wanted` makes of the product as it is, if that is in the state that the request asks for.
async fn write(
    state: &AppState,
    clock: &Clock,
    head: &Head,
    id: i64,
    wanted: impl FnOnce(Object) -> Object,
) -> Result<Response, Rejection> {
    let slugs = clock.store(slugs(state)).await?;
    let mut write = match Write::begin(state, clock, head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let present = clock.store(within(&write, id)).await?;
    let present = present.ok_or_else(|| no_such_product(id))?;
    if represent(present.clone())?.validators().refuses(&head.fields) {
        return Err(precondition_failed(&head.fields));
    }
    let created_at = present.created_at;
    let Ok(Value::Object(shown)) = serde_json::to_value(whole(present)) else {
        return Err(Rejection::internal("a product that is no object"));
    };
    let said = Said::read(wanted(shown.clone()), &slugs, Some(&shown))?;
    let version = write.sandbox.version;
    write.sandbox.products_version = version;
    let row = said.into_row(id, created_at, write.now);
    let own = product_overlay::Model::of(write.sandbox.id.clone(), version, row.clone());
    clock.store(put(&write.transaction, own)).await?;
    let representation = clock.encode(|| represent(row))?;
    write.commit(Written::of(StatusCode::OK, &representation)).await
}
