//! A product as a sandbox sees it, where that is not as it is in the pristine data.

use sea_orm::entity::prelude::*;

use crate::product;

/// A row of `product_overlay`: the whole product, or a mark that there is none.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_overlay")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// The product's number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The sandbox's version when this was written.
    pub version: i64,
    /// Whether it was deleted; the texts are empty then.
    pub deleted: bool,
    /// See [`product::Model::name`].
    pub name: String,
    /// See [`product::Model::description`].
    pub description: String,
    /// See [`product::Model::price_minor`].
    pub price_minor: i64,
    /// See [`product::Model::currency`].
    pub currency: String,
    /// See [`product::Model::category`].
    pub category: String,
    /// See [`product::Model::stock`].
    pub stock: i64,
    /// When the product was made.
    pub created_at: crate::Time,
    /// When it was last written.
    pub updated_at: crate::Time,
    /// See [`product::Model::search`].
    pub search: String,
}

impl Model {
    /// The row that has a sandbox see this product.
    #[must_use]
    pub fn of(sandbox: String, version: i64, product: product::Model) -> Self {
        Self {
            sandbox,
            id: product.id,
            version,
            deleted: false,
            name: product.name,
            description: product.description,
            price_minor: product.price_minor,
            currency: product.currency,
            category: product.category,
            stock: product.stock,
            created_at: product.created_at,
            updated_at: product.updated_at,
            search: product.search,
        }
    }

    /// The row that has a sandbox see no product of that number.
    #[must_use]
    pub fn tombstone(sandbox: String, version: i64, id: i64, at: crate::Time) -> Self {
        Self {
            sandbox,
            id,
            version,
            deleted: true,
            name: String::new(),
            description: String::new(),
            price_minor: 0,
            currency: String::new(),
            category: String::new(),
            stock: 0,
            created_at: at,
            updated_at: at,
            search: String::new(),
        }
    }
}

impl From<Model> for product::Model {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            description: row.description,
            price_minor: row.price_minor,
            currency: row.currency,
            category: row.category,
            stock: row.stock,
            created_at: row.created_at,
            updated_at: row.updated_at,
            search: row.search,
        }
    }
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
