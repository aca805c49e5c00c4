//! A request as it is asked for.
//!
//! What is asked for and what is sent are two things: a browser adds fields of its own and leaves some of ours out. What it
//! will leave out is known beforehand, and said beforehand. A `link` carries a request in an address.

mod link;

use exchange::message::is_forbidden_to_pages;
use http::Method;

/// How long a request may take unless it says otherwise, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: u32 = 30_000;

/// A request to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The method, case-sensitive.
    pub method: String,
    /// An absolute URL, or a path on the API's origin.
    pub url: String,
    /// The header fields, in order.
    pub fields: Vec<(String, String)>,
    /// The body, if there is to be one.
    pub body: Option<String>,
    /// After how many milliseconds it is given up.
    pub timeout_ms: u32,
}

impl Draft {
    /// A request without fields or body.
    #[must_use]
    pub fn new(method: &str, url: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            url: url.into(),
            fields: Vec::new(),
            body: None,
            timeout_ms: DEFAULT_TIMEOUT_MS,
        }
    }

    /// The same request with one more field.
    #[must_use]
    pub fn with_field(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same request with a body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The request of a call: content comes as its media type and its text.
    pub(super) fn of_call(method: &Method, target: String, content: Option<(&str, String)>) -> Self {
        let draft = Self::new(method.as_str(), target);
        match content {
            Some((media_type, text)) => draft.with_field("Content-Type", media_type).with_body(text),
            None => draft,
        }
    }

    /// Why a browser would not even try to send it.
    #[must_use]
    pub fn obstacle(&self) -> Option<String> {
        let Self { method, .. } = self;
        if !is_token(method) {
            return Some(format!(
                "`{method}` is not a method: a method is one word of letters, digits and -_.!#$%&'*+^`|~"
            ));
        }
        if ["CONNECT", "TRACE", "TRACK"]
            .iter()
            .any(|forbidden| method.eq_ignore_ascii_case(forbidden))
        {
            return Some(format!(
                "browsers do not let pages send {method} (Fetch standard, forbidden methods)"
            ));
        }
        if self.body.is_some() && matches!(method.as_str(), "GET" | "HEAD") {
            return Some(format!(
                "browsers do not let pages send {method} with a body (Fetch standard)"
            ));
        }
        if let Some((name, _)) = self.fields.iter().find(|(name, _)| !is_token(name)) {
            return Some(format!("`{name}` is not the name of a field (RFC 9110, section 5.1)"));
        }
        let broken = |value: &str| value.contains(['\r', '\n', '\0']) || value.chars().any(|letter| letter > '\u{ff}');
        if let Some((name, _)) = self.fields.iter().find(|(_, value)| broken(value)) {
            return Some(format!(
                "the value of {name} has a character that cannot stand in a field (RFC 9110, section 5.5)"
            ));
        }
        None
    }

    /// The names of fields that a browser leaves out without a word.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| is_forbidden_to_pages(name))
    }
}

/// Whether a text is a token (RFC 9110, section 5.6.2), as methods and the names of fields are.
fn is_token(text: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_tchar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_browser_sends_is_told_beforehand() {
        for (draft, words) in [
            (Draft::new("GET", "/"), None),
            (Draft::new("PROPFIND", "/"), None),
            (Draft::new("DELETE", "/").with_body("x"), None),
            (Draft::new("GE T", "/"), Some("not a method")),
            (Draft::new("", "/"), Some("not a method")),
            (Draft::new("trace", "/"), Some("forbidden methods")),
            (Draft::new("GET", "/").with_body(""), Some("with a body")),
            (
                Draft::new("GET", "/").with_field("a b", "1"),
                Some("not the name of a field"),
            ),
            (
                Draft::new("GET", "/").with_field("a", "1\r\nb: 2"),
                Some("cannot stand in a field"),
            ),
            (
                Draft::new("GET", "/").with_field("a", "日"),
                Some("cannot stand in a field"),
            ),
        ] {
            let obstacle = draft.obstacle();
            match words {
                Some(words) => assert!(
                    obstacle.as_ref().is_some_and(|told| told.contains(words)),
                    "{draft:?}: {obstacle:?}"
                ),
                None => assert_eq!(obstacle, None, "{draft:?}"),
            }
        }
    }

    #[test]
    fn what_a_browser_leaves_out_is_told_beforehand() {
        let draft = ["Host", "X-Mine", "cookie", "Sec-Fetch-Mode", "Accept"]
            .iter()
            .fold(Draft::new("GET", "/"), |draft, name| draft.with_field(name, "1"));
        assert_eq!(
            draft.left_out().collect::<Vec<_>>(),
            ["Host", "cookie", "Sec-Fetch-Mode"]
        );
    }
}
