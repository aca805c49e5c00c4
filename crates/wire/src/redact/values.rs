//! Secrets that are not the value of a secret header: parameters of a URL, and members of a form or of JSON, by their names.
//!
//! A value that is found once is hidden wherever it occurs in the exchange, in a header of the response as in the content.

use exchange::{Body, Exchange, Field, Half, Outcome, Part, body::Preview};
use memchr::memmem;

use super::hide;

/// The names of parameters and members whose values let others act in somebody's name. `sandbox`, `password` and `token` are Roundtrip's own.
pub const SECRET_NAMES: [&str; 24] = [
    "access_token",
    "api_key",
    "apikey",
    "auth_token",
    "client_secret",
    "code_verifier",
    "id_token",
    "jwt",
    "key",
    "otp",
    "passwd",
    "password",
    "pwd",
    "refresh_token",
    "sandbox",
    "secret",
    "session",
    "session_id",
    "sessionid",
    "sig",
    "signature",
    "token",
    "x-amz-security-token",
    "x-amz-signature",
];

/// A value of fewer bytes is hidden only where something else is not likely to be meant: after an equals sign, or in quotes.
const SHORT: usize = 6;

/// The secret values of an exchange, by message.
#[derive(Debug, Default)]
pub struct SecretValues {
    all: Vec<Vec<u8>>,
    /// Whether each message has some: in its head, and in its content.
    request: [bool; 2],
    response: [bool; 2],
}

impl SecretValues {
    /// Finds them.
    #[must_use]
    pub fn of(exchange: &Exchange) -> Self {
        let mut values = Self::default();
        let request = &exchange.request;
        let mut found = Vec::new();
        parameters(request.target.as_bytes(), &mut found);
        in_fields(&request.fields, &mut found);
        let head = found.len();
        in_body(request.body.as_ref(), &mut found);
        values.request = [head > 0, found.len() > head];
        if let Outcome::Response(response) = &exchange.outcome {
            let before = found.len();
            in_fields(&response.fields, &mut found);
            let head = found.len();
            in_body(response.body.as_ref(), &mut found);
            values.response = [head > before, found.len() > head];
        }
        found.sort_by_key(|value| std::cmp::Reverse(value.len()));
        found.dedup();
        values.all = found;
        values
    }

    /// Hides them in the exchange they are of: an asterisk stands for each byte.
    pub fn hide_in(&self, exchange: &mut Exchange) {
        if self.all.is_empty() {
            return;
        }
        let request = &mut exchange.request;
        self.hide_in_text(&mut request.target);
        if let Some(url) = &mut request.url {
            self.hide_in_text(url);
        }
        self.hide_in_fields(&mut request.fields);
        self.hide_in_body(request.body.as_mut());
        if let Outcome::Response(response) = &mut exchange.outcome {
            self.hide_in_fields(&mut response.fields);
            self.hide_in_fields(&mut response.trailers);
            self.hide_in_body(response.body.as_mut());
        }
    }

    /// Hides them in the bytes of its request and of its response. Where a value cannot be found as it is, because of a content coding, of
    /// chunks or of HPACK, none of that message's bytes is kept.
    pub fn hide_in_halves(&self, request: &mut Half, response: &mut Half) {
        for (half, [head, content]) in [(request, self.request), (response, self.response)] {
            let hidden = self.hide_in_bytes(half);
            if (head || content) && hidden == 0 {
                half.truncated = half.size > 0;
                half.bytes.clear();
                half.parts.clear();
            }
        }
    }

    /// How many values were hidden.
    fn hide_in_bytes(&self, half: &mut Half) -> usize {
        let ranges = self.ranges(&half.bytes);
        for &(start, end) in &ranges {
            half.bytes[start..end].fill(b'*');
            for part in &mut half.parts {
                hide_overlapping(part, &mut half.bytes, start, end);
            }
        }
        ranges.len()
    }

    fn hide_in_fields(&self, fields: &mut [Field]) {
        for field in fields {
            self.hide_in_octets(&mut field.value.0);
        }
    }

    fn hide_in_body(&self, body: Option<&mut Body>) {
        match body.map(|body| &mut body.preview) {
            Some(Preview::Text(text)) => self.hide_in_text(text),
            Some(Preview::Bytes(bytes)) => self.hide_in_octets(bytes),
            Some(Preview::None) | None => {}
        }
    }

    fn hide_in_octets(&self, bytes: &mut [u8]) {
        for (start, end) in self.ranges(bytes) {
            bytes[start..end].fill(b'*');
        }
    }

    fn hide_in_text(&self, text: &mut String) {
        // A value begins and ends between characters, because it is itself text.
        for (start, end) in self.ranges(text.as_bytes()) {
            if let Some(value) = text.get(start..end) {
                let stars = "*".repeat(value.len());
                text.replace_range(start..end, &stars);
            }
        }
    }

    /// Where they occur.
    fn ranges(&self, bytes: &[u8]) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        for value in &self.all {
            for start in memmem::find_iter(bytes, value) {
                let end = start + value.len();
                let before = start.checked_sub(1).map(|at| bytes[at]);
                if value.len() >= SHORT || matches!(before, Some(b'=' | b'"')) {
                    ranges.push((start, end));
                }
            }
        }
        ranges
    }
}

/// Hides what the smallest parts say that lie in a range, wholly or not.
fn hide_overlapping(part: &mut Part, bytes: &mut [u8], start: usize, end: usize) {
    if part.end <= start || part.start >= end {
        return;
    }
    // Its meaning may quote it.
    part.meaning = None;
    part.fault = None;
    if part.parts.is_empty() {
        if part.start >= start && part.end <= end {
            hide(part, bytes);
        }
        return;
    }
    for part in &mut part.parts {
        hide_overlapping(part, bytes, start, end);
    }
}

fn is_secret(name: &[u8]) -> bool {
    SECRET_NAMES
        .iter()
        .any(|secret| secret.as_bytes().eq_ignore_ascii_case(name))
}

fn keep(value: &[u8], found: &mut Vec<Vec<u8>>) {
    if !value.is_empty() && !value.iter().all(|byte| *byte == b'*') {
        found.push(value.to_vec());
    }
}

/// Parameters of the URLs in a text: in the query and in the fragment, and in a form.
fn parameters(text: &[u8], found: &mut Vec<Vec<u8>>) {
    let ends = |byte: &u8| {
        matches!(
            byte,
            b'?' | b'&' | b'#' | b';' | b'>' | b'<' | b'"' | b'\'' | b',' | b' ' | b'\r' | b'\n'
        )
    };
    for pair in text.split(ends) {
        let Some(at) = memchr::memchr(b'=', pair) else { continue };
        let (name, value) = (&pair[..at], &pair[at + 1..]);
        if is_secret(name) {
            keep(value, found);
        }
    }
}

fn in_fields(fields: &[Field], found: &mut Vec<Vec<u8>>) {
    const WITH_URLS: [&str; 5] = ["referer", "location", "content-location", "link", "origin"];
    for field in fields {
        if WITH_URLS.iter().any(|name| field.is(name)) || field.is(":path") {
            parameters(&field.value.0, found);
        }
        // The id of a sandbox stands in its header, which is secret, and in links.
        if field.is("sandbox") {
            keep(&field.value.0, found);
        }
    }
}

fn in_body(body: Option<&Body>, found: &mut Vec<Vec<u8>>) {
    let Some(body) = body else { return };
    let content = match &body.preview {
        Preview::Text(text) => text.as_bytes(),
        Preview::Bytes(bytes) => bytes,
        Preview::None => return,
    };
    let media_type = body.media_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    if media_type.contains("json") {
        members(content, found);
    } else if media_type.starts_with("application/x-www-form-urlencoded") {
        parameters(content, found);
    }
}

/// The members of JSON, which may be cut off: a name in quotes, a colon, and a string or a number.
fn members(json: &[u8], found: &mut Vec<Vec<u8>>) {
    for name in SECRET_NAMES {
        let quoted = format!("\"{name}\"");
        for at in memmem::find_iter(json, &quoted) {
            let after = json[at + quoted.len()..].trim_ascii_start();
            let Some(value) = after.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else {
                continue;
            };
            match value.strip_prefix(b"\"") {
                Some(text) => keep(&text[..end_of_string(text)], found),
                None => {
                    let end = value
                        .iter()
                        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.');
                    let value = &value[..end.unwrap_or(value.len())];
                    if value.first().is_some_and(u8::is_ascii_digit) {
                        keep(value, found);
                    }
                }
            }
        }
    }
}

fn end_of_string(text: &[u8]) -> usize {
    let mut escaped = false;
    let quote = text.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    quote.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(found: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<String> {
        let mut all = Vec::new();
        found(&mut all);
        all.into_iter().map(|value| String::from_utf8(value).unwrap()).collect()
    }

    #[test]
    fn parameters_are_found_in_urls() {
        for (text, expected) in [
            ("/api/cart?sandbox=abc&page=2", vec!["abc"]),
            ("/a?page=2&Access_Token=x%20y#token=t", vec!["x%20y", "t"]),
            (
                "<http://h/a?sandbox=s1&page=1>; rel=\"next\", </b?sandbox=s1>",
                vec!["s1", "s1"],
            ),
            ("/a?monkey=1&keys=2&token=", vec![]),
            ("/a?token=***", vec![]),
        ] {
            assert_eq!(values(|found| parameters(text.as_bytes(), found)), expected, "{text}");
        }
    }

    #[test]
    fn members_are_found_in_json_that_may_be_cut_off() {
        for (json, expected) in [
            (r#"{"username":"a","password" : "s\"3","n":1}"#, vec![r#"s\"3"#]),
            (r#"{"token":"ses_1","user":{"otp":123456}}"#, vec!["123456", "ses_1"]),
            (r#"{"token":"cut o"#, vec!["cut o"]),
            (r#"{"token":null,"secret":true,"password":{}}"#, vec![]),
            (r#"["password","x"]"#, vec![]),
        ] {
            assert_eq!(values(|found| members(json.as_bytes(), found)), expected, "{json}");
        }
    }

    #[test]
    fn a_short_value_is_hidden_only_where_it_stands_for_itself() {
        let values = SecretValues {
            all: vec![b"1234".to_vec()],
            ..SecretValues::default()
        };
        let mut text = "GET /12345?key=1234 {\"key\":\"1234\"} 1234".to_owned();
        values.hide_in_text(&mut text);
        assert_eq!(text, "GET /12345?key=**** {\"key\":\"****\"} 1234");
    }
}
