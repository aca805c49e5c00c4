//! Shares: frozen copies of exchanges.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ColumnDef, Iden, Index, Table},
};

use super::column::{integer, nullable_integer, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m002_shares"
    }
}

#[derive(DeriveIden)]
enum Share {
    Table,
    Token,
    Workspace,
    Exchange,
    Method,
    Target,
    Status,
    SharedAt,
    KeptUntil,
    Size,
    Content,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let share = Table::create()
            .table(Share::Table)
            .col(text(backend, Share::Token).primary_key())
            .col(bytes(Share::Workspace))
            .col(text(backend, Share::Exchange))
            .col(text(backend, Share::Method))
            .col(text(backend, Share::Target))
            .col(nullable_integer(Share::Status))
            .col(integer(Share::SharedAt))
            .col(integer(Share::KeptUntil))
            .col(integer(Share::Size))
            .col(bytes(Share::Content))
            .to_owned();
        manager.create_table(share).await?;
        let by_workspace = Index::create()
            .name("share_workspace")
            .table(Share::Table)
            .col(Share::Workspace)
            .col(Share::SharedAt)
            .to_owned();
        manager.create_index(by_workspace).await?;
        // What has ended is found by it, and what is left is summed up without a look at the rows.
        let by_end = Index::create()
            .name("share_end")
            .table(Share::Table)
            .col(Share::KeptUntil)
            .col(Share::Size)
            .to_owned();
        manager.create_index(by_end).await
    }
}

fn bytes(name: impl Iden + 'static) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().to_owned()
}
