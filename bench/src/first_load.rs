//! The bytes that a first visit transfers: the document and what it names, compressed as a browser would get them.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};

use crate::client;

/// Loads the home page and what it names, and prints how many bytes each was.
pub(crate) fn print(app: SocketAddr) -> Result<()> {
    let identity = client::get_until_close(app, "/", &[("Accept", "text/html")])?;
    let document = String::from_utf8(identity.body)?;
    let mut total = compressed(app, "/")?;
    let mut parts = format!("document {:.1}", kilobytes(total));
    for (name, ending) in [("style", ".css"), ("script", ".js"), ("program", ".wasm")] {
        let path = named(&document, ending).with_context(|| format!("the document names no {ending}"))?;
        let size = compressed(app, path)?;
        parts.push_str(&format!(", {name} {:.1}", kilobytes(size)));
        total += size;
    }
    println!("first load, compressed         {:>8.1} kB  ({parts})", kilobytes(total));
    Ok(())
}

fn compressed(app: SocketAddr, path: &str) -> Result<usize> {
    let response = client::get_until_close(app, path, &[("Accept", "text/html, */*"), ("Accept-Encoding", "br")])?;
    ensure!(response.status == 200, "{path} answers {}", response.status);
    Ok(response.body.len())
}

/// The path of the asset with that ending, from the document's links.
fn named<'a>(document: &'a str, ending: &str) -> Option<&'a str> {
    document
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|path| path.ends_with(ending))
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1e3
}
