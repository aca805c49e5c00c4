//! The feed: topics and their events.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{Index, Table},
};

use super::column::{integer, nullable_text, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m004_feed"
    }
}

#[derive(DeriveIden)]
enum FeedTopic {
    Table,
    Epoch,
    Name,
    Head,
    Floor,
    Bytes,
    OldestAt,
    LastAt,
}

#[derive(DeriveIden)]
enum FeedEvent {
    Table,
    Epoch,
    Seq,
    At,
    Kind,
    Data,
    Bytes,
    Writer,
    WriterId,
}

/// Most events have no writer, and those are left out of the index. (The builder knows no partial indexes on both databases.)
const BY_WRITER: &str =
    "CREATE UNIQUE INDEX feed_event_writer ON feed_event (epoch, writer, writer_id) WHERE writer IS NOT NULL";

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let topics = Table::create()
            .table(FeedTopic::Table)
            .col(integer(FeedTopic::Epoch).primary_key())
            .col(nullable_text(backend, FeedTopic::Name).unique_key())
            .col(integer(FeedTopic::Head))
            .col(integer(FeedTopic::Floor))
            .col(integer(FeedTopic::Bytes))
            .col(integer(FeedTopic::OldestAt))
            .col(integer(FeedTopic::LastAt))
            .to_owned();
        manager.create_table(topics).await?;

        let mut events = Table::create()
            .table(FeedEvent::Table)
            .col(integer(FeedEvent::Epoch))
            .col(integer(FeedEvent::Seq))
            .col(integer(FeedEvent::At))
            .col(text(backend, FeedEvent::Kind))
            .col(text(backend, FeedEvent::Data))
            .col(integer(FeedEvent::Bytes))
            .col(nullable_text(backend, FeedEvent::Writer))
            .col(nullable_text(backend, FeedEvent::WriterId))
            .primary_key(Index::create().col(FeedEvent::Epoch).col(FeedEvent::Seq))
            .to_owned();
        if backend == DbBackend::Sqlite {
            // The rows lie in the key's order, and an append writes to one tree instead of two.
            events.extra("WITHOUT ROWID");
        }
        manager.create_table(events).await?;
        manager.get_connection().execute_unprepared(BY_WRITER).await?;
        Ok(())
    }
}
