//! The bundle: every file that the server embeds, under the name of its content, with its precompressed variants.
//!
//! Files whose content did not change are left alone, the manifest included, so that cargo has no reason to compile the
//! server again.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::{
    client,
    manifest::{self, Asset, Manifest},
    public, style, variant, workspace,
};

/// Hexadecimal digits of SHA-256 in a file's name: 40 bits tell the builds of one program apart.
const DIGITS_IN_NAME: usize = 10;
/// Hexadecimal digits of SHA-256 in a validator: 128 bits.
const DIGITS_IN_ETAG: usize = 32;

/// Makes the bundle, or brings the one that is there up to date.
pub(crate) fn make() -> anyhow::Result<()> {
    let client = client::build()?;
    let mut bundle = Bundle::default();

    for file in public::files()? {
        if file.hashed() {
            bundle.add_hashed(&file.logical, &file.content)?;
        } else {
            bundle.add(&file.logical, &file.logical, &file.content, false)?;
        }
    }
    let css = style::bundle(|url| bundle.address(url))?;
    bundle.add_hashed(&format!("pkg/{}.css", client::NAME), css.as_bytes())?;

    // The script finds its modules beside itself, so it must know the names with the hashes; its own hash then covers theirs.
    let mut js = client.js;
    for (wasm, content) in [(format!("{}_bg.wasm", client::NAME), client.wasm)]
        .into_iter()
        .chain(client.chunks)
    {
        let path = bundle.add_hashed(&format!("pkg/{wasm}"), &content)?;
        let name = path.rsplit('/').next().context("a path has a last segment")?;
        js = js.replace(&wasm, name);
    }
    bundle.add_hashed(&format!("pkg/{}.js", client::NAME), js.as_bytes())?;

    bundle.finish()
}

/// A bundle in the making.
#[derive(Default)]
struct Bundle {
    assets: Vec<Asset>,
    /// Every file that belongs in the folder; whatever else lies there is of an earlier build.
    files: BTreeSet<String>,
}

impl Bundle {
    /// Adds a file under a name with its hash, and returns its URL's path.
    fn add_hashed(&mut self, logical: &str, content: &[u8]) -> anyhow::Result<String> {
        let hash = format!("{:x}", Sha256::digest(content));
        let (stem, extension) = logical
            .rsplit_once('.')
            .with_context(|| format!("{logical} has no extension"))?;
        let file = format!("{stem}.{}.{extension}", &hash[..DIGITS_IN_NAME]);
        self.add(logical, &file, content, true)?;
        Ok(format!("/{file}"))
    }

    fn add(&mut self, logical: &str, file: &str, content: &[u8], immutable: bool) -> anyhow::Result<()> {
        let unchanged = self.write(file, content)?;
        let br = self.write_variant(&format!("{file}.br"), unchanged, content, variant::brotli)?;
        let gzip = self.write_variant(&format!("{file}.gz"), unchanged, content, variant::gzip)?;
        self.assets.push(Asset {
            logical: logical.to_owned(),
            path: format!("/{file}"),
            content_type: public::content_type(logical)?.to_owned(),
            etag: format!("{:x}", Sha256::digest(content))[..DIGITS_IN_ETAG].to_owned(),
            immutable,
            identity: content.len(),
            br,
            gzip,
        });
        Ok(())
    }

    /// Writes a coded variant and returns its length. The one of an earlier build is kept if the content is still the
    /// same, because the smallest brotli of the client takes seconds.
    fn write_variant(
        &mut self,
        file: &str,
        unchanged: bool,
        content: &[u8],
        code: impl FnOnce(&[u8]) -> anyhow::Result<Option<Vec<u8>>>,
    ) -> anyhow::Result<Option<usize>> {
        let path = workspace::bundle().join(file);
        let coded = match fs::read(&path) {
            Ok(coded) if unchanged => Some(coded),
            _ => code(content)?,
        };
        let Some(coded) = coded else { return Ok(None) };
        self.write(file, &coded)?;
        Ok(Some(coded.len()))
    }

    /// Writes a file of the bundle, and says whether it was there already with that content.
    fn write(&mut self, file: &str, content: &[u8]) -> anyhow::Result<bool> {
        let path = workspace::bundle().join(file);
        self.files.insert(file.to_owned());
        write_if_changed(&path, content)
    }

    /// Where a file that the stylesheet names is served.
    fn address(&self, url: &str) -> anyhow::Result<String> {
        let asset = self
            .assets
            .iter()
            .find(|asset| url.strip_prefix('/') == Some(asset.logical.as_str()));
        asset.map(|asset| asset.path.clone()).context(style::NOT_PUBLIC)
    }

    /// Writes the manifest and removes what an earlier build left behind.
    fn finish(mut self) -> anyhow::Result<()> {
        self.assets.sort_by(|one, other| one.path.cmp(&other.path));
        let text = serde_json::to_vec_pretty(&Manifest { assets: self.assets })?;
        let folder = workspace::bundle();
        write_if_changed(&folder.join(manifest::FILE), &text)?;
        self.files.insert(manifest::FILE.to_owned());
        sweep(&folder, &folder, &self.files)
    }
}

/// Writes a file unless it has that content already, which it says. The write is a rename, so that whoever reads the
/// folder at the time sees the old file or the new one.
fn write_if_changed(path: &Path, content: &[u8]) -> anyhow::Result<bool> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(true);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    fs::write(&fresh, content).with_context(|| format!("{} cannot be written", path.display()))?;
    fs::rename(&fresh, path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(false)
}

/// Removes every file below `folder` that is not wanted; `root` is what the wanted paths are relative to.
fn sweep(root: &Path, folder: &Path, wanted: &BTreeSet<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sweep(root, &path, wanted)?;
        } else if !path
            .strip_prefix(root)
            .ok()
            .and_then(Path::to_str)
            .is_some_and(|file| wanted.contains(file))
        {
            fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once_for_each_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pkg/a.js");
        assert!(!write_if_changed(&path, b"one").unwrap());
        assert!(write_if_changed(&path, b"one").unwrap());
        assert!(!write_if_changed(&path, b"two").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn only_what_the_build_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["manifest.json", "pkg/a.new.js", "pkg/a.old.js", "pkg/a.old.js.br"] {
            write_if_changed(&folder.path().join(file), b"").unwrap();
        }
        let wanted = ["manifest.json", "pkg/a.new.js"].map(str::to_owned);
        sweep(folder.path(), folder.path(), &BTreeSet::from(wanted.clone())).unwrap();
        let left: Vec<_> = fs::read_dir(folder.path().join("pkg"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["a.new.js"]);
        assert!(folder.path().join(&wanted[0]).is_file());
    }
}
