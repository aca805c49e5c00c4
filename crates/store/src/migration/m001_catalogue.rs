//! The pristine catalogue: categories, products, and the rows that every sandbox starts from.

use sea_orm::{DbErr, DeriveIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_query::{Expr, ExprTrait, ForeignKey, Index, Query, Table},
};

use super::column::{integer, text};
use crate::{search, seed};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m001_catalogue"
    }
}

#[derive(DeriveIden)]
enum Category {
    Table,
    Slug,
    Name,
    Description,
    CreatedAt,
    UpdatedAt,
}

#[derive(DeriveIden)]
enum Product {
    Table,
    Id,
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

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager).await?;
        insert_categories(manager).await?;
        insert_products(manager).await
    }
}

async fn create_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();

    let category = Table::create()
        .table(Category::Table)
        .col(text(backend, Category::Slug).primary_key())
        .col(text(backend, Category::Name))
        .col(text(backend, Category::Description))
        .col(integer(Category::CreatedAt))
        .col(integer(Category::UpdatedAt))
        .to_owned();
    manager.create_table(category).await?;

    let mut to_category = ForeignKey::create();
    to_category
        .from(Product::Table, Product::Category)
        .to(Category::Table, Category::Slug);
    let product = Table::create()
        .table(Product::Table)
        .col(integer(Product::Id).primary_key())
        .col(text(backend, Product::Name))
        .col(text(backend, Product::Description))
        .col(integer(Product::PriceMinor).check(Expr::col(Product::PriceMinor).gte(0)))
        .col(text(backend, Product::Currency))
        .col(text(backend, Product::Category))
        .col(integer(Product::Stock).check(Expr::col(Product::Stock).gte(0)))
        .col(integer(Product::CreatedAt))
        .col(integer(Product::UpdatedAt))
        .col(text(backend, Product::Search))
        .foreign_key(&mut to_category)
        .to_owned();
    manager.create_table(product).await?;

    let by_category = Index::create()
        .name("product_category")
        .table(Product::Table)
        .col(Product::Category)
        .col(Product::Id)
        .to_owned();
    manager.create_index(by_category).await
}

async fn insert_categories(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(Category::Table).columns([
        Category::Slug,
        Category::Name,
        Category::Description,
        Category::CreatedAt,
        Category::UpdatedAt,
    ]);
    let created_at = seed::OPENED.as_microsecond();
    for shelf in seed::SHELVES {
        insert.values_panic([
            shelf.slug.into(),
            shelf.name.into(),
            shelf.description.into(),
            created_at.into(),
            created_at.into(),
        ]);
    }
    manager.execute(insert).await
}

/// One statement for all rows: ten values each, far from the 32,766 that SQLite takes and the 65,535 of PostgreSQL.
async fn insert_products(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(Product::Table).columns([
        Product::Id,
        Product::Name,
        Product::Description,
        Product::PriceMinor,
        Product::Currency,
        Product::Category,
        Product::Stock,
        Product::CreatedAt,
        Product::UpdatedAt,
        Product::Search,
    ]);
    for product in seed::products() {
        let search = search::folded(&product.name, product.description);
        insert.values_panic([
            product.id.into(),
            product.name.into(),
            product.description.into(),
            product.price_minor.into(),
            seed::CURRENCY.into(),
            product.category.into(),
            product.stock.into(),
            product.created_at.as_microsecond().into(),
            product.updated_at.as_microsecond().into(),
            search.into(),
        ]);
    }
    manager.execute(insert).await
}
