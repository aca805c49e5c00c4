//! A login that counts until it expires or is ended.

use sea_orm::entity::prelude::*;

/// A row of `session`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// The SHA-256 of the token, in hexadecimal digits: whoever reads the database cannot log in with it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// The sandbox that has added the user; none for a pristine one, who is the same in every sandbox.
    pub sandbox: Option<String>,
    /// The user's number.
    pub user_id: i64,
    /// From when on it no longer counts.
    pub expires_at: crate::Time,
}

/// None: rows are found by their token.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
