//! Short names for what the client's WebAssembly imports from its script.
//!
//! wasm-bindgen names each import after what it does and a hash: `__wbg_append_7e9217115013d873`. The names stand in both files, and
//! nothing makes the hashes of some hundred imports any smaller.

use std::collections::HashMap;

use anyhow::ensure;

/// The short name of each name.
#[derive(Debug, Default)]
pub(crate) struct Short(HashMap<String, String>);

impl Short {
    /// Puts a short name in a name's place.
    pub(crate) fn put(&mut self, name: &mut String) {
        let next = format!("${:x}", self.0.len());
        let short = self.0.entry(name.clone()).or_insert(next);
        name.clone_from(short);
    }

    /// The script with the same names in it.
    ///
    /// # Errors
    /// When it does not have each of the names once, or one of its own that looks like a short one.
    pub(crate) fn rename(&self, script: &str) -> anyhow::Result<String> {
        let mut renamed = String::with_capacity(script.len());
        let mut count = 0;
        let mut rest = script;
        while let Some(start) = rest.find(is_of_a_name) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|character| !is_of_a_name(character));
            let (word, after) = from.split_at(end.unwrap_or(from.len()));
            ensure!(
                word == "$" || !word.starts_with('$'),
                "the script has a name of its own that looks like a short one: {word}"
            );
            let short = self.0.get(word);
            count += usize::from(short.is_some());
            renamed.push_str(before);
            renamed.push_str(short.map_or(word, String::as_str));
            rest = after;
        }
        renamed.push_str(rest);
        ensure!(
            count == self.0.len(),
            "the script has {count} of the {} names that the module imports, or has one twice",
            self.0.len()
        );
        Ok(renamed)
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(names: &mut [String]) -> Short {
        let mut short = Short::default();
        names.iter_mut().for_each(|name| short.put(name));
        short
    }

    #[test]
    fn module_and_script_have_the_same_short_names() {
        let mut names = ["__wbg_a_0f", "__wbg_b_1e", "__wbg_a_0f"].map(str::to_owned);
        let short = short(&mut names);
        assert_eq!(names, ["$0", "$1", "$0"]);
        let script = "const imports = { __wbg_b_1e: function() {}, __wbg_a_0f: (a) => a.b };";
        let renamed = "const imports = { $1: function() {}, $0: (a) => a.b };";
        assert_eq!(short.rename(script).unwrap(), renamed);
    }

    #[test]
    fn a_script_of_another_module_fails_the_build() {
        let short = short(&mut ["__wbg_a_0f".to_owned()]);
        for script in ["", "__wbg_a_0f, __wbg_a_0f", "__wbg_a_0f0", "const $0 = __wbg_a_0f;"] {
            assert!(short.rename(script).is_err(), "{script}");
        }
    }
}
