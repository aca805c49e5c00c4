//! The schema's history. A migration that has been released is never changed: another one follows it.
//!
//! Migrations spell their tables out instead of using the entities, because entities follow the newest schema.

mod column;
mod m001_catalogue;
mod m002_shares;
mod m003_sandboxes;
mod m004_feed;
mod m005_presence;
mod m006_orders;
mod m007_reports;
mod m008_readiness;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::StoreError;

/// The key of the advisory lock that a node holds while it migrates; any number that nobody else uses.
const ADVISORY_LOCK: i64 = 0x526f_756e_6474_7269;

struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m001_catalogue::Migration),
            Box::new(m002_shares::Migration),
            Box::new(m003_sandboxes::Migration),
            Box::new(m004_feed::Migration),
            Box::new(m005_presence::Migration),
            Box::new(m006_orders::Migration),
            Box::new(m007_reports::Migration),
            Box::new(m008_readiness::Migration),
        ]
    }
}

/// Applies the migrations that are missing, all of them or none.
pub(crate) async fn run(database: &str, connection: &DatabaseConnection) -> Result<(), StoreError> {
    apply(connection).await.map_err(|source| StoreError::Migration {
        database: database.to_owned(),
        source,
    })
}

/// One transaction around everything, so that a failure leaves nothing behind, and around that a lock, because nodes
/// start together after a deployment: on SQLite the write lock that `BEGIN IMMEDIATE` takes, on PostgreSQL an advisory
/// lock that ends with the transaction. Whoever comes second finds nothing left to do.
async fn apply(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = connection.begin_with_options(options).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            .await?;
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await
}
