//! Presence: who is in which room, by leases.

use sea_orm::{DbBackend, DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ColumnDef, ForeignKey, ForeignKeyAction, Iden, Index, Table},
};

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

#[derive(DeriveIden)]
enum Sandbox {
    Table,
    Id,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut of_sandbox = ForeignKey::create();
        of_sandbox
            .from(Presence::Table, Presence::Sandbox)
            .to(Sandbox::Table, Sandbox::Id)
            .on_delete(ForeignKeyAction::Cascade);
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
            .foreign_key(&mut of_sandbox)
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

/// Text that is compared and ordered by code point on both databases.
fn text(backend: DbBackend, name: impl Iden + 'static) -> ColumnDef {
    nullable_text(backend, name).not_null().to_owned()
}

fn nullable_text(backend: DbBackend, name: impl Iden + 'static) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if backend == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

fn integer(name: impl Iden + 'static) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}
