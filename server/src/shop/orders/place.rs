//! `POST /api/orders`

use axum::{extract::State, response::Response};
use contract::{Problem, ProblemKind};
use http::StatusCode;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use store::{cart_item, order_line, product, product_overlay, shop_order};
use uuid::Uuid;

use super::{represent, shown};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{
        CURRENCY, cart,
        head::Head,
        notifications, price, products,
        sandbox::write::{Begun, Write, Written},
    },
};

/// How many lines are written by one statement: SQLite limits its parameters.
const LINES: usize = 100;

/// Buys what is in the cart. All of it is one transaction: the order, the stock, the cart, the notification and its event.
pub async fn place(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let bought = cart::contents(&write.transaction, &write.sandbox.id);
    let bought = clock.store(bought).await?;
    may_be_sold(&bought)?;
    write.sandbox.products_version = write.sandbox.version;
    let (order, lines) = clock.store(carry_out(&write, bought)).await?;

    let title = format!("Order {} placed", order.number);
    let things = if order.quantity == 1 { "thing" } else { "things" };
    let total = price(order.total_minor);
    let message = format!("{} {things} for {total} {}.", order.quantity, order.currency);
    let order = shown(order, lines);
    let representation = clock.encode(|| represent(&order))?;
    let written = Written::of(StatusCode::CREATED, &representation).at(format!("/api/orders/{}", order.id));
    let now = write.now;
    let Write {
        transaction, sandbox, ..
    } = &mut *write;
    let telling = notifications::add(&state.feed, transaction, sandbox, now, title, message);
    let (_, pending) = clock.store(telling).await?;
    write.wakes(pending);
    write.commit(written).await
}

/// Refuses nothing, and more than there is: the stock may have been lowered since something was put into the cart.
fn may_be_sold(bought: &[(product::Model, i64)]) -> Result<(), Problem> {
    if bought.is_empty() {
        let detail = "there is nothing in the cart; POST /api/cart/items puts something into it";
        return Err(Problem::new(ProblemKind::Conflict).with_detail(detail));
    }
    let short: Vec<String> = bought
        .iter()
        .filter(|(product, quantity)| *quantity > product.stock)
        .map(|(product, quantity)| {
            format!(
                "there are {} of product {} in stock, and the cart has {quantity}",
                product.stock, product.id
            )
        })
        .collect();
    if short.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(ProblemKind::Conflict).with_detail(short.join("; ")))
    }
}

/// Writes the order, takes what was bought out of the stock, and empties the cart.
async fn carry_out(
    write: &Write,
    bought: Vec<(product::Model, i64)>,
) -> Result<(shop_order::Model, Vec<order_line::Model>), DbErr> {
    let sandbox = &write.sandbox.id;
    let placed = shop_order::Entity::find().filter(shop_order::Column::Sandbox.eq(sandbox.as_str()));
    let number = 1 + placed.count(&write.transaction).await?.cast_signed();
    let mut lines = Vec::with_capacity(bought.len());
    for (position, (product, quantity)) in (1..).zip(&bought) {
        lines.push(order_line::Model {
            sandbox: sandbox.clone(),
            order_number: number,
            position,
            product_id: product.id,
            name: product.name.clone(),
            price_minor: product.price_minor,
            quantity: *quantity,
        });
    }
    let order = shop_order::Model {
        sandbox: sandbox.clone(),
        number,
        id: Uuid::now_v7().to_string(),
        placed_at: write.now,
        quantity: lines.iter().map(|line| line.quantity).sum(),
        // A price has at most ten digits and a quantity seven, and there are at most as many lines as rows in a sandbox.
        total_minor: lines.iter().map(|line| line.price_minor * line.quantity).sum(),
        currency: CURRENCY.to_owned(),
    };
    shop_order::Entity::insert(order.clone().into_active_model().reset_all())
        .exec_without_returning(&write.transaction)
        .await?;
    for some in lines.chunks(LINES) {
        let rows = some.iter().map(|line| line.clone().into_active_model().reset_all());
        order_line::Entity::insert_many(rows)
            .exec_without_returning(&write.transaction)
            .await?;
    }
    for (product, quantity) in bought {
        let left = product::Model {
            stock: product.stock - quantity,
            updated_at: write.now,
            ..product
        };
        let own = product_overlay::Model::of(sandbox.clone(), write.sandbox.version, left);
        products::put(&write.transaction, own).await?;
    }
    cart_item::Entity::delete_many()
        .filter(cart_item::Column::Sandbox.eq(sandbox.as_str()))
        .exec(&write.transaction)
        .await?;
    Ok((order, lines))
}
