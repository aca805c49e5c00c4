//! A category of products.

use sea_orm::entity::prelude::*;

/// A row of `category`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category")]
pub struct Model {
    /// The name in URLs and in [`product::Model::category`](crate::product::Model::category), such as `coffee-and-tea`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// When the row was made.
    pub created_at: crate::Time,
    /// When it was last written.
    pub updated_at: crate::Time,
}

/// None: a product names its category by the slug, so nothing is joined.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
