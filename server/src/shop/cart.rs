//! `/api/cart`: what somebody is about to buy. A sandbox has one cart, whoever is logged in: what a learner sees in it should not
//! depend on a login that has expired.
//!
//! Prices and stock are those of now, so that a cart is never out of step with its products.

mod add;
mod change;
mod get;
mod remove;

use std::collections::HashMap;

use contract::{
    Problem, ProblemKind,
    shop::{Cart, CartLine},
};
use http::HeaderValue;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use store::{cart_item, product, seen};

pub use self::{add::add, change::change, get::get, remove::remove};

use super::{
    CURRENCY, price,
    representation::{Representation, Whose},
};
use crate::problem::Rejection;

/// Asked for again each time, as products are.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// The most of one product that can be asked for; no stock is larger.
const MAX_QUANTITY: i64 = 1_000_000;

/// The cart of a sandbox.
async fn read(connection: &impl ConnectionTrait, sandbox: &str) -> Result<Cart, DbErr> {
    let contents = contents(connection, sandbox).await?;
    let lines = contents.iter().map(|(product, quantity)| line(product, *quantity));
    Ok(total(lines.collect()))
}

/// What is in the cart, in the order in which it was put in: each product, and how many of it.
pub(super) async fn contents(
    connection: &impl ConnectionTrait,
    sandbox: &str,
) -> Result<Vec<(product::Model, i64)>, DbErr> {
    let items = cart_item::Entity::find()
        .filter(cart_item::Column::Sandbox.eq(sandbox))
        .order_by_asc(cart_item::Column::AddedAt)
        .order_by_asc(cart_item::Column::ProductId)
        .all(connection)
        .await?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let ids = items.iter().map(|item| item.product_id);
    let products = seen::products(Some(sandbox)).filter(product::Column::Id.is_in(ids));
    let products = products.all(connection).await?;
    let mut by_id: HashMap<i64, product::Model> = products.into_iter().map(|product| (product.id, product)).collect();
    let lines = items.into_iter().filter_map(|item| {
        let product = by_id.remove(&item.product_id)?;
        Some((product, item.quantity))
    });
    Ok(lines.collect())
}

fn line(product: &product::Model, quantity: i64) -> CartLine {
    // A price has at most ten digits and a quantity seven.
    let total_minor = product.price_minor * quantity;
    CartLine {
        product_id: product.id,
        name: product.name.clone(),
        price: price(product.price_minor),
        price_minor: product.price_minor,
        quantity,
        stock: product.stock,
        total: price(total_minor),
        total_minor,
    }
}

fn total(items: Vec<CartLine>) -> Cart {
    // There are at most as many lines as rows in a sandbox, so this fits as well.
    let total_minor = items.iter().map(|line| line.total_minor).sum();
    Cart {
        quantity: items.iter().map(|line| line.quantity).sum(),
        total: price(total_minor),
        total_minor,
        currency: CURRENCY.to_owned(),
        items,
    }
}

fn represent(cart: &Cart) -> Result<Representation, Rejection> {
    Representation::new(cart, CACHE_CONTROL, Whose::Sandbox).map_err(Rejection::internal)
}

/// Refuses more than there is.
fn in_stock(product: &product::Model, quantity: i64) -> Result<(), Rejection> {
    if quantity <= product.stock {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::Conflict)
        .with_detail(format!(
            "there are {} of product {} in stock, and the cart would have {quantity}",
            product.stock, product.id
        ))
        .into())
}

fn not_in_cart(product_id: i64) -> Rejection {
    Problem::new(ProblemKind::NotFound)
        .with_detail(format!("there is no product {product_id} in the cart"))
        .into()
}
