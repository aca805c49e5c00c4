//! The name of a database, as `--database` takes it.

use std::{fmt, path::Path, str::FromStr};

use sea_orm::sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions};

/// Where the data lie: `sqlite:<file>` or `postgres://<user>:<password>@<host>:<port>/<database>`.
///
/// Shows itself without the password and without the parameters, which may hold one too.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

/// Why a text names no database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Neither of the databases that Roundtrip speaks.
    #[error("expected `sqlite:<file>` or `postgres://<user>@<host>/<database>`")]
    Scheme,
    /// `sqlite::memory:` and its like.
    #[error("a database in memory would be another one on every connection; name a file, as in `sqlite:roundtrip.db`")]
    InMemory,
    /// `sqlite:` alone, which SQLite takes for a temporary file that no two connections share.
    #[error("the file is missing, as in `sqlite:roundtrip.db`")]
    NoFile,
    /// The part behind the scheme cannot be read.
    #[error("{0}")]
    Malformed(String),
}

impl DatabaseUrl {
    /// The SQLite database in `file`, which is made if it does not exist.
    #[must_use]
    pub fn sqlite(file: &Path) -> Self {
        Self(Kind::Sqlite(SqliteConnectOptions::new().filename(file)))
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let (file, parameters) = rest.split_once('?').unwrap_or((rest, ""));
            if file.contains(":memory:") || parameters.split('&').any(|parameter| parameter == "mode=memory") {
                return Err(DatabaseUrlError::InMemory);
            }
            if file.trim_start_matches('/').is_empty() {
                return Err(DatabaseUrlError::NoFile);
            }
            let options = text.parse().map_err(malformed)?;
            return Ok(Self(Kind::Sqlite(options)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = text.parse().map_err(malformed)?;
            return Ok(Self(Kind::Postgres(options)));
        }
        Err(DatabaseUrlError::Scheme)
    }
}

fn malformed(error: sea_orm::sqlx::Error) -> DatabaseUrlError {
    DatabaseUrlError::Malformed(match error {
        sea_orm::sqlx::Error::Configuration(reason) => reason.to_string(),
        other => other.to_string(),
    })
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Sqlite(options) => write!(f, "sqlite:{}", options.get_filename().display()),
            Kind::Postgres(options) => {
                let database = options.get_database().unwrap_or(options.get_username());
                write!(f, "postgres://{}@{}:", options.get_username(), options.get_host())?;
                write!(f, "{}/{database}", options.get_port())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_shows_itself_without_secrets() {
        let rows = [
            ("sqlite:data/roundtrip.db", "sqlite:data/roundtrip.db"),
            (
                "sqlite:///var/lib/roundtrip.db?mode=rwc",
                "sqlite:/var/lib/roundtrip.db",
            ),
            (
                "postgres://ada:hunter2@db.example:6432/shop",
                "postgres://ada@db.example:6432/shop",
            ),
            (
                "postgresql://ada@db.example/shop?password=hunter2",
                "postgres://ada@db.example:5432/shop",
            ),
        ];
        for (given, shown) in rows {
            let url: DatabaseUrl = given.parse().unwrap();
            assert_eq!(url.to_string(), shown, "{given}");
            assert!(!format!("{url:?}").contains("hunter2"), "{given}");
        }
    }

    #[test]
    fn what_names_no_database_is_refused_with_its_reason() {
        let rows = [
            ("roundtrip.db", DatabaseUrlError::Scheme),
            ("mysql://localhost/shop", DatabaseUrlError::Scheme),
            ("sqlite::memory:", DatabaseUrlError::InMemory),
            ("sqlite://:memory:", DatabaseUrlError::InMemory),
            ("sqlite:shop.db?mode=memory", DatabaseUrlError::InMemory),
            ("sqlite:", DatabaseUrlError::NoFile),
            ("sqlite://?mode=rwc", DatabaseUrlError::NoFile),
        ];
        for (given, error) in rows {
            assert_eq!(given.parse::<DatabaseUrl>().unwrap_err(), error, "{given}");
        }
        let error = "postgres://localhost:port/shop".parse::<DatabaseUrl>().unwrap_err();
        assert!(
            matches!(&error, DatabaseUrlError::Malformed(reason) if reason.contains("port")),
            "{error}"
        );
    }
}
