//! The runner of WebAssembly tests: what `cargo test --target wasm32-unknown-unknown` starts for each test binary.
//!
//! It stands for the `wasm-bindgen-test-runner` of the wasm-bindgen CLI, which takes six minutes to compile for what is
//! one call of the library that this build links anyway. It runs in Node alone, so a binary that asks for a browser is
//! refused rather than run in the wrong place.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, bail, ensure};
use serde::Serialize;
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace;

/// What `#[wasm_bindgen_test]` puts before the name of each function that it exports.
const PREFIX: &str = "__wbgt_";
/// The section that `wasm_bindgen_test_configure!` writes, whose only byte worth running here is `NODE`.
const SECTION: &str = "__wasm_bindgen_test_unstable";
/// The name of the bindings in their folder.
const MODULE: &str = "tests";

/// What `run.cjs` is told.
#[derive(Default, Serialize)]
struct Plan {
    /// The exports to call.
    tests: Vec<String>,
    /// How many tests the filter left out.
    filtered: u32,
    include_ignored: bool,
    nocapture: bool,
    #[serde(skip)]
    filter: Option<String>,
}

/// Runs the tests of one binary; `options` are those after `--` of `cargo test`.
pub(crate) fn run(file: &str, options: &[&str]) -> anyhow::Result<()> {
    let mut plan = Plan::default();
    for option in options {
        match *option {
            "--nocapture" | "--no-capture" => plan.nocapture = true,
            "--include-ignored" => plan.include_ignored = true,
            // What `cargo test --quiet` adds; the harness prints one line a test, and that is all.
            "--quiet" => {}
            unknown if unknown.starts_with('-') => bail!("the runner of WebAssembly tests does not know {unknown}"),
            filter => plan.filter = Some(filter.to_owned()),
        }
    }

    let path = Path::new(file);
    let module = fs::read(path).with_context(|| format!("{file} cannot be read"))?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(MODULE, module)
        .nodejs(true)?
        .debug(true)
        .export_wasm(true)
        .emit_start(false)
        .typescript(false);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot bind {file}"))?;
    ensure!(
        !output
            .wasm()
            .customs
            .iter()
            .any(|(_, section)| section.name() == SECTION),
        "{file} is configured for a browser, and these tests run in Node: leave wasm_bindgen_test_configure! out"
    );

    for export in output.wasm().exports.iter() {
        // `__wbgt_<modifiers>_<crate>::<path>`
        let Some((_, name)) = export.name.strip_prefix(PREFIX).and_then(|name| name.split_once("::")) else {
            continue;
        };
        match &plan.filter {
            Some(filter) if !name.contains(filter) => plan.filtered += 1,
            _ => plan.tests.push(export.name.clone()),
        }
    }
    // A binary without tests does not link the harness that `run.cjs` would call.
    if plan.tests.is_empty() {
        println!("no tests to run in {file}");
        return Ok(());
    }

    let name = path.file_stem().context("a test binary has a name")?;
    let folder = workspace::target().join("client-test").join(name);
    output.emit(&folder).context("the bindings cannot be written")?;
    fs::write(folder.join("run.cjs"), include_str!("client_test/run.cjs"))?;

    let node = Command::new("node")
        .arg(folder.join("run.cjs"))
        .arg(serde_json::to_string(&plan)?)
        .status();
    let status = node.context("Node cannot be started: `scripts/setup.sh test` installs it")?;
    ensure!(status.success(), "tests of {file} failed");
    Ok(())
}
