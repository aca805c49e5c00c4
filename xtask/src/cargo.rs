//! What is left to cargo: compiling the client, its tests, the server, and the program around its bundle.

use std::{
    env,
    path::PathBuf,
    process::{Child, Command},
    time::Instant,
};

use anyhow::{Context as _, ensure};

use crate::workspace;

/// The profile that measured smallest; Cargo.toml says why.
const CLIENT_PROFILE: &str = "wasm-release";
const CLIENT_TARGET: &str = "wasm32-unknown-unknown";

/// How much is done for the speed of the server: the names of two profiles.
#[derive(Clone, Copy)]
pub(crate) enum Effort {
    /// What a first look can wait for.
    Release,
    /// All that can be.
    Dist,
}

impl Effort {
    const fn profile(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dist => "dist",
        }
    }
}

/// Compiles `frontend` for hydration and returns where its module lies.
pub(crate) fn build_client() -> anyhow::Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["rustc", "--package", "frontend", "--features", "hydrate,split"]);
    cargo.args(["--profile", CLIENT_PROFILE, "--target", CLIENT_TARGET]);
    // The relocations tell the splitter which function needs which other. A flag of the last step alone, unlike RUSTFLAGS,
    // leaves what was compiled for other builds as it is.
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    Compiling::start(cargo, "the client")?.finish()?;
    Ok(workspace::target()
        .join(CLIENT_TARGET)
        .join(CLIENT_PROFILE)
        .join("frontend.wasm"))
}

/// Begins to compile the server's library.
pub(crate) fn start_server(effort: Effort) -> anyhow::Result<Compiling> {
    let mut cargo = cargo();
    cargo.args(["build", "--profile", effort.profile(), "--package", "server"]);
    Compiling::start(cargo, "the server")
}

/// Compiles the program. Its build script reads `ROUNDTRIP_BUNDLE` and embeds what the manifest there lists.
pub(crate) fn build_program(effort: Effort) -> anyhow::Result<()> {
    let mut cargo = cargo();
    cargo.args(["build", "--profile", effort.profile(), "--package", "roundtrip"]);
    cargo.env("ROUNDTRIP_BUNDLE", workspace::bundle());
    Compiling::start(cargo, "the program")?.finish()
}

/// Compiles the tests of the client and has each binary run by `run-test` of this program.
pub(crate) fn test_client(options: &[&str]) -> anyhow::Result<()> {
    let runner = env::current_exe().context("this program cannot find itself")?;
    // A list in TOML, so that a path with spaces stays one word.
    let runner = format!(
        "target.{CLIENT_TARGET}.runner=[{:?}, \"run-test\"]",
        runner.display().to_string()
    );
    let mut cargo = cargo();
    cargo.args([
        "test",
        "--package",
        "app",
        "--features",
        "hydrate",
        "--tests",
        "--target",
        CLIENT_TARGET,
    ]);
    cargo.args(["--config", &runner, "--"]).args(options);
    let status = cargo
        .status()
        .context("cargo could not be started to test the client")?;
    ensure!(status.success(), "the tests of the client failed");
    Ok(())
}

/// The cargo that runs this program, so that both compile with one toolchain.
fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace::root());
    command
}

/// A cargo at work. One that nobody waits for to the end is ended, so that an error of the one beside it is told at once.
pub(crate) struct Compiling {
    cargo: Child,
    what: &'static str,
    started: Instant,
}

impl Compiling {
    fn start(mut cargo: Command, what: &'static str) -> anyhow::Result<Self> {
        println!("xtask: compiling {what}");
        let cargo = cargo
            .spawn()
            .with_context(|| format!("cargo could not be started to compile {what}"))?;
        Ok(Self {
            cargo,
            what,
            started: Instant::now(),
        })
    }

    /// Waits until it is done.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let Self { what, started, .. } = self;
        let status = self
            .cargo
            .wait()
            .with_context(|| format!("cargo could not be waited for, which compiles {what}"))?;
        ensure!(status.success(), "compiling {what} failed");
        println!("xtask: compiled {what} in {:.1} s", started.elapsed().as_secs_f64());
        Ok(())
    }
}

impl Drop for Compiling {
    fn drop(&mut self) {
        // It fails only for what has ended already.
        let _ = self.cargo.kill();
    }
}
