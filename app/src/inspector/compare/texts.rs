//! Bodies as lines that can be compared, and the first place where bytes differ.

use exchange::{Part, body::Preview};

/// So many bytes of each text are compared.
const MOST_BYTES: usize = 256 * 1024;

/// Deeper than that JSON is not indented any further: it may be nested as deep as it is long.
const DEEPEST: usize = 20;

/// The bytes that there are of a body.
pub(super) fn bytes(preview: &Preview) -> &[u8] {
    match preview {
        Preview::None => &[],
        Preview::Text(text) => text.as_bytes(),
        Preview::Bytes(bytes) => bytes,
    }
}

/// Where two sequences of bytes first differ: where one of them ends, if it is the beginning of the other.
pub(super) fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    (same < one.len().max(other.len())).then_some(same)
}

/// The names of the parts that a byte lies in, the outermost first.
pub(super) fn place(parts: &[Part], at: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut parts = parts;
    while let Some(part) = parts.iter().find(|part| (part.start..part.end).contains(&at)) {
        names.push(part.name.clone().into_owned());
        parts = &part.parts;
    }
    names
}

/// As much of a text as is compared, and whether that is all of it.
pub(super) fn beginning(text: &str) -> (&str, bool) {
    let end = text.floor_char_boundary(MOST_BYTES);
    (&text[..end], end == text.len())
}

/// JSON with a line for each member and each value, so that lines can be compared. Nothing but blank between tokens is changed,
/// and what is no JSON comes out as some lines too.
pub(super) fn lay_out(json: &str) -> String {
    let mut laid = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut just_opened = false;
    for letter in json.chars() {
        if in_string {
            laid.push(letter);
            in_string = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            ' ' | '\t' | '\r' | '\n' => continue,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !just_opened {
                    new_line(&mut laid, depth);
                }
            }
            _ if just_opened => new_line(&mut laid, depth),
            _ => {}
        }
        just_opened = false;
        laid.push(letter);
        match letter {
            '"' => in_string = true,
            '{' | '[' => {
                depth += 1;
                just_opened = true;
            }
            ',' => new_line(&mut laid, depth),
            ':' => laid.push(' '),
            _ => {}
        }
    }
    laid
}

fn new_line(laid: &mut String, depth: usize) {
    laid.push('\n');
    for _ in 0..depth.min(DEEPEST) {
        laid.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_a_value_a_line() {
        for (json, laid) in [
            ("", ""),
            ("7", "7"),
            ("{ }", "{}"),
            ("[[],{}]", "[\n  [],\n  {}\n]"),
            (
                r#"{"a":1.0,"b":[true, null],"c":"x,\"y\\"}"#,
                "{\n  \"a\": 1.0,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": \"x,\\\"y\\\\\"\n}",
            ),
            ("{\n\t\"a\" : 1\r\n}", "{\n  \"a\": 1\n}"),
            ("]]}", "\n]\n]\n}"),
        ] {
            assert_eq!(lay_out(json), laid, "{json}");
        }
    }

    #[test]
    fn depth_makes_no_text_long() {
        let deep = "[".repeat(10_000);
        assert!(lay_out(&deep).len() < 10_000 * (2 * DEEPEST + 3));
    }

    #[test]
    fn the_first_difference_is_found() {
        for (one, other, at) in [
            ("", "", None),
            ("abc", "abc", None),
            ("abc", "abd", Some(2)),
            ("ab", "abc", Some(2)),
            ("", "a", Some(0)),
        ] {
            assert_eq!(first_difference(one.as_bytes(), other.as_bytes()), at, "{one} {other}");
        }
    }

    #[test]
    fn a_byte_is_placed_in_its_parts() {
        let part = |name: &'static str, start, end, parts| Part {
            start,
            end,
            name: name.into(),
            meaning: None,
            spec: None,
            fault: None,
            parts,
        };
        let parts = [
            part("start", 0, 4, Vec::new()),
            part(
                "line",
                4,
                9,
                vec![part("name", 4, 6, Vec::new()), part("value", 6, 9, Vec::new())],
            ),
        ];
        assert_eq!(place(&parts, 6), ["line", "value"]);
        assert_eq!(place(&parts, 0), ["start"]);
        assert_eq!(place(&parts, 9), [""; 0]);
    }
}
