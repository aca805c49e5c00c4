//! The client: what cargo compiled, bound to JavaScript and shrunk.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{cargo, workspace};

/// The name that the files carry: `roundtrip.js` and `roundtrip_bg.wasm`, as cargo-leptos would name them.
pub(crate) const NAME: &str = "roundtrip";

/// rustc emits these features for WebAssembly; Debian's older binaryen enables neither by itself.
const WASM_OPT_FLAGS: [&str; 3] = ["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"];

/// The oldest `wasm-opt` that is taken. Before it, the export of a module's second table is written as that of the first; here
/// that is the table of references to JavaScript, and the client fails as it starts.
const WASM_OPT_OLDEST: u32 = 112;

/// The two files of the client.
pub(crate) struct Client {
    pub(crate) js: String,
    pub(crate) wasm: Vec<u8>,
}

/// Compiles, binds and shrinks the client. Binding and shrinking are skipped when nothing that they read has changed.
pub(crate) fn build() -> anyhow::Result<Client> {
    let module = cargo::build_client()?;
    let module = fs::read(&module).with_context(|| format!("{} cannot be read", module.display()))?;
    let wasm_opt = find_wasm_opt();
    let folder = workspace::target().join("client");
    let stamp = stamp(&module, wasm_opt.as_deref());
    if fs::read_to_string(folder.join("stamp")).ok().as_deref() != Some(&*stamp) {
        fs::create_dir_all(&folder)?;
        bind(module, &folder)?;
        match wasm_opt {
            Some(program) => shrink(&program, &folder)?,
            None => {
                println!(
                    "xtask: without wasm-opt {WASM_OPT_OLDEST} or newer the client is larger than it could be \
                     (scripts/setup.sh brings it)"
                );
            }
        }
        fs::write(folder.join("stamp"), stamp)?;
    }
    Ok(Client {
        js: fs::read_to_string(folder.join(format!("{NAME}.js")))?,
        wasm: fs::read(folder.join(format!("{NAME}_bg.wasm")))?,
    })
}

/// What the result depends on: the module, which names its version of wasm-bindgen in itself, and the optimiser.
fn stamp(module: &[u8], wasm_opt: Option<&Path>) -> String {
    let optimiser = wasm_opt.and_then(version).unwrap_or_else(|| "no wasm-opt".to_owned());
    format!("{:x}\n{optimiser}\n{WASM_OPT_FLAGS:?}\n", Sha256::digest(module))
}

fn bind(module: Vec<u8>, folder: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut output = Bindgen::new()
        .input_bytes(NAME, module)
        .web(true)?
        .typescript(false)
        .generate_output()
        .context("wasm-bindgen cannot bind the client")?;
    // They would be further files with names of their own, which the bundle would have to hash and the client to find.
    ensure!(
        output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty(),
        "the client brings JavaScript snippets with it, which the bundle has no place for"
    );
    output.emit(folder).context("the bindings cannot be written")?;
    println!("xtask: bound the client in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn shrink(program: &Path, folder: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let wasm = folder.join(format!("{NAME}_bg.wasm"));
    let before = wasm.metadata()?.len();
    let status = Command::new(program)
        .args(WASM_OPT_FLAGS)
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm)
        .status();
    let status = status.with_context(|| format!("{} could not be started", program.display()))?;
    ensure!(status.success(), "{} failed", program.display());
    let after = wasm.metadata()?.len();
    println!(
        "xtask: shrank the client from {before} to {after} bytes in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// `wasm-opt` on PATH, or where the set-up script keeps one for those who start this program without the Makefile.
fn find_wasm_opt() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(kept_tools())
        .map(|folder| folder.join("wasm-opt"))
        .find(|program| version(program).and_then(|version| release(&version)) >= Some(WASM_OPT_OLDEST))
}

/// The folders of npm's programs in the cache of `scripts/setup.sh`.
fn kept_tools() -> Vec<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    let tools = cache.and_then(|cache| fs::read_dir(cache.join("roundtrip/tools")).ok());
    tools
        .into_iter()
        .flatten()
        .flatten()
        .map(|tool| tool.path().join("node_modules/.bin"))
        .collect()
}

/// What an optimiser says that it is.
fn version(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The number in `wasm-opt version 132 (version_132)`.
fn release(version: &str) -> Option<u32> {
    let number = version.strip_prefix("wasm-opt version ")?;
    number.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn the_release_of_an_optimiser_is_read_off_what_it_says() {
        assert_eq!(release("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(release("wasm-opt version 108"), Some(108));
        assert_eq!(release("wasm-opt"), None);
    }
}
