//! Texts of this server: what of CommonMark they have, which is paragraphs and code; and counts in words.

use leptos::prelude::*;

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Run<'a> {
    Text(&'a str),
    Code(&'a str),
}

/// The runs of a paragraph. A backtick without its pair is text.
fn runs(paragraph: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = paragraph;
    while let Some((before, code, after)) = code(rest) {
        if !before.is_empty() {
            runs.push(Run::Text(before));
        }
        runs.push(Run::Code(code));
        rest = after;
    }
    if !rest.is_empty() {
        runs.push(Run::Text(rest));
    }
    runs
}

/// The first code in a text, and what stands before and after it.
fn code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}

/// A text in one line, its code set as code.
pub(crate) fn inline(text: &str) -> AnyView {
    runs(text)
        .into_iter()
        .map(|run| match run {
            Run::Text(text) => text.to_owned().into_any(),
            Run::Code(code) => view! { <code>{code.to_owned()}</code> }.into_any(),
        })
        .collect_view()
        .into_any()
}

/// A text in paragraphs, nothing where it is empty.
pub(crate) fn paragraphs(text: &str) -> AnyView {
    text.split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| view! { <p>{inline(paragraph)}</p> })
        .collect_view()
        .into_any()
}

/// So many of something whose plural ends in an s: `1 product`, `244 products`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{Run::*, *};

    #[test]
    fn one_is_singular() {
        for (count, text) in [(0, "0 things"), (1, "1 thing"), (2, "2 things")] {
            assert_eq!(counted(count, "thing"), text);
        }
    }

    #[test]
    fn code_is_told_from_text() {
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec![Text("plain")]),
            ("one `two` three", vec![Text("one "), Code("two"), Text(" three")]),
            ("`a``b`", vec![Code("a"), Code("b")]),
            ("an odd ` one", vec![Text("an odd ` one")]),
        ] {
            assert_eq!(runs(text), expected, "{text}");
        }
    }
}
