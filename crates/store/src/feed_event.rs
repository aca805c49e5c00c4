//! An event of the feed.

use sea_orm::entity::prelude::*;

/// A row of `feed_event`. Its key is its cursor.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed_event")]
pub struct Model {
    /// The epoch of its topic.
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    /// Its place in the topic: contiguous from 1, in the order of the commits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When it was appended. Never before the event that precedes it.
    pub at: crate::Time,
    /// What kind of event it is.
    pub kind: String,
    /// JSON, in one line.
    pub data: String,
    /// How many bytes of data the topic has had up to the end of this event, so that a range of events can be bounded by bytes
    /// without reading it.
    pub bytes: i64,
    /// Who wrote it, if it is to be written exactly once.
    pub writer: Option<String>,
    /// What its writer calls it: unique among those of the writer in the topic.
    pub writer_id: Option<String>,
}

/// None: the log's queries name both tables.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
