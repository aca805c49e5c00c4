//! The client in pieces: what every page needs, and the chunks that come later.
//!
//! The code says where to cut (`wasm_split_helpers::wasm_split`). The cut is made in what cargo compiled, before it is bound to
//! JavaScript: a chunk has no bindings of its own, it calls those of the main module.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The script that the main module imports the chunks' loaders from. It is no file: [`join`] makes it part of the client's script.
const LOADER: &str = "./__wasm_split.js";

/// What is left of a module after the cut.
pub(crate) struct Split {
    /// The module that every page loads, to be bound.
    pub(crate) main: Vec<u8>,
    /// JavaScript that fetches the chunks from beside itself, to be joined to the bindings.
    pub(crate) loader: String,
}

/// Cuts a module, and writes the chunks into an empty folder. `script` is the name that the client's script will have.
pub(crate) fn split(module: &[u8], script: &str, folder: &Path) -> anyhow::Result<Split> {
    let mut options = Options::new(module);
    let (main, loader) = (folder.join("main.wasm"), folder.join(LOADER));
    let script = format!("./{script}");
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = LOADER;
    // It reports with eyre, whose reports are no errors to anyhow; their text has the causes too.
    transform(options).map_err(|error| anyhow!("the client cannot be split: {error:#}"))?;
    let split = Split {
        main: fs::read(&main)?,
        loader: fs::read_to_string(&loader)?,
    };
    fs::remove_file(main)?;
    fs::remove_file(loader)?;
    Ok(split)
}

/// Makes the loader part of the script that imports it and that it imports: if each were named by its hash, neither could be
/// named. It also leaves a browser one file less to ask for.
pub(crate) fn join(script: &str, loader: &str) -> anyhow::Result<String> {
    // wasm-bindgen imports the same script once for each chunk.
    let mut namespaces = Vec::new();
    let mut rest = script;
    while let Some((import, after)) = rest.split_once('\n').filter(|(line, _)| line.starts_with("import ")) {
        let namespace = import
            .strip_prefix("import * as ")
            .and_then(|import| import.strip_suffix(&format!(" from \"{LOADER}\"")))
            .with_context(|| format!("the client has no place for this: {import}"))?;
        namespaces.push(namespace);
        rest = after;
    }
    // All that the loader imports is a function of the script.
    let loader = loader
        .split_once('\n')
        .filter(|(import, _)| import.starts_with("import { initSync } from "))
        .map(|(_, after)| after)
        .filter(|after| !after.contains("import "))
        .context("the loader of the chunks imports something new")?;
    let names: Vec<_> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split(' ').next())
        .collect();
    let names = names.join(", ");
    let mut joined = format!("{rest}{loader}");
    for namespace in namespaces {
        writeln!(joined, "const {namespace} = {{ {names} }};")?;
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER_OF_TWO: &str =
        "import { initSync } from \"./roundtrip.js\";\nexport const load_a = one();\nexport const load_b = two();\n";

    #[test]
    fn the_loader_becomes_part_of_the_script() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nlet wasm;\n";
        assert_eq!(
            join(script, LOADER_OF_TWO).unwrap(),
            "let wasm;\nexport const load_a = one();\nexport const load_b = two();\nconst import1 = { load_a, load_b };\nconst \
             import2 = { load_a, load_b };\n"
        );
    }

    #[test]
    fn an_import_of_something_else_fails_the_build() {
        assert!(join("import * as import1 from \"./other.js\"\n", LOADER_OF_TWO).is_err());
        let loader = format!("{LOADER_OF_TWO}import {{ other }} from \"./other.js\";\n");
        assert!(join("let wasm;\n", &loader).is_err());
    }
}
