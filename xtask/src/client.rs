//! The client: what cargo compiled, bound to JavaScript and shrunk.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{cargo, imports::Short, split, workspace};

/// The name that the files carry: `roundtrip.js` and `roundtrip_bg.wasm`, as cargo-leptos would name them.
pub(crate) const NAME: &str = "roundtrip";

/// rustc emits these features for WebAssembly; Debian's older binaryen enables neither by itself.
const WASM_OPT_FLAGS: [&str; 3] = ["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"];

/// The oldest `wasm-opt` that is taken. Before it, the export of a module's second table is written as that of the first; here
/// that is the table of references to JavaScript, and the client fails as it starts.
const WASM_OPT_OLDEST: u32 = 112;

/// The files of the client.
pub(crate) struct Client {
    pub(crate) js: String,
    pub(crate) wasm: Vec<u8>,
    /// What the client loads later, by the names that its script gives them.
    pub(crate) chunks: Vec<(String, Vec<u8>)>,
}

/// Compiles, splits, binds and shrinks the client. All but the first are skipped when nothing that they read has changed.
pub(crate) fn build() -> anyhow::Result<Client> {
    let module = cargo::build_client()?;
    let module = fs::read(&module).with_context(|| format!("{} cannot be read", module.display()))?;
    let wasm_opt = find_wasm_opt();
    let folder = workspace::target().join("client");
    let chunks = folder.join("chunks");
    let stamp = stamp(&module, wasm_opt.as_deref());
    if fs::read_to_string(folder.join("stamp")).ok().as_deref() != Some(&*stamp) {
        // Those of an earlier build may have other names.
        if chunks.is_dir() {
            fs::remove_dir_all(&chunks)?;
        }
        fs::create_dir_all(&chunks)?;
        bind(&module, &folder, &chunks)?;
        match wasm_opt {
            Some(program) => {
                shrink(&program, &folder.join(format!("{NAME}_bg.wasm")))?;
                for chunk in files(&chunks)? {
                    shrink(&program, &chunk)?;
                }
            }
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
        chunks: files(&chunks)?
            .into_iter()
            .map(|path| Ok((file_name(&path)?.to_owned(), fs::read(&path)?)))
            .collect::<anyhow::Result<_>>()?,
    })
}

/// The files of a folder, ordered by name.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> anyhow::Result<&str> {
    path.file_name()
        .and_then(OsStr::to_str)
        .with_context(|| format!("{} has no name in UTF-8", path.display()))
}

/// What the result depends on: the module, which names its version of wasm-bindgen in itself, and the optimiser.
fn stamp(module: &[u8], wasm_opt: Option<&Path>) -> String {
    let optimiser = wasm_opt.and_then(version).unwrap_or_else(|| "no wasm-opt".to_owned());
    format!(
        "{:x}\n{optimiser}\n{WASM_OPT_FLAGS:?}\nshort imports\n",
        Sha256::digest(module)
    )
}

/// Splits a module and binds the part that every page loads.
fn bind(module: &[u8], folder: &Path, chunks: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let split = split::split(module, &format!("{NAME}.js"), chunks)?;
    let mut output = Bindgen::new()
        .input_bytes(NAME, split.main)
        .web(true)?
        // The chunks find memory, table and stack by the names that the linker gave them.
        .keep_lld_exports(true)
        .typescript(false)
        .generate_output()
        .context("wasm-bindgen cannot bind the client")?;
    // They would be further files with names of their own, which the bundle would have to hash and the client to find.
    ensure!(
        output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty(),
        "the client brings JavaScript snippets with it, which the bundle has no place for"
    );
    let mut short = Short::default();
    let script = format!("./{NAME}_bg.js");
    let imports = output.wasm_mut().imports.iter_mut();
    for import in imports.filter(|import| import.module == script) {
        short.put(&mut import.name);
    }
    output.emit(folder).context("the bindings cannot be written")?;
    let script = folder.join(format!("{NAME}.js"));
    let renamed = short.rename(&fs::read_to_string(&script)?)?;
    fs::write(&script, split::join(&renamed, &split.loader)?)?;
    println!(
        "xtask: split and bound the client in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn shrink(program: &Path, wasm: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let before = wasm.metadata()?.len();
    let output = Command::new(program)
        .args(WASM_OPT_FLAGS)
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .output();
    let output = output.with_context(|| format!("{} could not be started", program.display()))?;
    // Shown only on failure: it warns of names in the chunks that it does not know, and which it drops.
    ensure!(
        output.status.success(),
        "{} failed: {}",
        program.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    let after = wasm.metadata()?.len();
    println!(
        "xtask: shrank {} from {before} to {after} bytes in {:.1} s",
        file_name(wasm)?,
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
