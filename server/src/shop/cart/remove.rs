//! `DELETE /api/cart/items/{product_id}`

use axum::{extract::State, response::Response};
use contract::shop::CartItemPath;
use sea_orm::EntityTrait;
use store::cart_item;

use super::not_in_cart;
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{
        head::Head,
        sandbox::write::{Begun, Write, Written},
    },
};

/// Takes a product out of the cart.
pub async fn remove(
    State(state): State<AppState>,
    clock: Clock,
    Path(CartItemPath { product_id }): Path<CartItemPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    write.shrinks();
    let delete = cart_item::Entity::delete_by_id((write.sandbox.id.clone(), product_id)).exec(&write.transaction);
    if clock.store(delete).await?.rows_affected == 0 {
        return Err(not_in_cart(product_id));
    }
    write.commit(Written::nothing()).await
}
