//! What lies in the bundle: the list that the server's build script turns into its table of assets, and that the budget
//! reads.

use std::fs;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::workspace;

/// The name of the list inside the bundle's folder.
pub(crate) const FILE: &str = "manifest.json";

/// All files of a bundle, ordered by path.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Manifest {
    pub(crate) assets: Vec<Asset>,
}

/// One file that the server hosts, with the codings it is kept in.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Asset {
    /// What the source calls it, such as `pkg/roundtrip.js`: stable across builds.
    pub(crate) logical: String,
    /// The path of its URL, such as `/pkg/roundtrip.0b5c7a9be1.js`; without the leading slash also its place in the
    /// bundle.
    pub(crate) path: String,
    pub(crate) content_type: String,
    /// The opaque tag of the identity coding, without quotes. A coded representation has its own: this one, `-`, the
    /// coding.
    pub(crate) etag: String,
    /// Whether the path changes with the content, so that a cache may keep it for ever.
    pub(crate) immutable: bool,
    /// The length of the content as it is, in bytes.
    pub(crate) identity: usize,
    /// The length of the `br` variant, which lies beside the file with `.br` after its name; none where it saves
    /// nothing.
    pub(crate) br: Option<usize>,
    /// The same for `gzip` and `.gz`.
    pub(crate) gzip: Option<usize>,
}

impl Manifest {
    /// Reads the list of the last bundle.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let path = workspace::bundle().join(FILE);
        let text = fs::read(&path)
            .with_context(|| format!("{} cannot be read: run `cargo xtask bundle` first", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is not a manifest of this build", path.display()))
    }

    /// The file of that logical name.
    pub(crate) fn asset(&self, logical: &str) -> anyhow::Result<&Asset> {
        self.assets
            .iter()
            .find(|asset| asset.logical == logical)
            .with_context(|| format!("the bundle has no {logical}"))
    }
}

impl Asset {
    /// The bytes that travel to a browser which takes any coding.
    pub(crate) fn smallest(&self) -> usize {
        [self.br, self.gzip]
            .into_iter()
            .flatten()
            .fold(self.identity, usize::min)
    }
}
