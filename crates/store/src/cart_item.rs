//! A line of a sandbox's cart.

use sea_orm::entity::prelude::*;

/// A row of `cart_item`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cart_item")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// The product's number, pristine or of the sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: i64,
    /// How many, at least 1.
    pub quantity: i64,
    /// When the first of it was put in.
    pub added_at: crate::Time,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
