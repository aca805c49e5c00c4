//! A sandbox: what one caller has written over the pristine data, and how it is told from others.

use sea_orm::entity::prelude::*;

/// The first number of what a sandbox adds; the pristine rows are below.
pub const FIRST_OWN_ID: i64 = 1_001;

/// A row of `sandbox`. Whoever writes into a sandbox locks its row first, so that there is one writer at a time.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sandbox")]
pub struct Model {
    /// A UUIDv7 with 74 random bits, as text. Whoever knows it may use the sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// When the row was made.
    pub created_at: crate::Time,
    /// When it was last used, to within an hour, so that a read need not write.
    pub used_at: crate::Time,
    /// Tells the time before a reset from the time after it.
    pub epoch: String,
    /// How many writes there have been. It only grows, through a reset too, so what was kept at a version is of no other.
    pub version: i64,
    /// The version of the last write to a product; 0 while the products are pristine.
    pub products_version: i64,
    /// The same of users.
    pub users_version: i64,
    /// The number of the next product.
    pub next_product: i64,
    /// The number of the next user.
    pub next_user: i64,
    /// The place of the next notification.
    pub next_notification: i64,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
