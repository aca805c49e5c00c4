//! A PostgreSQL server for tests: Debian's own binaries, a free port on the loopback address, a temporary folder.
//!
//! Tests of the store and of the server share it; nothing here is part of the product.
//!
//! The server stops with the process that started it, however that process ends. `postgres` runs under a small shell
//! that reads a pipe whose other end only this process holds: when the test returns, panics, aborts or is killed, the
//! kernel closes the pipe, and the shell stops the server and removes its folder. So a cluster may sit in a `static`
//! and be shared by every test of a binary, and none is left behind.

mod account;
mod binaries;

use std::{
    fs, io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use account::Account;
use binaries::Binaries;

/// How long a server may take to come up or to go down before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for the end of standard input, then stops the server and removes its folder.
const KEEPER: &str = r#"
trap '' HUP INT TERM
"$1" -D "$2/data" >"$2/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$2"
"#;

/// Why there is no PostgreSQL server to test against.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No `initdb` and `postgres` on this machine.
    #[error(
        "PostgreSQL is not installed, and the tests run on both databases: install it (Debian, Ubuntu: \
         `apt-get install postgresql`), or put its bin folder on PATH"
    )]
    NotInstalled,
    /// Running as root without an account that the server could run under.
    #[error("PostgreSQL refuses to run as root, and there is neither an account `postgres` nor `nobody` to run it as")]
    NoAccount,
    /// A program of PostgreSQL ran and failed.
    #[error("{program} failed: {output}")]
    Failed {
        /// The program's name.
        program: &'static str,
        /// What it printed, or the server's log.
        output: String,
    },
    /// The operating system refused something.
    #[error("cannot start PostgreSQL: {0}")]
    Io(#[from] io::Error),
}

/// A running server and its folder.
#[derive(Debug)]
pub struct Cluster {
    binaries: Binaries,
    account: Option<Account>,
    folder: PathBuf,
    port: u16,
    keeper: Child,
    databases: AtomicU32,
}

impl Cluster {
    /// Starts a server of its own for one test, for instance one that wants to stop it.
    pub fn start() -> Result<Self, StartError> {
        let binaries = Binaries::find().ok_or(StartError::NotInstalled)?;
        let folder = tempfile::Builder::new().prefix("test-postgres-").tempdir()?;
        let account = Account::to_run_as(folder.path())?;
        let run_as = account.as_ref();

        let mut initdb = command(run_as, &binaries.initdb(), folder.path());
        initdb.arg("-D").arg(folder.path().join("data"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]);
        if binaries.knows_icu() {
            // A linguistic collation, as databases in production usually have one: a query that leans on the
            // database's own order of text then differs from SQLite, and a test sees it.
            initdb.args(["--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8"]);
        }
        checked("initdb", initdb.output()?)?;

        let port = free_port()?;
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{}'\nfsync = off\n",
            folder.path().display()
        );
        let file = folder.path().join("data/postgresql.auto.conf");
        fs::write(file, settings)?;

        let mut keeper = command(run_as, Path::new("/bin/sh"), folder.path());
        keeper
            .args(["-c", KEEPER, "keeper"])
            .arg(binaries.postgres())
            .arg(folder.path());
        let keeper = keeper
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;

        // From here on the keeper removes the folder, because it outlives this process.
        let mut cluster = Self {
            binaries,
            account,
            folder: folder.keep(),
            port,
            keeper,
            databases: AtomicU32::new(0),
        };
        cluster.await_readiness()?;
        Ok(cluster)
    }

    /// The server that all tests of this process share; started by the first that asks.
    ///
    /// # Panics
    ///
    /// When there is none to be had: tests on one database alone would look as if they had run on both.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    /// Makes an empty database and returns its URL, `postgres://...`.
    pub fn database(&self) -> Result<String, StartError> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut createdb = command(self.account.as_ref(), &self.binaries.createdb(), &self.folder);
        createdb
            .args(["--host=127.0.0.1", "--username=postgres"])
            .arg(format!("--port={}", self.port))
            .arg(&name);
        checked("createdb", createdb.output()?)?;
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }

    /// Stops the server at once and waits until it is gone: its connections break.
    pub fn stop(mut self) -> Result<(), StartError> {
        drop(self.keeper.stdin.take());
        self.keeper.wait()?;
        Ok(())
    }

    /// Returns when the server accepts connections; fails with its log when it went away instead.
    fn await_readiness(&mut self) -> Result<(), StartError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // `postgres` writes its status as the last line of this file once it accepts connections; unlike a
            // connection that is accepted too early, this needs no second try.
            let status = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if status.lines().last().is_some_and(|line| line.trim() == "ready") {
                TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
                return Ok(());
            }
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if log.contains("FATAL") || Instant::now() > deadline {
                return Err(StartError::Failed {
                    program: "postgres",
                    output: log,
                });
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // A test that is over has no use for the reason why its server could not be waited for.
        let _ = self.keeper.wait();
    }
}

/// A command that runs under `account`, in `folder`, because the account may not be allowed to enter ours.
fn command(account: Option<&Account>, program: &Path, folder: &Path) -> Command {
    let mut command = account.map_or_else(|| Command::new(program), |account| account.command(program));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn checked(program: &'static str, output: Output) -> Result<(), StartError> {
    if output.status.success() {
        return Ok(());
    }
    let printed = [output.stdout, output.stderr].concat();
    Err(StartError::Failed {
        program,
        output: String::from_utf8_lossy(&printed).trim().to_owned(),
    })
}

/// A port that was free a moment ago.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
