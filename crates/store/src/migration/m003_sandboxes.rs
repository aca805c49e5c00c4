//! Sandboxes: what callers write over the pristine data, the users that every sandbox starts with, and sessions.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{ColumnDef, Index, Query, Table},
};

use super::column::{integer, nullable_integer, nullable_text, of_sandbox, text};
use crate::{
    search,
    seed::users::{self, User},
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m003_sandboxes"
    }
}

#[derive(DeriveIden)]
enum Sandbox {
    Table,
    Id,
    CreatedAt,
    UsedAt,
    Epoch,
    Version,
    ProductsVersion,
    UsersVersion,
    NextProduct,
    NextUser,
    NextNotification,
}

#[derive(DeriveIden)]
enum ProductOverlay {
    Table,
    Sandbox,
    Id,
    Version,
    Deleted,
    Name,
    Description,
    PriceMinor,
    Currency,
    Category,
    Stock,
    CreatedAt,
    UpdatedAt,
    Search,
}

/// The pristine users and those of sandboxes have the same columns, but for the sandbox.
#[derive(DeriveIden)]
enum ShopUser {
    Table,
    Sandbox,
    Id,
    Name,
    Email,
    EmailKey,
    Username,
    PasswordHash,
    Role,
    CreatedAt,
    UpdatedAt,
    Search,
}

#[derive(DeriveIden)]
enum ShopUserOverlay {
    Table,
}

#[derive(DeriveIden)]
enum Session {
    Table,
    TokenHash,
    Sandbox,
    UserId,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum CartItem {
    Table,
    Sandbox,
    ProductId,
    Quantity,
    AddedAt,
}

#[derive(DeriveIden)]
enum Notification {
    Table,
    Sandbox,
    Seq,
    Id,
    Title,
    Message,
    CreatedAt,
    ReadAt,
}

#[derive(DeriveIden)]
enum IdempotentAnswer {
    Table,
    Sandbox,
    Key,
    Fingerprint,
    Status,
    Location,
    Etag,
    LastModified,
    Content,
    CreatedAt,
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_sandbox(manager).await?;
        create_product_overlay(manager).await?;
        create_users(manager).await?;
        create_session(manager).await?;
        create_cart_item(manager).await?;
        create_notification(manager).await?;
        create_idempotent_answer(manager).await?;
        insert_users(manager).await
    }
}

async fn create_sandbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(Sandbox::Table)
        .col(text(backend, Sandbox::Id).primary_key())
        .col(integer(Sandbox::CreatedAt))
        .col(integer(Sandbox::UsedAt))
        .col(text(backend, Sandbox::Epoch))
        .col(integer(Sandbox::Version))
        .col(integer(Sandbox::ProductsVersion))
        .col(integer(Sandbox::UsersVersion))
        .col(integer(Sandbox::NextProduct))
        .col(integer(Sandbox::NextUser))
        .col(integer(Sandbox::NextNotification))
        .to_owned();
    manager.create_table(table).await?;
    let by_use = Index::create()
        .name("sandbox_used_at")
        .table(Sandbox::Table)
        .col(Sandbox::UsedAt)
        .to_owned();
    manager.create_index(by_use).await
}

async fn create_product_overlay(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(ProductOverlay::Table)
        .col(text(backend, ProductOverlay::Sandbox))
        .col(integer(ProductOverlay::Id))
        .col(integer(ProductOverlay::Version))
        .col(ColumnDef::new(ProductOverlay::Deleted).boolean().not_null())
        .col(text(backend, ProductOverlay::Name))
        .col(text(backend, ProductOverlay::Description))
        .col(integer(ProductOverlay::PriceMinor))
        .col(text(backend, ProductOverlay::Currency))
        .col(text(backend, ProductOverlay::Category))
        .col(integer(ProductOverlay::Stock))
        .col(integer(ProductOverlay::CreatedAt))
        .col(integer(ProductOverlay::UpdatedAt))
        .col(text(backend, ProductOverlay::Search))
        .primary_key(Index::create().col(ProductOverlay::Sandbox).col(ProductOverlay::Id))
        .foreign_key(&mut of_sandbox(ProductOverlay::Table, ProductOverlay::Sandbox))
        .to_owned();
    manager.create_table(table).await
}

async fn create_users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let pristine = Table::create()
        .table(ShopUser::Table)
        .col(integer(ShopUser::Id).primary_key())
        .col(text(backend, ShopUser::Name))
        .col(text(backend, ShopUser::Email))
        .col(text(backend, ShopUser::EmailKey).unique_key())
        .col(nullable_text(backend, ShopUser::Username).unique_key())
        .col(nullable_text(backend, ShopUser::PasswordHash))
        .col(text(backend, ShopUser::Role))
        .col(integer(ShopUser::CreatedAt))
        .col(integer(ShopUser::UpdatedAt))
        .col(text(backend, ShopUser::Search))
        .to_owned();
    manager.create_table(pristine).await?;
    let overlay = Table::create()
        .table(ShopUserOverlay::Table)
        .col(text(backend, ShopUser::Sandbox))
        .col(integer(ShopUser::Id))
        .col(text(backend, ShopUser::Name))
        .col(text(backend, ShopUser::Email))
        .col(text(backend, ShopUser::EmailKey))
        .col(nullable_text(backend, ShopUser::Username))
        .col(nullable_text(backend, ShopUser::PasswordHash))
        .col(text(backend, ShopUser::Role))
        .col(integer(ShopUser::CreatedAt))
        .col(integer(ShopUser::UpdatedAt))
        .col(text(backend, ShopUser::Search))
        .primary_key(Index::create().col(ShopUser::Sandbox).col(ShopUser::Id))
        .foreign_key(&mut of_sandbox(ShopUserOverlay::Table, ShopUser::Sandbox))
        .to_owned();
    manager.create_table(overlay).await?;
    for (name, column) in [
        ("shop_user_overlay_email", ShopUser::EmailKey),
        ("shop_user_overlay_username", ShopUser::Username),
    ] {
        let unique = Index::create()
            .name(name)
            .table(ShopUserOverlay::Table)
            .col(ShopUser::Sandbox)
            .col(column)
            .unique()
            .to_owned();
        manager.create_index(unique).await?;
    }
    Ok(())
}

async fn create_session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(Session::Table)
        .col(text(backend, Session::TokenHash).primary_key())
        .col(nullable_text(backend, Session::Sandbox))
        .col(integer(Session::UserId))
        .col(integer(Session::ExpiresAt))
        .foreign_key(&mut of_sandbox(Session::Table, Session::Sandbox))
        .to_owned();
    manager.create_table(table).await?;
    for (name, column) in [
        ("session_expires_at", Session::ExpiresAt),
        ("session_sandbox", Session::Sandbox),
    ] {
        let index = Index::create().name(name).table(Session::Table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn create_cart_item(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(CartItem::Table)
        .col(text(backend, CartItem::Sandbox))
        .col(integer(CartItem::ProductId))
        .col(integer(CartItem::Quantity))
        .col(integer(CartItem::AddedAt))
        .primary_key(Index::create().col(CartItem::Sandbox).col(CartItem::ProductId))
        .foreign_key(&mut of_sandbox(CartItem::Table, CartItem::Sandbox))
        .to_owned();
    manager.create_table(table).await
}

async fn create_notification(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(Notification::Table)
        .col(text(backend, Notification::Sandbox))
        .col(integer(Notification::Seq))
        .col(text(backend, Notification::Id))
        .col(text(backend, Notification::Title))
        .col(text(backend, Notification::Message))
        .col(integer(Notification::CreatedAt))
        .col(nullable_integer(Notification::ReadAt))
        .primary_key(Index::create().col(Notification::Sandbox).col(Notification::Seq))
        .foreign_key(&mut of_sandbox(Notification::Table, Notification::Sandbox))
        .to_owned();
    manager.create_table(table).await
}

async fn create_idempotent_answer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let table = Table::create()
        .table(IdempotentAnswer::Table)
        .col(text(backend, IdempotentAnswer::Sandbox))
        .col(text(backend, IdempotentAnswer::Key))
        .col(text(backend, IdempotentAnswer::Fingerprint))
        .col(integer(IdempotentAnswer::Status))
        .col(nullable_text(backend, IdempotentAnswer::Location))
        .col(nullable_text(backend, IdempotentAnswer::Etag))
        .col(nullable_text(backend, IdempotentAnswer::LastModified))
        .col(text(backend, IdempotentAnswer::Content))
        .col(integer(IdempotentAnswer::CreatedAt))
        .primary_key(
            Index::create()
                .col(IdempotentAnswer::Sandbox)
                .col(IdempotentAnswer::Key),
        )
        .foreign_key(&mut of_sandbox(IdempotentAnswer::Table, IdempotentAnswer::Sandbox))
        .to_owned();
    manager.create_table(table).await?;
    let by_age = Index::create()
        .name("idempotent_answer_created_at")
        .table(IdempotentAnswer::Table)
        .col(IdempotentAnswer::CreatedAt)
        .to_owned();
    manager.create_index(by_age).await
}

async fn insert_users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(ShopUser::Table).columns([
        ShopUser::Id,
        ShopUser::Name,
        ShopUser::Email,
        ShopUser::EmailKey,
        ShopUser::Username,
        ShopUser::PasswordHash,
        ShopUser::Role,
        ShopUser::CreatedAt,
        ShopUser::UpdatedAt,
        ShopUser::Search,
    ]);
    for (id, user) in (1_i64..).zip(users::USERS) {
        let User {
            name,
            email,
            username,
            password_hash,
            role,
        } = user;
        let created_at = users::since(id).as_microsecond();
        insert.values_panic([
            id.into(),
            (*name).into(),
            (*email).into(),
            search::fold(email).into(),
            (*username).into(),
            (*password_hash).into(),
            (*role).into(),
            created_at.into(),
            created_at.into(),
            search::folded(name, email).into(),
        ]);
    }
    manager.execute(insert).await
}
