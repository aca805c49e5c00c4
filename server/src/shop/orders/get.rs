//! `GET /api/orders/{id}`

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    shop::{Order, OrderPath},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use store::shop_order;
use uuid::Uuid;

use super::{represent, with_lines};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// One order.
pub async fn get(
    State(state): State<AppState>,
    clock: Clock,
    Path(OrderPath { id }): Path<OrderPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let found = match &seen {
        Some(seen) => clock.store(find(state.store.reader(), &seen.row.id, id)).await?,
        None => None,
    };
    let order =
        found.ok_or_else(|| Problem::new(ProblemKind::NotFound).with_detail(format!("there is no order {id}")))?;
    let representation = clock.encode(|| represent(&order))?;
    Ok(representation.respond(&head.fields, None))
}

async fn find(connection: &impl ConnectionTrait, sandbox: &str, id: Uuid) -> Result<Option<Order>, DbErr> {
    let order = shop_order::Entity::find()
        .filter(shop_order::Column::Sandbox.eq(sandbox))
        .filter(shop_order::Column::Id.eq(id.to_string()))
        .one(connection)
        .await?;
    let mut orders = with_lines(connection, order.into_iter().collect()).await?;
    Ok(orders.pop())
}
