//! `GET /api/products/{id}`

use axum::{extract::State, response::Response};
use contract::shop::ProductPath;
use http::HeaderMap;
use sea_orm::{EntityTrait, QuerySelect};
use store::{product, product_overlay};

use super::{no_such_product, represent};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{Key, Of, sandbox},
};

/// One product.
pub async fn get(
    State(state): State<AppState>,
    clock: Clock,
    Path(ProductPath { id }): Path<ProductPath>,
    request: http::Request<axum::body::Body>,
) -> Result<Response, Rejection> {
    let (request, _) = request.into_parts();
    if let Some(name) = sandbox::named(&request.uri, &request.headers, &state.origins.app) {
        return Box::pin(in_sandbox(&state, &clock, name, id, &request.headers)).await;
    }
    pristine(&state, &clock, id, &request.headers).await
}

async fn pristine(state: &AppState, clock: &Clock, id: i64, request: &HeaderMap) -> Result<Response, Rejection> {
    let make = async || {
        let found = clock
            .store(product::Entity::find_by_id(id).one(state.store.reader()))
            .await?;
        let found = found.ok_or_else(|| no_such_product(id))?;
        clock.encode(|| represent(found))
    };
    let key = Key {
        state: None,
        of: Of::Product(id),
    };
    state.shop.answer(key, request, make).await
}

/// What the sandbox has not written is answered as without one, cache and all. Of the rest the version is looked up each time, so
/// that what is kept is known to be right, whichever node has written.
async fn in_sandbox(
    state: &AppState,
    clock: &Clock,
    name: sandbox::Name,
    id: i64,
    request: &HeaderMap,
) -> Result<Response, Rejection> {
    let seen = sandbox::find(state, clock, name).await?;
    let own = || product_overlay::Entity::find_by_id((seen.row.id.clone(), id));
    let written: Option<(i64, bool)> = clock
        .store(
            own()
                .select_only()
                .column(product_overlay::Column::Version)
                .column(product_overlay::Column::Deleted)
                .into_tuple()
                .one(state.store.reader()),
        )
        .await?;
    let version = match written {
        None => return pristine(state, clock, id, request).await,
        Some((_, true)) => return Err(no_such_product(id)),
        Some((version, false)) => version,
    };
    let make = async || {
        let found = clock.store(own().one(state.store.reader())).await?;
        let found = found.filter(|row| !row.deleted).ok_or_else(|| no_such_product(id))?;
        clock.encode(|| represent(found.into()))
    };
    let key = Key {
        state: Some((seen.id, version)),
        of: Of::Product(id),
    };
    state.shop.answer(key, request, make).await
}
