//! An order in a sandbox.

use sea_orm::entity::prelude::*;

/// A row of `shop_order`; `order` is a word of SQL. Orders are placed and never changed.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_order")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// Its place among those of the sandbox: contiguous from 1, in the order of their commits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// A UUIDv7, as text.
    pub id: String,
    /// When it was placed.
    pub placed_at: crate::Time,
    /// How many things there are on its lines.
    pub quantity: i64,
    /// What they cost together, in the currency's minor unit.
    pub total_minor: i64,
    /// The currency's code.
    pub currency: String,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
