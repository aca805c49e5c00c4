//! That somebody is in a room, by one of their connections: a lease, which ends unless it is renewed.

use sea_orm::entity::prelude::*;

/// A row of `presence`. Whoever writes one, or takes one away, holds the lock of the sandbox's row.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "presence")]
pub struct Model {
    /// The connection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection: String,
    /// The room.
    #[sea_orm(primary_key, auto_increment = false)]
    pub room: String,
    /// The sandbox that the room is of.
    pub sandbox: String,
    /// The user's number.
    pub user_id: i64,
    /// What they log in with beside their email, if they have such a name.
    pub username: Option<String>,
    /// Their name.
    pub name: String,
    /// The hash of the token that they are logged in with (see [`session`](crate::session)).
    pub session: String,
    /// Whether they look elsewhere.
    pub away: bool,
    /// The node that holds the connection.
    pub node: String,
    /// When the lease ends.
    pub expires_at: crate::Time,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
