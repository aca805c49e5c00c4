//! Whom the server runs as: `postgres` refuses to run as root, and containers often run tests as root.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
    process::Command,
};

use crate::StartError;

/// An account without privileges, from `/etc/passwd`.
#[derive(Debug)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// `None` when this process is not root and the server can run as whoever we are; otherwise an account, and
    /// `folder`, which this process has just made, becomes that account's.
    pub(crate) fn to_run_as(folder: &Path) -> Result<Option<Self>, StartError> {
        if fs::metadata(folder)?.uid() != 0 {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd")?;
        let account = ["postgres", "nobody"]
            .iter()
            .find_map(|name| Self::named(name, &passwd));
        let account = account.ok_or(StartError::NoAccount)?;
        account.give(folder)?;
        Ok(Some(account))
    }

    fn named(name: &str, passwd: &str) -> Option<Self> {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut ids = line.split(':').skip(2).map(str::parse);
        Some(Self {
            uid: ids.next()?.ok()?,
            gid: ids.next()?.ok()?,
        })
    }

    fn give(&self, folder: &Path) -> io::Result<()> {
        chown(folder, Some(self.uid), Some(self.gid))
    }

    /// A command that runs `program` as this account. (`CommandExt::uid` would leave root's other groups in place.)
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args([format!("--reuid={}", self.uid), format!("--regid={}", self.gid)]);
        command.args(["--clear-groups", "--"]).arg(program);
        command
    }
}
