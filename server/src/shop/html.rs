//! Text in HTML.

/// Writes text so that HTML shows it as it is, whether as an element's content or in quotes as an attribute.
pub(super) fn escape(text: &str, page: &mut String) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        page.push_str(&text[copied..at]);
        page.push_str(entity);
        copied = at + 1;
    }
    page.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_means_something_in_html_means_nothing() {
        for (text, html) in [
            ("", ""),
            ("Zoë", "Zoë"),
            ("<b title=\"a\">", "&lt;b title=&quot;a&quot;&gt;"),
            ("&amp; 'é'", "&amp;amp; &#39;é&#39;"),
        ] {
            let mut page = "<p>".to_owned();
            escape(text, &mut page);
            assert_eq!(page, format!("<p>{html}"));
        }
    }
}
