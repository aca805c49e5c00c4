//! Why the store cannot be had. What goes wrong in a single query is sea-orm's `DbErr`, and its caller's to answer.

use std::{path::PathBuf, time::Duration};

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// One line each, for the terminal at start and for `/readyz`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection: no such host, refused, wrong password, no such database, a folder that is not there.
    #[error("cannot open the database {database}: {}", one_line(source))]
    Unreachable {
        /// The database, without its password.
        database: String,
        /// What the driver said.
        source: sqlx::Error,
    },
    /// The SQLite file or its folder is read-only.
    #[error("cannot write to the database file {}: it, or the folder that it lies in, is read-only", file.display())]
    NotWritable {
        /// The file.
        file: PathBuf,
    },
    /// The SQLite that this program is linked with has the WAL-reset race, which can corrupt a database.
    #[error("SQLite {found} is too old: versions before {required} can corrupt a database in WAL mode")]
    SqliteTooOld {
        /// The version that is linked.
        found: String,
        /// The oldest that will do.
        required: &'static str,
    },
    /// The schema could not be brought up to date; the database is as it was before.
    #[error("cannot bring the database {database} up to date: {}", one_line(source))]
    Migration {
        /// The database, without its password.
        database: String,
        /// Which statement failed, or which migration this program does not know.
        source: DbErr,
    },
    /// An open database no longer answers.
    #[error("the database {database} does not answer: {}", one_line(source))]
    Gone {
        /// The database, without its password.
        database: String,
        /// What the driver said.
        source: DbErr,
    },
    /// The SQLite file was deleted or replaced while it was open: what is written now would be lost.
    #[error("the database file {} was moved or deleted while it was open", file.display())]
    FileGone {
        /// The file.
        file: PathBuf,
    },
    /// An open database took too long to answer.
    #[error("the database {database} did not answer within {} s", within.as_secs())]
    Slow {
        /// The database, without its password.
        database: String,
        /// How long was waited.
        within: Duration,
    },
}

/// Drivers quote SQL and hints over several lines; an error of ours is one line in a log.
fn one_line(error: &impl std::error::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a statement could not be carried out at all, as against one that the database refused: a sentence for the caller. None if the
/// failure is of another kind.
///
/// SQLite's result codes are numbers, with the primary one in the low byte; PostgreSQL's are SQLSTATEs, whose class is in the first two
/// characters.
#[must_use]
pub fn outage(error: &DbErr) -> Option<&'static str> {
    let source = match error {
        DbErr::ConnectionAcquire(_) => return Some("The database cannot be reached"),
        DbErr::Conn(RuntimeErr::SqlxError(source))
        | DbErr::Exec(RuntimeErr::SqlxError(source))
        | DbErr::Query(RuntimeErr::SqlxError(source)) => source,
        _ => return None,
    };
    let Some(code) = source.as_database_error().and_then(sqlx::error::DatabaseError::code) else {
        let is_reachable = !matches!(
            &**source,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed
        );
        return (!is_reachable).then_some("The database cannot be reached");
    };
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(7) => Some("The server is out of memory"),
        Ok(8) => Some("The database is read-only"),
        Ok(10 | 14) => Some("The disk of the server fails"),
        Ok(13) => Some("The disk of the server is full"),
        Ok(_) if code.len() < 5 => None,
        _ if code.starts_with("53100") => Some("The disk of the database server is full"),
        _ => ["08", "53", "57P", "58"]
            .iter()
            .any(|class| code.starts_with(class))
            .then_some("The database cannot be reached"),
    }
}

/// Whether a transaction failed only because another one was in its way (a deadlock, a conflict of versions, a lock that was not
/// given up in time), so that the same may succeed when it is tried again.
#[must_use]
pub fn is_conflict(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(source))
    | DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return false;
    };
    let code = source.as_database_error().and_then(sqlx::error::DatabaseError::code);
    // PostgreSQL's are SQLSTATEs. SQLite's are numbers, with the primary one in the low byte; 5 is SQLITE_BUSY.
    code.is_some_and(|code| {
        matches!(&*code, "40001" | "40P01") || code.parse::<u32>().is_ok_and(|code| code & 0xff == 5)
    })
}
