//! The other server to compare with: a small service in Flask behind gunicorn (`bench/flask`), as many serve an API.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

/// The interpreter that has both; scripts/setup.sh says where it is.
const INTERPRETER: &str = "ROUNDTRIP_FLASK";
/// Each worker has this many threads, so that every connection of the load is served.
const THREADS: &str = "32";

/// gunicorn with a worker for each core, which ends with this value.
pub(crate) struct Process {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts it with the products of the server at `upstream`.
    pub(crate) fn start(upstream: SocketAddr) -> Result<Self> {
        let python =
            std::env::var_os(INTERPRETER).context("ROUNDTRIP_FLASK names no interpreter; `make bench` sets it")?;
        let workers = thread::available_parallelism()?.to_string();
        let mut child = Command::new(python)
            .args([
                "-B",
                "-m",
                "gunicorn",
                "--chdir",
                "bench/flask",
                "--bind",
                "127.0.0.1:0",
            ])
            // Without threads a worker closes the connection after each answer.
            .args(["--workers", &workers, "--worker-class", "gthread", "--threads", THREADS])
            .arg("app:app")
            .env("ROUNDTRIP_UPSTREAM", upstream.to_string())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().context("the child's log is piped")?);
        let address = listening(&mut log);
        // It goes on to log, and a full pipe would stop it.
        thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        let process = Self {
            child,
            address: address?,
        };
        Ok(process)
    }
}

/// Where the log says that it listens.
fn listening(log: &mut impl BufRead) -> Result<SocketAddr> {
    let mut said = String::new();
    loop {
        let start = said.len();
        if log.read_line(&mut said)? == 0 {
            bail!("gunicorn did not start: {said}");
        }
        let address = said[start..]
            .split_once("Listening at: http://")
            .and_then(|(_, rest)| rest.split_whitespace().next());
        if let Some(address) = address {
            return Ok(address.parse()?);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its workers end when they miss it. It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
