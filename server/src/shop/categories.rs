//! `/api/categories`: the groups that products are in.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use contract::shop::{Categories, Category};
use http::HeaderValue;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};
use store::{Store, category, product};

use super::{
    Key, Of,
    representation::{Representation, Whose},
};
use crate::{AppState, clock::Clock, extract::Fields, problem::Rejection};

/// Categories hardly ever change, and are the same for everybody, whatever their sandbox: any cache may keep them.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// All categories.
pub async fn list(State(state): State<AppState>, clock: Clock, Fields(request): Fields) -> Result<Response, Rejection> {
    let make = async || {
        let categories = clock.store(read(&state.store)).await?;
        clock
            .encode(|| Representation::new(&categories, CACHE_CONTROL, Whose::Anybody))
            .map_err(Rejection::internal)
    };
    let key = Key {
        state: None,
        of: Of::Categories,
    };
    state.shop.answer(key, &request, make).await
}

async fn read(store: &Store) -> Result<Categories, DbErr> {
    let categories = category::Entity::find()
        .order_by_asc(category::Column::Name)
        .all(store.reader())
        .await?;
    let counted = product::Entity::find()
        .select_only()
        .column(product::Column::Category)
        .column_as(product::Column::Id.count(), "products")
        .group_by(product::Column::Category)
        .into_tuple::<(String, i64)>()
        .all(store.reader())
        .await?;
    let counted: HashMap<_, _> = counted.into_iter().collect();
    let items = categories.into_iter().map(|category| {
        let products = counted.get(&category.slug).copied().unwrap_or(0);
        Category {
            products: u64::try_from(products).unwrap_or(0),
            slug: category.slug,
            name: category.name,
            description: category.description,
        }
    });
    Ok(Categories { items: items.collect() })
}
