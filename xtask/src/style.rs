//! The stylesheet: `style/main.css` and what it imports, as one minified file.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, anyhow, bail, ensure};
use lightningcss::{
    dependencies::{Dependency, DependencyOptions},
    rules::{CssRule, import::ImportRule, layer::LayerBlockRule},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet},
};

use crate::workspace;

/// What is wrong with a `url(...)` that leads nowhere.
pub(crate) const NOT_PUBLIC: &str = "no such file in public/; its path starts with a slash";
/// How often `--watch` looks at the files' times of modification.
const POLL: Duration = Duration::from_millis(250);

/// Bundles and minifies the stylesheet. `address` says where the file that a `url(...)` names is served; the answer
/// replaces it.
pub(crate) fn bundle(address: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    bundle_in(&workspace::root().join("style"), address)
}

fn bundle_in(folder: &Path, address: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let main = read(folder, "main.css")?;
    // Parsed twice, because the sheet in the end borrows from the parts that it names in the beginning.
    let parts = imported(folder, &parse("main.css", &main)?)?;
    let mut sheet = parse("main.css", &main)?;
    let mut files = parts.iter();
    for rule in &mut sheet.rules.0 {
        if let CssRule::Import(import) = rule
            && let Some((text, name)) = files.next()
        {
            *rule = layered(import, parse(name, text)?).with_context(|| format!("@import of {name}"))?;
        }
    }
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
                // The printed sheet does not know its files, so the one is named that has the reference in that line.
                let place = || {
                    let line = url.loc.start.line as usize;
                    let has = |text: &str| {
                        text.lines()
                            .nth(line.saturating_sub(1))
                            .is_some_and(|text| text.contains(&url.url))
                    };
                    let file = parts.iter().find(|(text, _)| has(text));
                    let file = file.map_or("main.css", |(_, name)| name);
                    format!("style/{file}:{line}: url({})", url.url)
                };
                let inline = url.url.starts_with("data:") || url.url.starts_with('#');
                let served = if inline {
                    url.url.clone()
                } else {
                    address(&url.url).with_context(place)?
                };
                css = css.replace(&url.placeholder, &served);
            }
            Dependency::Import(import) => bail!("@import of {}: main.css alone may import", import.url),
        }
    }
    Ok(css)
}

fn read(folder: &Path, name: &str) -> anyhow::Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The text and the name of each file that a sheet imports.
fn imported(folder: &Path, sheet: &StyleSheet<'_>) -> anyhow::Result<Vec<(String, String)>> {
    let names = sheet.rules.0.iter().filter_map(|rule| match rule {
        CssRule::Import(import) => Some(String::from(&*import.url)),
        _ => None,
    });
    names.map(|name| Ok((read(folder, &name)?, name))).collect()
}

/// A file of `style/`, which a mistake in it names.
fn parse<'i>(name: &str, text: &'i str) -> anyhow::Result<StyleSheet<'i>> {
    let options = ParserOptions {
        filename: name.to_owned(),
        ..ParserOptions::default()
    };
    // The error borrows the text, so it is turned into its message here.
    StyleSheet::parse(text, options).map_err(|error| anyhow!("the styles: {error}"))
}

/// What an `@import ... layer(...)` stands for: the rules of the file, in that layer.
fn layered<'i>(import: &ImportRule<'i>, part: StyleSheet<'i>) -> anyhow::Result<CssRule<'i>> {
    let is_conditional = import.supports.is_some() || !import.media.media_queries.is_empty();
    ensure!(!is_conditional, "it may have a layer, and no condition");
    Ok(CssRule::LayerBlock(LayerBlockRule {
        name: import.layer.clone().context("it must name a layer")?,
        rules: part.rules,
        loc: import.loc,
    }))
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

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::bail;

    use super::bundle_in;

    /// Bundles files of these names and texts; `/here.svg` is served elsewhere, and nothing else is there.
    fn bundled(files: &[(&str, &str)]) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            let folder = path.parent().expect("a file lies in a folder");
            fs::create_dir_all(folder).unwrap();
            fs::write(path, text).unwrap();
        }
        let address = |url: &str| match url {
            "/here.svg" => Ok("/here.1234.svg".to_owned()),
            _ => bail!("not there"),
        };
        bundle_in(folder.path(), address).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn what_main_imports_stands_in_its_layer() {
        let main = r#"@layer b, a; @import "x/a.css" layer(a); @import "b.css" layer(b); p { color: red }"#;
        let a = "i { background: url(/here.svg) }";
        let b = "b { color: #ff0000 }";
        assert_eq!(
            bundled(&[("main.css", main), ("x/a.css", a), ("b.css", b)]).unwrap(),
            r#"@layer b{b{color:red}}@layer a{i{background:url("/here.1234.svg")}}p{color:red}"#
        );
    }

    #[test]
    fn a_mistake_is_told_with_its_file() {
        let main = r#"@import "a.css" layer(a);"#;
        let mistake = |main, a| bundled(&[("main.css", main), ("a.css", a)]).unwrap_err();
        assert_eq!(
            mistake(main, "i {\n background: url(/gone.svg) }"),
            "style/a.css:2: url(/gone.svg): not there"
        );
        let both = r#"@import "a.css" layer(a); @import "b.css" layer(b);"#;
        let (a, b) = ("i { background: url(/here.svg) }", "\n\nb { background: url(/here) }");
        assert_eq!(
            bundled(&[("main.css", both), ("a.css", a), ("b.css", b)]).unwrap_err(),
            "style/b.css:3: url(/here): not there"
        );
        assert!(mistake(main, "i { color: {{").contains("a.css:0:"));
        assert_eq!(
            mistake(main, r#"@import "b.css";"#),
            "@import of b.css: main.css alone may import"
        );
        assert_eq!(
            mistake(r#"@import "a.css";"#, ""),
            "@import of a.css: it must name a layer"
        );
        assert_eq!(
            mistake(r#"@import "a.css" layer(a) print;"#, ""),
            "@import of a.css: it may have a layer, and no condition"
        );
        assert!(mistake(r#"@import "c.css" layer(c);"#, "").contains("c.css cannot be read"));
    }
}
