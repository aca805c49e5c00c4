//! A fresh database of each kind for a test.

use store::{DatabaseUrl, Store};
use tempfile::TempDir;
use test_postgres::Cluster;

pub(crate) struct Database {
    pub(crate) kind: &'static str,
    pub(crate) url: DatabaseUrl,
    _folder: Option<TempDir>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
        Self {
            kind: "SQLite",
            url,
            _folder: Some(folder),
        }
    }

    pub(crate) fn postgres() -> Self {
        let url = Cluster::shared().database().unwrap().parse().unwrap();
        Self {
            kind: "PostgreSQL",
            url,
            _folder: None,
        }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", self.kind))
    }
}

/// Runs a test on both, one after the other.
pub(crate) async fn on_both(test: impl AsyncFn(Database)) {
    test(Database::sqlite()).await;
    test(Database::postgres()).await;
}
