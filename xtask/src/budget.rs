//! The first load against its budget: what a browser fetches, with brotli, before the page answers to a click.

use std::fs;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::{
    manifest::{Asset, Manifest},
    workspace,
};

/// The files that every page loads. The document comes from the server, so the browser tests measure it.
const FIRST_LOAD: [&str; 3] = ["pkg/roundtrip.css", "pkg/roundtrip.js", "pkg/roundtrip_bg.wasm"];

/// `budget.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Budget {
    /// Bytes of HTML, CSS, JavaScript and WebAssembly together, brotli-coded.
    first_load: usize,
}

/// Prints the sizes of the last bundle.
pub(crate) fn report() -> anyhow::Result<()> {
    let weight = weigh()?;
    println!(
        "{:<24} {:>10} {:>10} {weight:>10}  of {} for all",
        "without the document",
        "",
        "",
        limit()?
    );
    Ok(())
}

/// Prints the sizes and fails when they, with the document's, are over the budget.
pub(crate) fn check(document: usize) -> anyhow::Result<()> {
    let weight = weigh()? + document;
    let limit = limit()?;
    if document > 0 {
        println!("{:<24} {:>10} {:>10} {document:>10}", "the document", "", "");
    }
    println!("{:<24} {:>10} {:>10} {weight:>10}  of {limit}", "together", "", "");
    ensure!(
        weight <= limit,
        "a first load takes {weight} bytes, {} over the {limit} of budget.toml",
        weight - limit
    );
    Ok(())
}

/// Prints the size of each file in each coding, and returns the sum of the first load in the smallest.
fn weigh() -> anyhow::Result<usize> {
    let manifest = Manifest::read()?;
    println!(
        "{:<24} {:>10} {:>10} {:>10}",
        "first load, in bytes", "identity", "gzip", "br"
    );
    let mut weight = 0;
    for logical in FIRST_LOAD {
        let asset = manifest.asset(logical)?;
        print(asset, "");
        weight += asset.smallest();
    }
    for asset in &manifest.assets {
        if asset.logical.starts_with("pkg/") && !FIRST_LOAD.contains(&&*asset.logical) {
            print(asset, "  later, not counted");
        }
    }
    Ok(weight)
}

fn print(asset: &Asset, remark: &str) {
    let (identity, br) = (asset.identity, asset.smallest());
    let gzip = asset.gzip.unwrap_or(identity);
    println!("{:<24} {identity:>10} {gzip:>10} {br:>10}{remark}", asset.logical);
}

fn limit() -> anyhow::Result<usize> {
    let text = fs::read_to_string(workspace::root().join("budget.toml")).context("budget.toml cannot be read")?;
    let budget: Budget = toml::from_str(&text).context("budget.toml is malformed")?;
    Ok(budget.first_load)
}
