//! Presence: who is in which room, by leases.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ColumnDef, Index, Table},
};

use super::column::{integer, nullable_text, of_sandbox, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m005_presence"
    }
}

#[derive(DeriveIden)]
enum Presence {
    Table,
    Connection,
    Room,
    Sandbox,
    UserId,
    Username,
    Name,
    Session,
    Away,
    Node,
    ExpiresAt,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let table = Table::create()
            .table(Presence::Table)
            .col(text(backend, Presence::Connection))
            .col(text(backend, Presence::Room))
            .col(text(backend, Presence::Sandbox))
            .col(integer(Presence::UserId))
            .col(nullable_text(backend, Presence::Username))
            .col(text(backend, Presence::Name))
            .col(text(backend, Presence::Session))
            .col(ColumnDef::new(Presence::Away).boolean().not_null())
            .col(text(backend, Presence::Node))
            .col(integer(Presence::ExpiresAt))
            .primary_key(Index::create().col(Presence::Connection).col(Presence::Room))
            .foreign_key(&mut of_sandbox(Presence::Table, Presence::Sandbox))
            .to_owned();
        manager.create_table(table).await?;
        // What somebody is in a room is the first row of theirs in this order.
        let by_person = Index::create()
            .name("presence_person")
            .table(Presence::Table)
            .col(Presence::Sandbox)
            .col(Presence::Room)
            .col(Presence::UserId)
            .col(Presence::Away)
            .to_owned();
        manager.create_index(by_person).await?;
        for (name, column) in [
            ("presence_node", Presence::Node),
            ("presence_expires_at", Presence::ExpiresAt),
        ] {
            let index = Index::create().name(name).table(Presence::Table).col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
