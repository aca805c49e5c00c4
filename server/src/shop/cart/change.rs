//! `PATCH /api/cart/items/{product_id}`

use axum::{extract::State, response::Response};
use contract::{ProblemKind, shop::CartItemPath};
use http::StatusCode;
use sea_orm::EntityTrait;
use store::cart_item;

use super::{MAX_QUANTITY, add::put, in_stock, not_in_cart, read, represent};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{
        head::{Head, PatchContent},
        members::{Members, object, whole_number},
        products::within,
        sandbox::write::{Begun, Write, Written},
    },
};

/// Sets how many of a product are in the cart.
pub async fn change(
    State(state): State<AppState>,
    clock: Clock,
    Path(CartItemPath { product_id }): Path<CartItemPath>,
    head: Head,
    PatchContent(content): PatchContent,
) -> Result<Response, Rejection> {
    let mut members = Members::of(object(&content)?);
    let quantity = members.need("quantity", whole_number(1, MAX_QUANTITY));
    members.finish("quantity")?;
    // What is needed and missing is a fault, so there always is one.
    let quantity = quantity.ok_or(ProblemKind::ValidationFailed)?;

    let write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let key = (write.sandbox.id.clone(), product_id);
    let present = cart_item::Entity::find_by_id(key).one(&write.transaction);
    let mut item = clock.store(present).await?.ok_or_else(|| not_in_cart(product_id))?;
    let product = clock.store(within(&write, product_id)).await?;
    in_stock(&product.ok_or_else(|| not_in_cart(product_id))?, quantity)?;
    item.quantity = quantity;
    clock.store(put(&write, item)).await?;
    let cart = clock.store(read(&write.transaction, &write.sandbox.id)).await?;
    let representation = clock.encode(|| represent(&cart))?;
    write
        .commit(Written::of(StatusCode::OK, &representation).without_validators())
        .await
}
