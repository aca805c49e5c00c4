//! `/api/orders`: what was bought. An order is a copy of the cart, with the names and prices of that moment, and never changes.

mod get;
mod list;
mod place;

use std::collections::HashMap;

use contract::shop::{Order, OrderLine};
use http::HeaderValue;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use store::{order_line, shop_order};

pub use self::{get::get, list::list, place::place};

use super::{
    price,
    representation::{Representation, Whose},
};
use crate::problem::Rejection;

/// Asked for again each time, as products are; a reset takes orders away.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// An order as the API shows it, with these of its lines.
fn shown(order: shop_order::Model, lines: Vec<order_line::Model>) -> Order {
    Order {
        // The identifier was one when it was written.
        id: order.id.parse().unwrap_or_default(),
        number: order.number,
        placed_at: Timestamp::from(order.placed_at),
        items: lines.into_iter().map(line).collect(),
        quantity: order.quantity,
        total: price(order.total_minor),
        total_minor: order.total_minor,
        currency: order.currency,
    }
}

fn line(line: order_line::Model) -> OrderLine {
    // It fitted when the order was placed.
    let total_minor = line.price_minor * line.quantity;
    OrderLine {
        product_id: line.product_id,
        name: line.name,
        price: price(line.price_minor),
        price_minor: line.price_minor,
        quantity: line.quantity,
        total: price(total_minor),
        total_minor,
    }
}

/// The orders with their lines.
async fn with_lines(connection: &impl ConnectionTrait, orders: Vec<shop_order::Model>) -> Result<Vec<Order>, DbErr> {
    let Some(first) = orders.first() else {
        return Ok(Vec::new());
    };
    let numbers = orders.iter().map(|order| order.number);
    let lines = order_line::Entity::find()
        .filter(order_line::Column::Sandbox.eq(first.sandbox.as_str()))
        .filter(order_line::Column::OrderNumber.is_in(numbers))
        .order_by_asc(order_line::Column::OrderNumber)
        .order_by_asc(order_line::Column::Position)
        .all(connection)
        .await?;
    let mut by_order: HashMap<i64, Vec<order_line::Model>> = HashMap::new();
    for line in lines {
        by_order.entry(line.order_number).or_default().push(line);
    }
    let shown = |order: shop_order::Model| {
        let lines = by_order.remove(&order.number).unwrap_or_default();
        shown(order, lines)
    };
    Ok(orders.into_iter().map(shown).collect())
}

/// The representation of an order, the same whether it was read or has just been placed.
fn represent(order: &Order) -> Result<Representation, Rejection> {
    Representation::new(order, CACHE_CONTROL, Whose::Sandbox).map_err(Rejection::internal)
}
