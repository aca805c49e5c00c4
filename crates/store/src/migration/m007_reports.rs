//! Reports, which are jobs with a claim, and the parts of their results.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ColumnDef, ForeignKey, ForeignKeyAction, Index, Table},
};

use super::column::{integer, nullable_integer, nullable_text, of_sandbox, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m007_reports"
    }
}

#[derive(DeriveIden)]
enum Report {
    Table,
    Id,
    Sandbox,
    Kind,
    Generated,
    Total,
    Done,
    Parts,
    Size,
    Status,
    Error,
    CreatedAt,
    StartedAt,
    FinishedAt,
    Claim,
    ClaimedUntil,
    Attempts,
}

#[derive(DeriveIden)]
enum ReportPart {
    Table,
    Report,
    Part,
    Content,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_report(manager).await?;
        let parts = Table::create()
            .table(ReportPart::Table)
            .col(text(manager.get_database_backend(), ReportPart::Report))
            .col(integer(ReportPart::Part))
            .col(ColumnDef::new(ReportPart::Content).blob().not_null())
            .primary_key(Index::create().col(ReportPart::Report).col(ReportPart::Part))
            .foreign_key(
                ForeignKey::create()
                    .from(ReportPart::Table, ReportPart::Report)
                    .to(Report::Table, Report::Id)
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(parts).await
    }
}

async fn create_report(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(Report::Table)
        .col(text(backend, Report::Id).primary_key())
        .col(text(backend, Report::Sandbox))
        .col(text(backend, Report::Kind))
        .col(ColumnDef::new(Report::Generated).boolean().not_null())
        .col(integer(Report::Total))
        .col(integer(Report::Done))
        .col(integer(Report::Parts))
        .col(integer(Report::Size))
        .col(text(backend, Report::Status))
        .col(nullable_text(backend, Report::Error))
        .col(integer(Report::CreatedAt))
        .col(nullable_integer(Report::StartedAt))
        .col(nullable_integer(Report::FinishedAt))
        .col(nullable_text(backend, Report::Claim))
        .col(integer(Report::ClaimedUntil))
        .col(integer(Report::Attempts))
        .foreign_key(&mut of_sandbox(Report::Table, Report::Sandbox))
        .to_owned();
    manager.create_table(table).await?;
    for (name, columns) in [
        // For those who look for work, and for those who look for what has been kept for long enough.
        ("report_status", [Report::Status, Report::CreatedAt]),
        ("report_sandbox", [Report::Sandbox, Report::CreatedAt]),
    ] {
        let [first, second] = columns;
        let index = Index::create()
            .name(name)
            .table(Report::Table)
            .col(first)
            .col(second)
            .to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}
