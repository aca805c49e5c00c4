//! A share: a frozen copy of an exchange, behind a link.

use sea_orm::entity::prelude::*;

/// A row of `share`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share")]
pub struct Model {
    /// The secret in the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token: String,
    /// The hash of the token of the workspace that made it.
    pub workspace: Vec<u8>,
    /// The id of the exchange, as text: a UUID of SQLite is no UUID of PostgreSQL.
    pub exchange: String,
    /// The method of its request.
    pub method: String,
    /// The target of its request, or the beginning of it.
    pub target: String,
    /// The status code of its response, if one came.
    pub status: Option<i64>,
    /// When it was shared.
    pub shared_at: crate::Time,
    /// Until when it is kept.
    pub kept_until: crate::Time,
    /// How many bytes the content has, so that a sum reads no content.
    pub size: i64,
    /// The copy, as whoever wrote it packed it.
    pub content: Vec<u8>,
}

/// What is listed of a share: all but its content.
#[derive(Debug, Clone, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Listed {
    /// See [`Model::token`].
    pub token: String,
    /// See [`Model::exchange`].
    pub exchange: String,
    /// See [`Model::method`].
    pub method: String,
    /// See [`Model::target`].
    pub target: String,
    /// See [`Model::status`].
    pub status: Option<i64>,
    /// See [`Model::shared_at`].
    pub shared_at: crate::Time,
    /// See [`Model::kept_until`].
    pub kept_until: crate::Time,
}

impl From<Model> for Listed {
    fn from(row: Model) -> Self {
        Self {
            token: row.token,
            exchange: row.exchange,
            method: row.method,
            target: row.target,
            status: row.status,
            shared_at: row.shared_at,
            kept_until: row.kept_until,
        }
    }
}

/// None: a workspace has no table, and an exchange is gone from its shelf long before its shares are.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
