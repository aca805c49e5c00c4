//! Where things lie: the folders of the workspace that the build reads and writes.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the workspace, wherever the command was started.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the manifest of this crate lies one level below the root")
}

/// Cargo's target folder, which `CARGO_TARGET_DIR` may move.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Everything that the server embeds, and the manifest that lists it.
pub(crate) fn bundle() -> PathBuf {
    target().join("bundle")
}
