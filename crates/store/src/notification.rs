//! A notification in a sandbox.

use sea_orm::entity::prelude::*;

/// A row of `notification`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// Its place among those of the sandbox: contiguous from 1, in the order of their commits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// A UUIDv7, as text.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub message: String,
    /// When it was sent.
    pub created_at: crate::Time,
    /// When it was read, if it was.
    pub read_at: Option<crate::Time>,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
