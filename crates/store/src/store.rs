//! One open database, whichever it is.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::{
    DatabaseUrl, StoreError, postgres,
    sqlite::{self, OpenFile, SqliteFile},
    url::Kind,
};

/// How long [`Store::check`] waits for an answer. A load balancer asks every few seconds and wants to know soon.
const CHECK_WITHIN: Duration = Duration::from_secs(2);

/// The connections to a database whose schema is up to date. Cheap to clone; all clones are the same store.
#[derive(Debug, Clone)]
pub struct Store(Arc<Open>);

#[derive(Debug)]
struct Open {
    /// The URL without its password, for messages.
    database: String,
    backend: Backend,
}

#[derive(Debug)]
enum Backend {
    /// SQLite lets one connection write at a time. With a single writer, writes queue in the pool, in order and without
    /// `SQLITE_BUSY`, and in WAL mode readers beside it are never held up.
    Sqlite {
        writer: DatabaseConnection,
        readers: DatabaseConnection,
        file: Arc<OpenFile>,
    },
    /// PostgreSQL sorts readers and writers out by itself.
    Postgres(DatabaseConnection),
}

impl Store {
    /// Opens the database, makes it if it is an SQLite file that does not exist, and applies what migrations are missing.
    ///
    /// Several processes may do so at once on the same database: one migrates, the others wait for it.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let database = url.to_string();
        let backend = match &url.0 {
            Kind::Sqlite(options) => {
                let (writer, readers, file) = sqlite::open(&database, options.clone()).await?;
                Backend::Sqlite { writer, readers, file }
            }
            Kind::Postgres(options) => Backend::Postgres(postgres::open(&database, options.clone()).await?),
        };
        Ok(Self(Arc::new(Open { database, backend })))
    }

    /// For queries. On SQLite a statement that writes fails here.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        match &self.0.backend {
            Backend::Sqlite { readers, .. } => readers,
            Backend::Postgres(pool) => pool,
        }
    }

    /// For statements that write, and for transactions that read what they are about to write.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        match &self.0.backend {
            Backend::Sqlite { writer, .. } => writer,
            Backend::Postgres(pool) => pool,
        }
    }

    /// A transaction that writes. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that what it reads first is
    /// still so when it writes; on PostgreSQL whoever needs that locks the row.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer().begin_with_options(options).await
    }

    /// The database, where it is one of SQLite, for whoever writes to it by a connection of their own.
    #[must_use]
    pub fn sqlite(&self) -> Option<SqliteFile> {
        match &self.0.backend {
            Backend::Sqlite { writer, file, .. } => Some(SqliteFile::new(file, writer)),
            Backend::Postgres(_) => None,
        }
    }

    /// Whether the database takes a write, for `/readyz`: a row is written and committed.
    ///
    /// # Errors
    /// When the write fails or takes too long, or when the file of SQLite has been deleted, moved or replaced.
    pub async fn check(&self) -> Result<(), StoreError> {
        if let Backend::Sqlite { file, .. } = &self.0.backend {
            file.still_there()?;
        }
        let now = Timestamp::now().as_microsecond();
        let statement = format!(
            "INSERT INTO readiness (id, checked_at) VALUES (1, {now}) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at"
        );
        let written = self.writer().execute_unprepared(&statement);
        let Ok(written) = tokio::time::timeout(CHECK_WITHIN, written).await else {
            return Err(StoreError::Slow {
                database: self.0.database.clone(),
                within: CHECK_WITHIN,
            });
        };
        written.map_err(|source| StoreError::Gone {
            database: self.0.database.clone(),
            source,
        })?;
        Ok(())
    }

    /// Waits for statements under way and closes every connection, of all clones. The last one of SQLite moves the log
    /// into the file, so that a copy of the file alone is a whole backup.
    pub async fn close(&self) {
        // A connection that cannot be closed any more is closed.
        let _ = self.reader().close_by_ref().await;
        let _ = self.writer().close_by_ref().await;
    }
}
