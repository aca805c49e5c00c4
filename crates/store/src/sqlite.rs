//! Opening SQLite: one writer, readers beside it, durable commits, and a version that does not corrupt.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use sea_orm::{
    DatabaseConnection, DbErr, RuntimeErr, SqlxSqliteConnector,
    sqlx::{
        self, Connection as _, Executor as _, Sqlite, SqliteConnection, SqlitePool,
        pool::PoolConnection,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use crate::{StoreError, migration};

/// The first release without the WAL-reset race.
const REQUIRED_VERSION: &str = "3.51.3";

/// How long a connection waits for a lock that another process holds. Within a process nothing waits: the writer is one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long until a lock is asked for again that SQLite does not wait for itself.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// Somebody else holds the lock. (SQLite's result codes, as the next.)
const SQLITE_BUSY: u32 = 5;

/// The file may not be written.
const SQLITE_READONLY: u32 = 8;

/// Opens the file, migrates it, and returns the writer, the readers and the file.
pub(crate) async fn open(
    database: &str,
    options: SqliteConnectOptions,
) -> Result<(DatabaseConnection, DatabaseConnection, Arc<OpenFile>), StoreError> {
    let path = options.get_filename().to_owned();
    let unreachable = |source| open_error(database, &path, source);

    // Every commit is on the disk before it is acknowledged: `NORMAL` may lose the last ones when the power goes.
    let options = options
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .synchronous(SqliteSynchronous::Full);

    let creating = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let guard = Arc::new(OnceLock::new());
    let writer = first_connection(writers(&guard), creating).await.map_err(unreachable)?;
    // A connection that takes the place of a discarded one opens the same file, or none.
    writer.set_connect_options(options.clone());
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&writer)
        .await
        .map_err(unreachable)?;
    check_version(version)?;
    let writer = SqlxSqliteConnector::from_sqlx_sqlite_pool(writer);
    migration::run(database, &writer)
        .await
        .map_err(|error| migration_error(error, &path))?;

    // The file is in WAL mode by now and readers take that over; they could not set it, being read-only.
    let file = Arc::new(OpenFile::new(path.clone()).map_err(|source| unreachable(source.into()))?);
    let _ = guard.set(Arc::clone(&file));
    let count = thread::available_parallelism().map_or(4, usize::from).clamp(2, 8);
    let readers = pool(u32::try_from(count).expect("a number of at most 8 fits"));
    let readers = readers
        .connect_with(options.read_only(true))
        .await
        .map_err(unreachable)?;
    let readers = SqlxSqliteConnector::from_sqlx_sqlite_pool(readers);
    Ok((writer, readers, file))
}

/// The writer's pool, once it is connected.
///
/// A file that is not in WAL mode yet is brought there by the exclusive lock, for which SQLite does not wait itself: a node
/// that starts beside this one, on a new file, would be an error at once.
async fn first_connection(pool: SqlitePoolOptions, options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let until = Instant::now() + BUSY_TIMEOUT;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if result_code(&error) == Some(SQLITE_BUSY) && Instant::now() < until => {
                tokio::time::sleep(BUSY_PAUSE).await;
            }
            connected => return connected,
        }
    }
}

/// Connections to a file do not go stale, so they are neither renewed nor tested before use.
fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// The pool of the one connection that writes.
///
/// Before each use it is made sure that what is written goes to the file of that name, and after each use that no transaction is left
/// open. SQLite ends a transaction by itself when the disk is full or fails. sqlx goes on counting it, because its own ROLLBACK then fails, and
/// every later transaction would be a savepoint in one that nobody commits: acknowledged, visible to its own connection and lost.
fn writers(file: &Arc<OnceLock<Arc<OpenFile>>>) -> SqlitePoolOptions {
    let is_there = {
        let file = Arc::clone(file);
        move || match file.get() {
            Some(file) => file
                .still_there()
                .map_err(|error| sqlx::Error::Io(io::Error::other(error))),
            None => Ok(()),
        }
    };
    let is_there_now = is_there.clone();
    pool(1)
        .after_connect(move |_, _| {
            let is_there = is_there_now();
            Box::pin(async { is_there })
        })
        .before_acquire(move |_, _| {
            let is_there = is_there();
            Box::pin(async { is_there.map(|()| true) })
        })
        .after_release(|connection, _| Box::pin(async move { Ok(is_idle(connection).await) }))
}

/// Whether no transaction is open, neither for sqlx nor for SQLite, which refuses to begin one in another.
async fn is_idle(connection: &mut SqliteConnection) -> bool {
    // The rollback of a transaction that was dropped is still under way; the answer comes after it.
    let begins = connection.execute("BEGIN; ROLLBACK").await.is_ok();
    begins && !connection.is_in_transaction()
}

fn open_error(database: &str, file: &Path, source: sqlx::Error) -> StoreError {
    if read_only(&source) {
        return StoreError::NotWritable { file: file.to_owned() };
    }
    StoreError::Unreachable {
        database: database.to_owned(),
        source,
    }
}

fn migration_error(error: StoreError, file: &Path) -> StoreError {
    match &error {
        StoreError::Migration { source, .. } if driver_error(source).is_some_and(read_only) => {
            StoreError::NotWritable { file: file.to_owned() }
        }
        _ => error,
    }
}

/// The driver's error inside one of sea-orm's.
fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(source))
        | DbErr::Exec(RuntimeErr::SqlxError(source))
        | DbErr::Query(RuntimeErr::SqlxError(source)) => Some(source),
        _ => None,
    }
}

/// Whether SQLite refused to write.
fn read_only(error: &sqlx::Error) -> bool {
    result_code(error) == Some(SQLITE_READONLY)
}

/// SQLite's primary result code, which is the low byte of the extended one.
fn result_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn check_version(found: String) -> Result<(), StoreError> {
    let number = |version: &str| {
        version
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect::<Vec<u32>>()
    };
    if number(&found) < number(REQUIRED_VERSION) {
        return Err(StoreError::SqliteTooOld {
            found,
            required: REQUIRED_VERSION,
        });
    }
    Ok(())
}

/// The file that the connections have open and its write-ahead log, to tell when their names lead elsewhere.
#[derive(Debug)]
pub(crate) struct OpenFile {
    path: PathBuf,
    identity: Identity,
    wal: (PathBuf, Identity),
}

impl OpenFile {
    /// Remembers the file at `path`, by its absolute name, for the working directory may change.
    fn new(path: PathBuf) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        let mut wal = path.clone().into_os_string();
        wal.push("-wal");
        let wal = PathBuf::from(wal);
        Ok(Self {
            identity: identity(&path)?,
            path,
            wal: (wal.clone(), identity(&wal)?),
        })
    }

    /// Fails when either file has been deleted, moved or replaced: SQLite goes on with the ones that it has open, and all that is
    /// written to them is lost.
    pub(crate) fn still_there(&self) -> Result<(), StoreError> {
        let (wal, wal_identity) = &self.wal;
        for (path, expected) in [(&self.path, self.identity), (wal, *wal_identity)] {
            if identity(path).ok() != Some(expected) {
                return Err(StoreError::FileGone { file: path.clone() });
            }
        }
        Ok(())
    }
}

/// A database to which somebody writes by a connection of their own, in turn with the store.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    writer: SqlitePool,
}

/// A turn to write. Nothing is written by the store until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _connection: PoolConnection<Sqlite>,
}

impl SqliteFile {
    /// How long a connection waits for a lock that another process holds.
    pub const BUSY_TIMEOUT: Duration = BUSY_TIMEOUT;

    pub(crate) fn new(file: &OpenFile, writer: &DatabaseConnection) -> Self {
        Self {
            path: file.path.clone(),
            writer: writer.get_sqlite_connection_pool().clone(),
        }
    }

    /// Its absolute name.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The turn to write, in the order in which writers have come.
    ///
    /// # Errors
    /// When the store is closed, or its file is not there any more.
    pub async fn turn(&self) -> Result<Turn, DbErr> {
        let connection = self.writer.acquire().await;
        let connection = connection.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?;
        Ok(Turn {
            _connection: connection,
        })
    }
}

/// Device and inode.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}

/// Elsewhere an open file cannot be replaced, so it is enough that it is there.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_with_the_race_is_refused() {
        for version in ["3.51.3", "3.51.10", "3.52.0", "4.0.0"] {
            assert!(check_version(version.to_owned()).is_ok(), "{version}");
        }
        for version in ["3.51.2", "3.9.99", "3.51", "2.99.99", ""] {
            let error = check_version(version.to_owned()).unwrap_err();
            assert!(
                matches!(error, StoreError::SqliteTooOld { ref found, .. } if found == version),
                "{version}"
            );
        }
    }
}
