//! A line of an order: a product as it was when the order was placed.

use sea_orm::entity::prelude::*;

/// A row of `order_line`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// See [`shop_order::Model::number`](crate::shop_order::Model::number).
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_number: i64,
    /// Its place in the order, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// The product's number; there need not be one any more.
    pub product_id: i64,
    /// The product's name.
    pub name: String,
    /// What one cost, in the currency's minor unit.
    pub price_minor: i64,
    /// How many, at least 1.
    pub quantity: i64,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
