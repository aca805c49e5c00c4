//! `/api/products`: the things that the practice shop sells.

mod list;

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    shop::{Product, ProductPath},
};
use http::HeaderValue;
use jiff::Timestamp;
use sea_orm::EntityTrait;
use store::product;

pub use list::list;

use super::{Key, representation::Representation};
use crate::{
    AppState,
    clock::Clock,
    extract::{Fields, Path},
    problem::Rejection,
};

/// What is asked for may differ from one caller to the next, and a learner who has just written wants to read that: so it is
/// kept for nobody else, and asked for again each time, which a 304 makes cheap.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// One product.
pub async fn get(
    State(state): State<AppState>,
    clock: Clock,
    Path(ProductPath { id }): Path<ProductPath>,
    Fields(request): Fields,
) -> Result<Response, Rejection> {
    let make = async || {
        let found = clock
            .store(product::Entity::find_by_id(id).one(state.store.reader()))
            .await?;
        let found = found.ok_or_else(|| {
            Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(format!("there is no product {id}")))
        })?;
        let updated_at = found.updated_at.into();
        let representation = clock.encode(|| Representation::new(&whole(found), CACHE_CONTROL));
        Ok(representation
            .map_err(Rejection::internal)?
            .with_last_modified(updated_at))
    };
    state.shop.answer(Key::Product(id), &request, make).await
}

/// A product as the API shows it.
fn whole(row: product::Model) -> Product {
    Product {
        id: row.id,
        price: price(row.price_minor),
        name: row.name,
        description: row.description,
        price_minor: row.price_minor,
        currency: row.currency,
        category: row.category,
        stock: row.stock,
        created_at: Timestamp::from(row.created_at),
    }
}

/// Cents as a decimal number of euros. The shop has no other currency, and no price below nothing.
fn price(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[cfg(test)]
mod tests {
    use super::price;

    #[test]
    fn a_price_is_exact() {
        for (minor, decimal) in [
            (0, "0.00"),
            (5, "0.05"),
            (90, "0.90"),
            (2490, "24.90"),
            (i64::MAX, "92233720368547758.07"),
        ] {
            assert_eq!(price(minor), decimal);
        }
    }
}
