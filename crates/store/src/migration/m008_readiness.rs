//! A row that is written to find out whether the database takes writes.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, sea_query::Table};

use super::column::integer;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m008_readiness"
    }
}

#[derive(DeriveIden)]
enum Readiness {
    Table,
    Id,
    CheckedAt,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Readiness::Table)
            .col(integer(Readiness::Id).primary_key())
            .col(integer(Readiness::CheckedAt))
            .to_owned();
        manager.create_table(table).await
    }
}
