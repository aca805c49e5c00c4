//! The light build of Roundtrip: `cargo xtask <command>`.
//!
//! It does what cargo-leptos and Trunk do for a release, without their ten minutes of compilation: the client is
//! compiled by cargo, bound by `wasm-bindgen` as a library (so its version is the one in Cargo.lock), shrunk by
//! `wasm-opt`, hashed, precompressed and handed to the server's build as files to embed. This module reads the command
//! line; each command is a module of its own.

mod budget;
mod bundle;
mod cargo;
mod client;
mod client_test;
mod imports;
mod manifest;
mod public;
mod split;
mod style;
mod variant;
mod workspace;

use std::{env, process::ExitCode};

use anyhow::{Context as _, bail};

use crate::cargo::Effort;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  build [--dist]         client, styles and files into target/bundle, then the server with all of it inside: target/release/roundtrip,
                         or target/dist/roundtrip, which takes longer and is faster
  bundle                 the same without the server
  style [--watch]        style/main.css with its imports, bundled and minified, into target/style/main.css
  budget [--html BYTES]  the bytes of a first load against budget.toml, with the document's where they are given
  test-client [...]      the tests of `app`, compiled to WebAssembly and run in Node
  run-test FILE [...]    runs one WebAssembly test binary: what `test-client` has cargo call";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["build"] => build(Effort::Release),
        ["build", "--dist"] => build(Effort::Dist),
        ["bundle"] => {
            bundle::make()?;
            budget::report()
        }
        ["style"] => style::write(),
        ["style", "--watch"] => style::watch(),
        ["budget"] => budget::check(0),
        ["budget", "--html", bytes] => {
            let bytes = bytes
                .parse()
                .with_context(|| format!("--html takes a number of bytes, not `{bytes}`"))?;
            budget::check(bytes)
        }
        ["test-client", options @ ..] => cargo::test_client(options),
        ["run-test", file, options @ ..] => client_test::run(file, options),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [] => bail!("a command is missing\n\n{USAGE}"),
        [command, ..] => bail!("`{command}` is not understood here\n\n{USAGE}"),
    }
}

fn build(effort: Effort) -> anyhow::Result<()> {
    // The server's library needs nothing of the client, so the two are compiled beside each other.
    let server = cargo::start_server(effort)?;
    bundle::make()?;
    budget::report()?;
    server.finish()?;
    cargo::build_program(effort)
}
