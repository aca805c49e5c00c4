//! A NATS server for tests: Debian's own program, a free port on the loopback address, a temporary folder.
//!
//! Nothing here is part of the product. The server stops with the process that started it, however that process ends: it runs
//! under a small shell that reads a pipe whose other end only this process holds, and when the kernel closes the pipe, the shell
//! stops the server and removes its folder.

use std::{
    env, fs, io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a server may take to come up before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for the end of standard input, then stops the server and removes what it wrote. The folder itself stays until the test
/// removes it, unless the test is gone.
const KEEPER: &str = r#"
trap '' HUP INT TERM
"$1" --addr 127.0.0.1 --port "$2" --ports_file_dir "$3" --log "$3/log" >/dev/null 2>&1 </dev/null &
server=$!
read -r _
kill -KILL "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$3"
"#;

/// Why there is no NATS server to test with.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No `nats-server` on this machine.
    #[error(
        "NATS is not installed, and nodes are tested with it: install it (Debian, Ubuntu: `apt-get install nats-server`), or put \
         `nats-server` on PATH"
    )]
    NotInstalled,
    /// It ran and failed.
    #[error("nats-server failed: {log}")]
    Failed {
        /// What it wrote into its log.
        log: String,
    },
    /// The operating system refused something.
    #[error("cannot start NATS: {0}")]
    Io(#[from] io::Error),
}

/// A NATS server.
#[derive(Debug)]
pub struct Nats {
    program: PathBuf,
    port: u16,
    keeper: Option<Child>,
}

impl Nats {
    /// Starts a server.
    pub fn start() -> Result<Self, StartError> {
        let program = find().ok_or(StartError::NotInstalled)?;
        // A port that was free a moment ago.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut server = Self {
            program,
            port,
            keeper: None,
        };
        server.restart()?;
        Ok(server)
    }

    /// Its URL, `nats://...`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Kills the server and waits until it is gone: its connections break.
    pub fn stop(&mut self) -> Result<(), StartError> {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait()?;
        }
        Ok(())
    }

    /// Stops the server if it runs, and starts it again on the same port. It has forgotten everything.
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.stop()?;
        let folder = tempfile::Builder::new().prefix("test-nats-").tempdir()?;
        let mut keeper = Command::new("/bin/sh");
        keeper.args(["-c", KEEPER, "keeper"]);
        keeper.arg(&self.program).arg(self.port.to_string()).arg(folder.path());
        let keeper = keeper
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.keeper = Some(keeper);
        // From here on the keeper removes the folder, because it outlives this process.
        await_readiness(&folder.keep())
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        // A test that is over has no use for the reason why its server could not be waited for.
        let _ = self.stop();
    }
}

/// Returns when the server accepts connections; fails with its log when it went away instead.
fn await_readiness(folder: &Path) -> Result<(), StartError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        // It writes a file with its ports once it listens.
        let ports = fs::read_dir(folder)?.flatten();
        if ports
            .into_iter()
            .any(|entry| entry.path().extension().is_some_and(|it| it == "ports"))
        {
            return Ok(());
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        if log.contains("[FTL]") || Instant::now() > deadline {
            return Err(StartError::Failed { log });
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Where the program is: Debian keeps it in a folder that is on the PATH of root alone.
fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders
        .map(|folder| folder.join("nats-server"))
        .find(|program| program.is_file())
}
