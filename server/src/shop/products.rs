//! `/api/products`: the things that the practice shop sells.

mod change;
mod create;
mod delete;
mod get;
mod list;
mod said;

use contract::{Problem, ProblemKind, shop::Product};
use http::HeaderValue;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use store::{category, product, product_overlay, seen};

pub use self::{
    change::{change, replace},
    create::create,
    delete::delete,
    get::get,
    list::list,
};

use super::{
    price,
    representation::{Representation, Whose},
    sandbox::write::Write,
};
use crate::{AppState, problem::Rejection};

/// What is asked for may differ from one caller to the next, and a learner who has just written wants to read that: so it is
/// kept for nobody else, and asked for again each time, which a 304 makes cheap.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

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

/// The representation of a product, the same whether it was read or has just been written.
fn represent(row: product::Model) -> Result<Representation, Rejection> {
    let updated_at = row.updated_at.into();
    let representation = Representation::new(&whole(row), CACHE_CONTROL, Whose::Sandbox);
    Ok(representation
        .map_err(Rejection::internal)?
        .with_last_modified(updated_at))
}

fn no_such_product(id: i64) -> Rejection {
    Problem::new(ProblemKind::NotFound)
        .with_detail(format!("there is no product {id}"))
        .into()
}

/// The product that a sandbox sees under a number, within a write.
pub(super) async fn within(write: &Write, id: i64) -> Result<Option<product::Model>, DbErr> {
    let products = seen::products(Some(&write.sandbox.id));
    products
        .filter(product::Column::Id.eq(id))
        .one(&write.transaction)
        .await
}

/// The slugs of all categories, in their order.
async fn slugs(state: &AppState) -> Result<Vec<String>, DbErr> {
    let slugs = category::Entity::find().select_only().column(category::Column::Slug);
    slugs.into_tuple().all(state.store.reader()).await
}

/// Writes a row in the place of the one that there may be.
pub(super) async fn put(transaction: &DatabaseTransaction, row: product_overlay::Model) -> Result<(), DbErr> {
    product_overlay::Entity::delete_by_id((row.sandbox.clone(), row.id))
        .exec(transaction)
        .await?;
    product_overlay::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}
