//! A product of the practice API.

use sea_orm::entity::prelude::*;

/// A row of `product`.
///
/// Its identifier is a small number and not a UUID, because learners type `/api/products/1`, and the pristine products
/// are `1..=N` on every server.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Given by the seed, not by the database.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Unique among the pristine products, though no rule of the table: two sellers may call a thing the same.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// The price in the currency's minor unit (cents).
    pub price_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The slug of its [`category`](crate::category).
    pub category: String,
    /// How many there are; 0 is sold out.
    pub stock: i64,
    /// When the row was made.
    pub created_at: crate::Time,
    /// When it was last written.
    pub updated_at: crate::Time,
    /// [`search::folded`](crate::search::folded) of name and description; whoever writes those writes this.
    pub search: String,
}

/// None: a product names its category by the slug, so nothing is joined.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
