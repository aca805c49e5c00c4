//! Turns the manifest of the bundle into the table of assets that the program carries.
//!
//! It is done in this package, which is all but empty, so that the server's library waits for no client: the two compile beside
//! each other.
//!
//! `cargo xtask build` lays out the bundle and names its folder in `ROUNDTRIP_BUNDLE`. Without that variable, as under
//! cargo-leptos or a plain `cargo build`, the table is empty and the server hosts files of a folder instead.
//!
//! The table is Rust source in `OUT_DIR/bundle.rs`, to be included where `server::host::assets::Asset` is in scope.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=ROUNDTRIP_BUNDLE");
    let table = match env::var_os("ROUNDTRIP_BUNDLE") {
        Some(bundle) => table(Path::new(&bundle))?,
        None => "/// Nothing is embedded in this build.\npub(crate) static FILES: &[Asset] = &[];\n".to_owned(),
    };
    let folder = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(PathBuf::from(folder).join("bundle.rs"), table)?;
    Ok(())
}

fn table(bundle: &Path) -> Result<String, Box<dyn Error>> {
    let manifest = bundle.join("manifest.json");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let text = fs::read(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
    let manifest: Value = serde_json::from_slice(&text)?;
    let assets = manifest["assets"].as_array().ok_or("the manifest has no assets")?;

    let mut table =
        "/// The files of the bundle, ordered by path.\npub(crate) static FILES: &[Asset] = &[\n".to_owned();
    for asset in assets {
        let path = asset["path"].as_str().ok_or("an asset has no path")?;
        let file = bundle.join(path.trim_start_matches('/'));
        let file = file.to_str().ok_or("the path of the bundle is not UTF-8")?;
        // The coded variants lie beside the file; the manifest gives the length of those that were worth keeping.
        let variant = |coding: &str, suffix: &str| match &asset[coding] {
            Value::Null => "None".to_owned(),
            _ => format!("Some(include_bytes!({:?}))", format!("{file}.{suffix}")),
        };
        writeln!(
            table,
            "    Asset {{ logical: {logical}, path: {path:?}, content_type: {content_type}, etag: {etag}, identity: \
             include_bytes!({file:?}), br: {br}, gzip: {gzip}, immutable: {immutable} }},",
            logical = asset["logical"],
            content_type = asset["content_type"],
            etag = asset["etag"],
            br = variant("br", "br"),
            gzip = variant("gzip", "gz"),
            immutable = asset["immutable"],
        )?;
    }
    table.push_str("];\n");
    Ok(table)
}
