//! What was answered to a request with an idempotency key, to be answered again.

use sea_orm::entity::prelude::*;

/// A row of `idempotent_answer`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_answer")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// The key, as the caller chose it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The SHA-256 of what was asked: method, path and content.
    pub fingerprint: String,
    /// The status code.
    pub status: i64,
    /// The field Location.
    pub location: Option<String>,
    /// The field ETag.
    pub etag: Option<String>,
    /// The field Last-Modified.
    pub last_modified: Option<String>,
    /// The content, JSON.
    pub content: String,
    /// When it was answered.
    pub created_at: crate::Time,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
