//! Opening PostgreSQL: one pool for readers and writers.

use std::{io, time::Duration};

use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector,
    sqlx::{
        ConnectOptions, Connection,
        postgres::{PgConnectOptions, PgPoolOptions},
    },
};

use crate::{StoreError, migration};

/// How many connections a node holds at most. PostgreSQL allows 100 by default, for all nodes and tools together.
const CONNECTIONS: u32 = 16;

/// How long a caller waits for a connection, the first one at start included.
const ACQUIRE_WITHIN: Duration = Duration::from_secs(5);

/// Connects and migrates.
pub(crate) async fn open(database: &str, options: PgConnectOptions) -> Result<DatabaseConnection, StoreError> {
    let unreachable = |source| StoreError::Unreachable {
        database: database.to_owned(),
        source,
    };
    let options = options.application_name("roundtrip");

    // The pool tries again while the server refuses, and then says no more than that time is up; a connection of its own
    // says at once what is wrong.
    let first = tokio::time::timeout(ACQUIRE_WITHIN, options.connect()).await;
    let first = first.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer within 5 s").into()));
    first.map_err(unreachable)?.close().await.map_err(unreachable)?;

    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_WITHIN);
    let pool = pool.connect_with(options).await.map_err(unreachable)?;
    let pool = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    migration::run(database, &pool).await?;
    Ok(pool)
}
