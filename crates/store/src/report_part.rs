//! A part of a report's result.

use sea_orm::entity::prelude::*;

/// A row of `report_part`. It goes with its report.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_part")]
pub struct Model {
    /// See [`report::Model::id`](crate::report::Model::id).
    #[sea_orm(primary_key, auto_increment = false)]
    pub report: String,
    /// Its place in the result, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: i64,
    /// Its rows, as whoever wrote it packed them.
    pub content: Vec<u8>,
}

/// None: parts are found by their report.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
