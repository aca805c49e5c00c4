//! The forms in which a body can be shown, by what it says it is and by how it begins.

use super::super::bytes::{HEX, TEXT};
use crate::kit::Choice;

/// JSON as a tree.
pub(super) const TREE: &str = "tree";
/// An image as it looks.
pub(super) const IMAGE: &str = "image";
/// HTML as a page.
pub(super) const PAGE: &str = "page";

/// The images that browsers show.
const IMAGES: [&str; 8] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/svg+xml",
    "image/bmp",
    "image/x-icon",
];

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The value of `charset`, as it was written.
pub(super) fn charset(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1);
    let value = parameters
        .filter_map(|parameter| parameter.trim().split_once('='))
        .find_map(|(name, value)| name.trim().eq_ignore_ascii_case("charset").then_some(value))?;
    Some(value.trim().trim_matches('"'))
}

/// Whether a media type is JSON or built on it (RFC 6839, section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether bytes look like text: no byte of a control but for blanks, and UTF-8 but for a character that is cut off.
fn is_text(beginning: &[u8]) -> bool {
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let is_utf8 = match str::from_utf8(beginning) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && !beginning.iter().any(is_control)
}

/// The forms that fit, the best one first. HTML comes as text first: it is what was sent, and for a page the echo origin has to be
/// asked. `is_tree` says whether the body was read as JSON.
pub(super) fn forms(essence: &str, beginning: &[u8], is_tree: bool) -> Vec<Choice> {
    let is_image = IMAGES.contains(&essence);
    let is_page = essence == "text/html";
    let is_text = essence.starts_with("text/") || essence == "image/svg+xml" || is_json(essence) || is_text(beginning);
    let bytes = if is_text { [TEXT, HEX] } else { [HEX, TEXT] };
    let first = [(is_tree, TREE), (is_image, IMAGE)];
    let last = [(is_page, PAGE)];
    let fitting = |forms: &[(bool, &'static str)]| -> Vec<&'static str> {
        forms.iter().filter(|(fits, _)| *fits).map(|(_, form)| *form).collect()
    };
    let all = [fitting(&first), bytes.to_vec(), fitting(&last)].concat();
    all.into_iter()
        .map(|value| Choice {
            value,
            label: label(value),
        })
        .collect()
}

fn label(form: &str) -> &'static str {
    match form {
        TREE => "Tree",
        IMAGE => "Image",
        PAGE => "Page",
        HEX => "Hex",
        _ => "Text",
    }
}

/// The name of a file that the body is saved to: that of the resource, if it has one with an ending.
pub(super) fn file_name(target: &str, essence: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') && !last.starts_with('.') {
        return last.to_owned();
    }
    let name = if last.is_empty() { "body" } else { last };
    let ending = match essence {
        "text/plain" => "txt",
        "image/svg+xml" => "svg",
        "image/x-icon" => "ico",
        _ if is_json(essence) => "json",
        _ => match essence.split_once('/') {
            Some(("image" | "text", kind)) => kind,
            _ => "bin",
        },
    };
    format!("{name}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fitting_form_comes_first() {
        for (essence, beginning, is_tree, expected) in [
            ("application/json", &b"{}"[..], true, &["tree", "text", "hex"][..]),
            ("application/json", b"{", false, &["text", "hex"]),
            ("text/html", b"<p>", false, &["text", "hex", "page"]),
            ("image/png", b"\x89PNG\r\n\x1a\n\0", false, &["image", "hex", "text"]),
            ("image/svg+xml", b"<svg/>", false, &["image", "text", "hex"]),
            ("application/octet-stream", b"\0\x01", false, &["hex", "text"]),
            ("application/octet-stream", b"plain words\n", false, &["text", "hex"]),
            ("", "gr\u{fc}n".as_bytes(), false, &["text", "hex"]),
            ("", b"cut \xe2\x82", false, &["text", "hex"]),
            ("", b"not \xff cut", false, &["hex", "text"]),
            ("text/plain", b"\xff\xfe", false, &["text", "hex"]),
        ] {
            let forms: Vec<_> = forms(essence, beginning, is_tree)
                .iter()
                .map(|choice| choice.value)
                .collect();
            assert_eq!(forms, expected, "{essence} {beginning:?}");
        }
    }

    #[test]
    fn a_media_type_is_read_whatever_its_parameters() {
        for (media_type, expected, set) in [
            ("text/html; charset=utf-8", "text/html", Some("utf-8")),
            (
                "Text/HTML;level=1; Charset=\"ISO-8859-1\"",
                "text/html",
                Some("ISO-8859-1"),
            ),
            ("application/problem+json", "application/problem+json", None),
        ] {
            assert_eq!((&*essence(media_type), charset(media_type)), (expected, set));
        }
        assert!(is_json("application/problem+json") && !is_json("text/json"));
    }

    #[test]
    fn a_file_is_named_after_the_resource() {
        for (target, essence, name) in [
            ("/api/products?page=2", "application/json", "products.json"),
            ("/a/photo.jpg?w=3", "image/jpeg", "photo.jpg"),
            ("/", "text/html", "body.html"),
            ("/hello", "text/html", "hello.html"),
            ("/.hidden", "", ".hidden.bin"),
        ] {
            assert_eq!(file_name(target, essence), name);
        }
    }
}
