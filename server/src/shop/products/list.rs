//! `GET /api/products`: one page of the products, searched, filtered and sorted.

mod wanted;

use axum::{body::Body, extract::State, response::Response};
use contract::{
    Endpoint, Page,
    endpoint::NoParameters,
    page::pages,
    shop::{ListProducts, Product, ProductsQuery, SparseProduct},
};
use http::{HeaderValue, Request};
use sea_orm::{ColumnTrait, DbErr, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, product, search, seen};

use super::{CACHE_CONTROL, whole};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{
        Key, Of,
        listing::links,
        representation::{Representation, Whose},
        sandbox::{self, Seen},
    },
};
use wanted::{Field, Wanted};

/// One page of the products.
pub async fn list(State(state): State<AppState>, clock: Clock, request: Request<Body>) -> Result<Response, Rejection> {
    let (request, _) = request.into_parts();
    let query = request.uri.query().unwrap_or_default();
    let seen = match sandbox::named(&request.uri, &request.headers, &state.origins.app) {
        None => None,
        // In a box, so that a request without a sandbox does not carry a query's future about.
        Some(name) => Some(Box::pin(sandbox::find(&state, &clock, name)).await?),
    };
    // A sandbox in which no product was written sees what anybody sees; but where the query names it, its links do as well.
    let own = seen
        .as_ref()
        .filter(|seen| seen.row.products_version > 0 || seen.by_query);
    let key = Key {
        state: own.map(|seen| (seen.id, seen.row.products_version)),
        of: Of::Products(query.into()),
    };
    let make = async || {
        let wanted = Wanted::read(&request.uri)?;
        let (total, rows) = clock.store(read(&state.store, own, &wanted)).await?;
        let pages = pages(total, wanted.per_page);
        let target = |page| {
            let query = ProductsQuery {
                page: Some(page),
                ..wanted.query.clone()
            };
            ListProducts::target(&NoParameters {}, &query)
        };
        let link = links(&state.origins.app, own, wanted.page, pages, target);
        let link = HeaderValue::try_from(link).map_err(Rejection::internal)?;
        let representation = clock.encode(|| {
            let page = Page {
                items: rows.into_iter().map(|row| sparse(whole(row), &wanted.fields)).collect(),
                total,
                pages,
                current_page: wanted.page,
                per_page: wanted.per_page,
            };
            Representation::new(&page, CACHE_CONTROL, Whose::Sandbox)
        });
        Ok(representation.map_err(Rejection::internal)?.with_link(link))
    };
    state.shop.answer(key, &request.headers, make).await
}

/// How many products there are on all pages, and those of the page that is wanted.
async fn read(store: &Store, seen: Option<&Seen>, wanted: &Wanted) -> Result<(u64, Vec<product::Model>), DbErr> {
    let mut query = seen::products(seen.map(|seen| seen.row.id.as_str()));
    if let Some(text) = &wanted.q {
        query = query.filter(search::contains(product::Column::Search, text));
    }
    if let Some(slug) = &wanted.category {
        query = query.filter(product::Column::Category.eq(slug.as_str()));
    }
    let total = query.clone().count(store.reader()).await?;
    let skipped = (wanted.page - 1).saturating_mul(wanted.per_page);
    if skipped >= total {
        return Ok((total, Vec::new()));
    }
    for (field, order) in &wanted.sort {
        query = query.order_by(field.column(), order.clone());
    }
    // Whatever is equal by then comes in the order of its number, or pages would overlap.
    query = query.order_by_asc(product::Column::Id);
    let rows = query.offset(skipped).limit(wanted.per_page).all(store.reader()).await?;
    Ok((total, rows))
}

/// The product with those of its fields that are wanted.
fn sparse(product: Product, fields: &[Field]) -> SparseProduct {
    let has = |field| fields.contains(&field);
    SparseProduct {
        id: has(Field::Id).then_some(product.id),
        name: has(Field::Name).then_some(product.name),
        description: has(Field::Description).then_some(product.description),
        price: has(Field::Price).then_some(product.price),
        price_minor: has(Field::PriceMinor).then_some(product.price_minor),
        currency: has(Field::Currency).then_some(product.currency),
        category: has(Field::Category).then_some(product.category),
        stock: has(Field::Stock).then_some(product.stock),
        created_at: has(Field::CreatedAt).then_some(product.created_at),
    }
}
