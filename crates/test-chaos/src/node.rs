//! A server in a process of its own, which can be killed and started again in the same place.

use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a start is tried: somebody else may have the port for a moment, because the system gives it to whoever wants any.
const TRIES: u32 = 20;

/// A server. Its process ends with this value.
#[derive(Debug)]
pub struct Node {
    binary: PathBuf,
    /// Its data, and its log.
    folder: PathBuf,
    options: Vec<String>,
    /// Where its app origin listens, and its echo origin.
    listens: [SocketAddr; 2],
    child: Option<Child>,
}

impl Node {
    /// Starts a server on free ports, with its data in `folder` and more options of `serve`.
    ///
    /// # Errors
    /// When it does not say that it is ready.
    pub async fn start(binary: &Path, folder: &Path, options: Vec<String>) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut node = Self {
            binary: binary.to_owned(),
            folder: folder.to_owned(),
            options,
            listens: [SocketAddr::from(([127, 0, 0, 1], 0)); 2],
            child: None,
        };
        node.begin().await?;
        Ok(node)
    }

    /// Where its app origin listens, also while it does not run.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listens[0]
    }

    /// Kills the process (SIGKILL), and waits until it is gone.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Starts it again, with the same data on the same ports.
    ///
    /// # Errors
    /// When it does not say that it is ready.
    pub async fn restart(&mut self) -> Result<()> {
        self.kill().await?;
        let mut tries = 1;
        while let Err(error) = self.begin().await {
            if tries == TRIES || !format!("{error:#}").contains("cannot listen on") {
                return Err(error);
            }
            tries += 1;
            sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    async fn begin(&mut self) -> Result<()> {
        let log = self.folder.join("log");
        let [app, echo] = self.listens.map(|address| address.to_string());
        let mut child = Command::new(&self.binary)
            .args(["serve", "--app-listen", &app, "--echo-listen", &echo, "--data"])
            .arg(&self.folder)
            .args(&self.options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let output = child.stdout.take().context("the child's output is piped")?;
        let mut line = String::new();
        let read = timeout(PATIENCE, BufReader::new(output).read_line(&mut line)).await;
        read.context("the server is not ready in time")??;
        let origin = |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name));
        let (Some(app), Some(echo)) = (origin("app=http://"), origin("echo=http://")) else {
            let log = std::fs::read_to_string(&log).unwrap_or_default();
            bail!("the server did not start: {}", log.lines().last().unwrap_or_default());
        };
        self.listens = [app.parse()?, echo.parse()?];
        self.child = Some(child);
        Ok(())
    }
}
