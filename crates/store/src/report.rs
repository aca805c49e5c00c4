//! A report that was asked for in a sandbox: a job, and how far it is.

use sea_orm::entity::prelude::*;

/// A row of `report`. Whoever works on it has a claim to it for a while, and writes nothing but under that claim.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    /// A UUIDv7, as text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The sandbox.
    pub sandbox: String,
    /// What it is about.
    pub kind: String,
    /// Whether its rows are made up.
    pub generated: bool,
    /// How many rows it will have.
    pub total: i64,
    /// How many of them are in its parts.
    pub done: i64,
    /// How many parts it has; see [`report_part`](crate::report_part).
    pub parts: i64,
    /// How many bytes its parts have together.
    pub size: i64,
    /// `queued`, `processing`, `complete`, `failed` or `cancelled`.
    pub status: String,
    /// Why it has failed, if it has.
    pub error: Option<String>,
    /// When it was asked for.
    pub created_at: crate::Time,
    /// When somebody first worked on it.
    pub started_at: Option<crate::Time>,
    /// When it was over.
    pub finished_at: Option<crate::Time>,
    /// Names the one who works on it; none, while nobody does.
    pub claim: Option<String>,
    /// Until when nobody else may take it up. What is not over and has this behind it is up for whoever comes.
    pub claimed_until: crate::Time,
    /// How often it was taken up.
    pub attempts: i64,
}

/// None: rows of a sandbox are found by its identifier.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
