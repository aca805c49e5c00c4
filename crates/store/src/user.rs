//! A user of the practice API.

use sea_orm::entity::prelude::*;

/// A row of `shop_user`, which are the pristine ones.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_user")]
pub struct Model {
    /// Given by the seed.
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

/// None: rows are found by their identifiers.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
