//! A topic of the feed: where its log begins and ends.

use sea_orm::entity::prelude::*;

/// A row of `feed_topic`. Whoever appends to the topic, or takes events away from it, holds the row's lock.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed_topic")]
pub struct Model {
    /// Chosen at random when the topic is made. A topic that is made again after it was removed has another one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    /// Its name. None: the topic was removed, and its events wait for being deleted.
    pub name: Option<String>,
    /// The sequence number of the last event: 0 before the first one.
    pub head: i64,
    /// The sequence number of the last event that retention has taken away: 0 while all are there.
    pub floor: i64,
    /// How many bytes of data the topic has had, from its first event to its last.
    pub bytes: i64,
    /// When the oldest event that is there was appended, or a moment before that.
    pub oldest_at: crate::Time,
    /// When the last event was appended.
    pub last_at: crate::Time,
}

/// None: the log's queries name both tables.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
