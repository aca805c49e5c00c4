//! The server under test, in a process of its own.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::client;

/// A running server, which ends with this value.
pub(crate) struct Program {
    child: Child,
    /// Where its app origin listens.
    pub(crate) app: SocketAddr,
    /// Where its echo origin listens.
    pub(crate) echo: SocketAddr,
    /// From starting the process to the end of the first 200.
    pub(crate) cold_start: Duration,
    /// Its data folder, which goes with it.
    _data: TempDir,
}

impl Program {
    /// Starts the server on free ports and an empty data folder.
    pub(crate) fn start(binary: &Path) -> Result<Self> {
        Self::start_with(binary, &["--app-listen", "127.0.0.1:0", "--echo-listen", "127.0.0.1:0"])
    }

    /// Starts it with both origins on one port, so that all the connections that it has room for can be the app origin's.
    pub(crate) fn start_on_one_port(binary: &Path) -> Result<Self> {
        // A port that was free a moment ago.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let listen = address.to_string();
        let (app, echo) = (
            format!("http://{listen}"),
            format!("http://localhost:{}", address.port()),
        );
        let listens = ["--app-listen", &listen, "--echo-listen", &listen];
        let origins = ["--app-origin", &app, "--echo-origin", &echo];
        Self::start_with(binary, &[listens, origins].concat())
    }

    fn start_with(binary: &Path, options: &[&str]) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let started = Instant::now();
        let mut child = Command::new(binary)
            .arg("serve")
            .args(options)
            .arg("--data")
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}; `make dist` makes it", binary.display()))?;
        let output = child.stdout.take().context("the child's output is piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let origin = |name: &str| {
            let address = line.split_whitespace().find_map(|word| word.strip_prefix(name));
            match address {
                Some(address) => anyhow::Ok(address.replace("localhost", "127.0.0.1").parse()?),
                None => bail!("the server did not say that it is ready, but `{}`", line.trim()),
            }
        };
        let (app, echo) = (origin("app=http://")?, origin("echo=http://")?);
        let response = client::get(app, "/hello", &[])?;
        ensure!(response.status == 200, "the server answered {}", response.status);
        Ok(Self {
            child,
            app,
            echo,
            cold_start: started.elapsed(),
            _data: data,
        })
    }

    /// How much memory it has resident.
    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("the system knows no VmRSS")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
