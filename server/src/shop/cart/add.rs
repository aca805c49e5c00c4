//! `POST /api/cart/items`

use axum::{extract::State, response::Response};
use contract::{Problem, ProblemKind};
use http::StatusCode;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel};
use store::cart_item;

use super::{MAX_QUANTITY, in_stock, read, represent};
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    problem::Rejection,
    shop::{
        head::Head,
        members::{Members, object, whole_number},
        products::within,
        sandbox::write::{Begun, Write, Written},
    },
};

/// Puts something into the cart, beside what is in it.
pub async fn add(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let mut members = Members::of(object(&content)?);
    let product_id = members.need("product_id", whole_number(i64::MIN, i64::MAX));
    let quantity = members.take("quantity", whole_number(1, MAX_QUANTITY));
    members.finish("product_id, quantity")?;
    // What is needed and missing is a fault, so there always is one.
    let product_id = product_id.ok_or(ProblemKind::ValidationFailed)?;
    let quantity = quantity.unwrap_or(1);

    let write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let product = clock.store(within(&write, product_id)).await?.ok_or_else(|| {
        Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(format!("there is no product {product_id}")))
    })?;
    let key = (write.sandbox.id.clone(), product_id);
    let present = cart_item::Entity::find_by_id(key).one(&write.transaction);
    let present = clock.store(present).await?;
    let was_there = present.is_some();
    let mut item = present.unwrap_or_else(|| cart_item::Model {
        sandbox: write.sandbox.id.clone(),
        product_id,
        quantity: 0,
        added_at: write.now,
    });
    item.quantity += quantity;
    in_stock(&product, item.quantity)?;
    clock.store(put(&write, item)).await?;
    let cart = clock.store(read(&write.transaction, &write.sandbox.id)).await?;
    let representation = clock.encode(|| represent(&cart))?;
    let status = if was_there { StatusCode::OK } else { StatusCode::CREATED };
    let mut written = Written::of(status, &representation).without_validators();
    if !was_there {
        written = written.at(format!("/api/cart/items/{product_id}"));
    }
    write.commit(written).await
}

/// Writes a line in the place of the one that there may be.
pub(super) async fn put(write: &Write, item: cart_item::Model) -> Result<(), DbErr> {
    cart_item::Entity::delete_by_id((item.sandbox.clone(), item.product_id))
        .exec(&write.transaction)
        .await?;
    cart_item::Entity::insert(item.into_active_model().reset_all())
        .exec_without_returning(&write.transaction)
        .await?;
    Ok(())
}
