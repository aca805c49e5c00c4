//! The stylesheet: `style/main.css` and what it imports, as one minified file.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, anyhow, ensure};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    dependencies::{Dependency, DependencyOptions},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::workspace;

/// What is wrong with a `url(...)` that leads nowhere.
pub(crate) const NOT_PUBLIC: &str = "no such file in public/; its path starts with a slash";
/// How often `--watch` looks at the files' times of modification.
const POLL: Duration = Duration::from_millis(250);

/// Bundles and minifies the stylesheet. `address` says where the file that a `url(...)` names is served; the answer
/// replaces it.
pub(crate) fn bundle(address: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let entry = workspace::root().join("style/main.css");
    ensure!(entry.is_file(), "{} is missing", entry.display());
    let files = FileProvider::new();
    // The errors borrow the sources that `files` owns, so each is turned into its message here.
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(&entry)
        .map_err(|error| anyhow!("the styles: {error}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("the styles: {error}"))?;
    // No target browsers: what is written is what is served, because every browser that runs the client knows it.
    let options = PrinterOptions {
        minify: true,
        analyze_dependencies: Some(DependencyOptions::default()),
        ..PrinterOptions::default()
    };
    let printed = sheet.to_css(options).map_err(|error| anyhow!("the styles: {error}"))?;

    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        match dependency {
            Dependency::Url(url) => {
                let place = || format!("{}:{}: url({})", url.loc.file_path, url.loc.start.line, url.url);
                let inline = url.url.starts_with("data:") || url.url.starts_with('#');
                let served = if inline {
                    url.url.clone()
                } else {
                    address(&url.url).with_context(place)?
                };
                css = css.replace(&url.placeholder, &served);
            }
            Dependency::Import(import) => {
                return Err(anyhow!(
                    "{}: @import of {} points outside of style/",
                    import.loc.file_path,
                    import.url
                ));
            }
        }
    }
    Ok(css)
}

/// Writes the stylesheet to where cargo-leptos and Trunk expect it; they serve `public/` under its own names.
pub(crate) fn write() -> anyhow::Result<()> {
    let css = bundle(|url| {
        let file = url
            .strip_prefix('/')
            .map(|file| workspace::root().join("public").join(file));
        ensure!(file.is_some_and(|file| file.is_file()), NOT_PUBLIC);
        Ok(url.to_owned())
    })?;
    let folder = workspace::target().join("style");
    fs::create_dir_all(&folder)?;
    let path = folder.join("main.css");
    // A file that did not change keeps its time, so that a watcher of it is not woken for nothing.
    if fs::read_to_string(&path).ok().as_deref() != Some(&*css) {
        fs::write(&path, css).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Writes the stylesheet again whenever a file of `style/` changes, until the process is stopped.
pub(crate) fn watch() -> anyhow::Result<()> {
    let folder = workspace::root().join("style");
    let mut seen = None;
    loop {
        let now = times(&folder)?;
        if seen.as_ref() != Some(&now) {
            // A mistake in a file that is being edited is shown and waits for the next save.
            if let Err(error) = write() {
                eprintln!("xtask: {error:#}");
            }
            seen = Some(now);
        }
        thread::sleep(POLL);
    }
}

/// Every file below a folder with its time of modification.
fn times(folder: &Path) -> anyhow::Result<Vec<(PathBuf, SystemTime)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(times(&path)?);
        } else if let Ok(time) = path.metadata().and_then(|metadata| metadata.modified()) {
            found.push((path, time));
        }
    }
    found.sort();
    Ok(found)
}
