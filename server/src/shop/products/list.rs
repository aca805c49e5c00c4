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
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, product, search};

use super::{CACHE_CONTROL, whole};
use crate::{
    AppState,
    clock::Clock,
    origin::Origin,
    problem::Rejection,
    shop::{Key, representation::Representation},
};
use wanted::{Field, Wanted};

/// One page of the products.
pub async fn list(State(state): State<AppState>, clock: Clock, request: Request<Body>) -> Result<Response, Rejection> {
    let (request, _) = request.into_parts();
    let make = async || {
        let wanted = Wanted::read(&request.uri)?;
        let (total, rows) = clock.store(read(&state.store, &wanted)).await?;
        let pages = pages(total, wanted.per_page);
        let link = HeaderValue::try_from(links(&state.origins.app, &wanted, pages)).map_err(Rejection::internal)?;
        let representation = clock.encode(|| {
            let page = Page {
                items: rows.into_iter().map(|row| sparse(whole(row), &wanted.fields)).collect(),
                total,
                pages,
                current_page: wanted.page,
                per_page: wanted.per_page,
            };
            Representation::new(&page, CACHE_CONTROL)
        });
        Ok(representation.map_err(Rejection::internal)?.with_link(link))
    };
    let key = Key::Products(request.uri.query().unwrap_or_default().into());
    state.shop.answer(key, &request.headers, make).await
}

/// How many products there are on all pages, and those of the page that is wanted.
async fn read(store: &Store, wanted: &Wanted) -> Result<(u64, Vec<product::Model>), DbErr> {
    let mut query = product::Entity::find();
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

/// The value of the Link field (RFC 8288): where the pages before and behind are, those that there are. The targets are
/// absolute, because whoever follows them may be a page of another origin.
fn links(origin: &Origin, wanted: &Wanted, pages: u64) -> String {
    let last = pages.max(1);
    let page = wanted.page;
    let relations = [
        ("first", Some(1)),
        // From past the end, the page before is the last that there is.
        ("prev", (page > 1).then(|| (page - 1).min(last))),
        ("next", (page < last).then_some(page + 1)),
        ("last", Some(last)),
    ];
    let links = relations.into_iter().filter_map(|(relation, page)| {
        let query = ProductsQuery {
            page: Some(page?),
            ..wanted.query.clone()
        };
        let target = ListProducts::target(&NoParameters {}, &query);
        Some(format!("<{origin}{target}>; rel=\"{relation}\""))
    });
    links.collect::<Vec<_>>().join(", ")
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
