//! `GET /api/orders`: one page of the orders, the newest first.

use axum::{extract::State, response::Response};
use contract::{
    Endpoint, Page,
    endpoint::NoParameters,
    page::pages,
    shop::{DEFAULT_PER_PAGE, ListOrders, Order, OrdersQuery},
};
use http::HeaderValue;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::shop_order;

use super::{CACHE_CONTROL, with_lines};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{
        head::Head,
        listing::{Parameters, links, page, per_page},
        representation::{Representation, Whose},
        sandbox,
    },
};

/// One page of the orders; without a sandbox there are none.
pub async fn list(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let mut parameters = Parameters::of(&head.uri);
    let query = OrdersQuery {
        page: parameters.take("page", page),
        per_page: parameters.take("per_page", per_page),
    };
    if !parameters.problem.errors.is_empty() {
        return Err(parameters.problem.into());
    }
    let current_page = query.page.unwrap_or(1);
    let per_page = query.per_page.unwrap_or(DEFAULT_PER_PAGE);
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let (total, items) = match &seen {
        Some(seen) => {
            let reading = read(state.store.reader(), &seen.row.id, current_page, per_page);
            clock.store(reading).await?
        }
        None => (0, Vec::new()),
    };
    let pages = pages(total, per_page);
    let target = |page| {
        let query = OrdersQuery {
            page: Some(page),
            ..query.clone()
        };
        ListOrders::target(&NoParameters {}, &query)
    };
    let link = links(&state.origins.app, seen.as_ref(), current_page, pages, target);
    let link = HeaderValue::try_from(link).map_err(Rejection::internal)?;
    let page = Page {
        items,
        total,
        pages,
        current_page,
        per_page,
    };
    let representation = clock.encode(|| Representation::new(&page, CACHE_CONTROL, Whose::Sandbox));
    let representation = representation.map_err(Rejection::internal)?.with_link(link);
    Ok(representation.respond(&head.fields, None))
}

/// How many orders there are on all pages, and those of this one.
async fn read(
    connection: &impl ConnectionTrait,
    sandbox: &str,
    page: u64,
    per_page: u64,
) -> Result<(u64, Vec<Order>), DbErr> {
    let all = shop_order::Entity::find().filter(shop_order::Column::Sandbox.eq(sandbox));
    let total = all.clone().count(connection).await?;
    let skipped = (page - 1).saturating_mul(per_page);
    if skipped >= total {
        return Ok((total, Vec::new()));
    }
    let newest_first = all.order_by_desc(shop_order::Column::Number);
    let orders = newest_first.offset(skipped).limit(per_page).all(connection).await?;
    Ok((total, with_lines(connection, orders).await?))
}
