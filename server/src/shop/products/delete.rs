//! `DELETE /api/products/{id}`

use axum::{extract::State, response::Response};
use contract::shop::ProductPath;
use sea_orm::{DbErr, EntityTrait};
use store::{cart_item, product_overlay};

use super::{no_such_product, put, represent, within};
use crate::{
    AppState,
    clock::Clock,
    conditional::precondition_failed,
    extract::Path,
    problem::Rejection,
    shop::{
        head::Head,
        sandbox::write::{Begun, Write, Written},
    },
};

/// No such product any more, in the cart neither.
pub async fn delete(
    State(state): State<AppState>,
    clock: Clock,
    Path(ProductPath { id }): Path<ProductPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    // There are as many marks as pristine products at most, so that a full sandbox takes them as well.
    write.shrinks();
    let present = clock.store(within(&write, id)).await?;
    let present = present.ok_or_else(|| no_such_product(id))?;
    if represent(present)?.validators().refuses(&head.fields) {
        return Err(precondition_failed(&head.fields));
    }
    let version = write.sandbox.version;
    write.sandbox.products_version = version;
    clock.store(remove(&write, id, version)).await?;
    write.commit(Written::nothing()).await
}

async fn remove(write: &Write, id: i64, version: i64) -> Result<(), DbErr> {
    let sandbox = write.sandbox.id.clone();
    cart_item::Entity::delete_by_id((sandbox.clone(), id))
        .exec(&write.transaction)
        .await?;
    if id >= store::sandbox::FIRST_OWN_ID {
        product_overlay::Entity::delete_by_id((sandbox, id))
            .exec(&write.transaction)
            .await?;
        return Ok(());
    }
    let mark = product_overlay::Model::tombstone(sandbox, version, id, write.now);
    put(&write.transaction, mark).await
}
