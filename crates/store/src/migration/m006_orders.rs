//! Orders and their lines.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ForeignKey, ForeignKeyAction, Index, Table},
};

use super::column::{integer, of_sandbox, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m006_orders"
    }
}

#[derive(DeriveIden)]
enum ShopOrder {
    Table,
    Sandbox,
    Number,
    Id,
    PlacedAt,
    Quantity,
    TotalMinor,
    Currency,
}

#[derive(DeriveIden)]
enum OrderLine {
    Table,
    Sandbox,
    OrderNumber,
    Position,
    ProductId,
    Name,
    PriceMinor,
    Quantity,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let orders = Table::create()
            .table(ShopOrder::Table)
            .col(text(backend, ShopOrder::Sandbox))
            .col(integer(ShopOrder::Number))
            .col(text(backend, ShopOrder::Id))
            .col(integer(ShopOrder::PlacedAt))
            .col(integer(ShopOrder::Quantity))
            .col(integer(ShopOrder::TotalMinor))
            .col(text(backend, ShopOrder::Currency))
            .primary_key(Index::create().col(ShopOrder::Sandbox).col(ShopOrder::Number))
            .foreign_key(&mut of_sandbox(ShopOrder::Table, ShopOrder::Sandbox))
            .to_owned();
        manager.create_table(orders).await?;
        let lines = Table::create()
            .table(OrderLine::Table)
            .col(text(backend, OrderLine::Sandbox))
            .col(integer(OrderLine::OrderNumber))
            .col(integer(OrderLine::Position))
            .col(integer(OrderLine::ProductId))
            .col(text(backend, OrderLine::Name))
            .col(integer(OrderLine::PriceMinor))
            .col(integer(OrderLine::Quantity))
            .primary_key(
                Index::create()
                    .col(OrderLine::Sandbox)
                    .col(OrderLine::OrderNumber)
                    .col(OrderLine::Position),
            )
            .foreign_key(
                ForeignKey::create()
                    .from(OrderLine::Table, (OrderLine::Sandbox, OrderLine::OrderNumber))
                    .to(ShopOrder::Table, (ShopOrder::Sandbox, ShopOrder::Number))
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(lines).await
    }
}
