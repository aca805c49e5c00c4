//! The files of `public/`, which are served as they are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

use crate::workspace;

/// A file of `public/`.
pub(crate) struct File {
    /// Its path below `public/`, with slashes.
    pub(crate) logical: String,
    pub(crate) content: Vec<u8>,
}

impl File {
    /// Whether its URL may carry its hash. Only fonts are found through the stylesheet alone; the others (`robots.txt`,
    /// `favicon.svg`) are asked for by names that the world knows.
    pub(crate) fn hashed(&self) -> bool {
        self.logical.starts_with("fonts/") && !self.logical.ends_with(".txt")
    }
}

/// All files below `public/`, ordered by path; none where the folder is missing.
pub(crate) fn files() -> anyhow::Result<Vec<File>> {
    let root = workspace::root().join("public");
    let mut paths = Vec::new();
    if root.is_dir() {
        walk(&root, &mut paths)?;
    }
    paths.sort();
    let read = |path: PathBuf| {
        let logical = path
            .strip_prefix(&root)
            .ok()
            .and_then(Path::to_str)
            .context("a name in public/ is not UTF-8")?;
        Ok(File {
            logical: logical.replace('\\', "/"),
            content: fs::read(&path)?,
        })
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// The media type of a file by its extension. An unknown one fails the build: a guess would be served for ever.
pub(crate) fn content_type(name: &str) -> anyhow::Result<&'static str> {
    Ok(match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => bail!("{name} has no media type here: add its extension to xtask/src/public.rs"),
    })
}
