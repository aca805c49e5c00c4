//! What is left to cargo: compiling the client, its tests, and the server around its bundle.

use std::{env, path::PathBuf, process::Command, time::Instant};

use anyhow::{Context as _, ensure};

use crate::workspace;

/// The profile that measured smallest; Cargo.toml says why.
const CLIENT_PROFILE: &str = "wasm-release";
const CLIENT_TARGET: &str = "wasm32-unknown-unknown";

/// Compiles `frontend` for hydration and returns where its module lies.
pub(crate) fn build_client() -> anyhow::Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["rustc", "--package", "frontend", "--features", "hydrate,split"]);
    cargo.args(["--profile", CLIENT_PROFILE, "--target", CLIENT_TARGET]);
    // The relocations tell the splitter which function needs which other. A flag of the last step alone, unlike RUSTFLAGS,
    // leaves what was compiled for other builds as it is.
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    run(cargo, "the client")?;
    Ok(workspace::target()
        .join(CLIENT_TARGET)
        .join(CLIENT_PROFILE)
        .join("frontend.wasm"))
}

/// Compiles the release server. Its build script reads `ROUNDTRIP_BUNDLE` and embeds what the manifest there lists.
pub(crate) fn build_server() -> anyhow::Result<()> {
    let mut cargo = cargo();
    cargo.args(["build", "--release", "--package", "server"]);
    cargo.env("ROUNDTRIP_BUNDLE", workspace::bundle());
    run(cargo, "the server")
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

fn run(mut command: Command, what: &str) -> anyhow::Result<()> {
    println!("xtask: compiling {what}");
    let started = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("cargo could not be started to compile {what}"))?;
    ensure!(status.success(), "compiling {what} failed");
    println!("xtask: compiled {what} in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}
