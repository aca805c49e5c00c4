//! Where PostgreSQL's programs are on this machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder that holds `initdb`, `postgres` and `createdb`.
#[derive(Debug)]
pub(crate) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Looks where `pg_config` says, then in Debian's folders (the newest version first), then on PATH.
    pub(crate) fn find() -> Option<Self> {
        let told = Command::new("pg_config").arg("--bindir").output().ok();
        let told = told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
        let path = env::var_os("PATH").unwrap_or_default();
        let candidates = told.into_iter().chain(debian()).chain(env::split_paths(&path));
        candidates.map(|folder| Self { folder }).find(Self::complete)
    }

    fn complete(&self) -> bool {
        [self.initdb(), self.postgres(), self.createdb()]
            .iter()
            .all(|program| program.is_file())
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub(crate) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(crate) fn createdb(&self) -> PathBuf {
        self.folder.join("createdb")
    }

    /// Whether `initdb` can make ICU the provider of collations: PostgreSQL 15 and newer, when built with ICU.
    pub(crate) fn knows_icu(&self) -> bool {
        let help = Command::new(self.initdb()).arg("--help").output();
        help.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("--icu-locale"))
    }
}

/// `/usr/lib/postgresql/<version>/bin`: Debian keeps the server's programs off PATH.
fn debian() -> Vec<PathBuf> {
    let versions = fs::read_dir(Path::new("/usr/lib/postgresql"))
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<_> = versions.map(|entry| entry.path()).collect();
    versions.sort_by_key(|version| version.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    versions.into_iter().rev().map(|version| version.join("bin")).collect()
}
