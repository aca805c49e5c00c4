//! A user that a sandbox has added. Nobody changes or deletes a user, so there is no more to it.

use sea_orm::entity::prelude::*;

use crate::user;

/// A row of `shop_user_overlay`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_user_overlay")]
pub struct Model {
    /// The sandbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sandbox: String,
    /// The user's number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What they are called.
    pub name: String,
    /// Where they are written to, as they gave it.
    pub email: String,
    /// The same in lower case: nobody else who is seen beside them has it.
    pub email_key: String,
    /// What they log in with beside their email, in lower case; as unique.
    pub username: Option<String>,
    /// A PHC string of Argon2id; who has none cannot log in.
    pub password_hash: Option<String>,
    /// `customer` or `admin`.
    pub role: String,
    /// When the row was made.
    pub created_at: crate::Time,
    /// When it was last written.
    pub updated_at: crate::Time,
    /// [`search::folded`](crate::search::folded) of name and email.
    pub search: String,
}

impl From<Model> for user::Model {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            email_key: row.email_key,
            username: row.username,
            password_hash: row.password_hash,
            role: row.role,
            created_at: row.created_at,
            updated_at: row.updated_at,
            search: row.search,
        }
    }
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
