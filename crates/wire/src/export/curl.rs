//! A command line of curl that sends the request of an exchange again.
//!
//! It is for a POSIX shell: no `$'…'`, which dash does not have. Fields stand in their order, and what curl would add by itself
//! is switched off, so that what it sends is what was sent.

use exchange::{Exchange, Field, Request, Version};

use super::{authority, bytes, cut_note, url};
use crate::octet;

/// Longer words are passed by a pipe: Linux takes 128 KiB in one word at most.
const LONGEST_WORD: usize = 96 * 1024;

/// From this size curl asks by itself whether it may send the body.
const ASKS_BEFORE: usize = 1024 * 1024;

/// The command line. Lines that begin with `#` say what it cannot do.
#[must_use]
pub fn curl(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let url = url(exchange);
    let body = bytes(request.body.as_ref());
    let mut words = vec![word(url.as_bytes())];
    words.extend(version(request.version, url.starts_with("https:")).map(str::to_owned));
    words.extend(url_options(&url, request));
    words.extend(method(&request.method, body.is_some()));
    for field in &request.fields {
        words.extend(header(field, authority(&url), body.is_some()));
    }
    for name in added(request, body) {
        words.push(format!("-H {}", word(format!("{name}:").as_bytes())));
    }
    // Without it the content would be printed under its coding.
    if request.fields.iter().any(|field| field.is("accept-encoding")) {
        words.push("--compressed".into());
    }
    let mut before = String::new();
    match body {
        Some(body) if is_plain(body) => words.push(format!("--data-raw {}", word(body))),
        Some(body) => {
            before = format!("printf {} | ", format_word(body));
            words.push("--data-binary @-".into());
        }
        None => {}
    }
    let note = cut_note(request.body.as_ref()).map_or(String::new(), |note| format!("# {note}\n"));
    format!("{note}{before}curl {}", words.join(" \\\n  "))
}

/// Without TLS a server is not asked whether it speaks HTTP/2, so curl has to know it before.
const fn version(version: Version, tls: bool) -> Option<&'static str> {
    match version {
        Version::Http10 => Some("--http1.0"),
        Version::Http11 => Some("--http1.1"),
        Version::Http2 if tls => Some("--http2"),
        Version::Http2 => Some("--http2-prior-knowledge"),
        Version::Http3 => Some("--http3"),
        Version::Unknown => None,
    }
}

/// What keeps curl from changing the target.
fn url_options(url: &str, request: &Request) -> Vec<String> {
    let mut options = Vec::new();
    let after_authority = url.split_once("://").map_or(url, |(_, after)| after);
    if url.contains(['[', ']', '{', '}']) {
        options.push("--globoff".into());
    }
    if after_authority.contains("/.") {
        options.push("--path-as-is".into());
    }
    let target = &request.target;
    if !target.is_empty() && !target.starts_with('/') && request.method != "CONNECT" {
        options.push(format!("--request-target {}", word(target.as_bytes())));
    }
    options
}

/// The method, where curl would not choose it by itself.
fn method(method: &str, has_body: bool) -> Option<String> {
    match (method, has_body) {
        ("GET", false) | ("POST", true) => None,
        // With `-X HEAD` curl would wait for content that never comes.
        ("HEAD", false) => Some("--head".into()),
        _ => Some(format!("-X {}", word(method.as_bytes()))),
    }
}

/// The option for a field, unless curl makes that field itself or it cannot be sent. Without a body curl makes no
/// Content-Length; a length that is not that of the body would only make the server wait.
fn header(field: &Field, authority: &str, has_body: bool) -> Option<String> {
    let (name, value) = (&field.name.0, &field.value.0);
    let is_length = field.is("content-length");
    let made_by_curl = is_length && (has_body || value != b"0") || field.is("host") && value == authority.as_bytes();
    let sendable = octet::all_token(name) && value.iter().copied().all(octet::is_field);
    if made_by_curl || !sendable {
        return None;
    }
    let mut line = name.clone();
    if value.is_empty() {
        // A colon without a value would take the field away.
        line.push(b';');
    } else {
        line.extend_from_slice(b": ");
        line.extend_from_slice(value);
    }
    Some(format!("-H {}", word(&line)))
}

/// The fields that curl would add and that were not sent.
fn added(request: &Request, body: Option<&[u8]>) -> impl Iterator<Item = &'static str> {
    let sized = |least: usize| body.is_some_and(|body| body.len() >= least);
    [
        ("User-Agent", true),
        ("Accept", true),
        ("Content-Type", sized(1)),
        ("Expect", sized(ASKS_BEFORE)),
    ]
    .into_iter()
    .filter(|&(name, would)| would && !request.fields.iter().any(|field| field.is(name)))
    .map(|(name, _)| name)
}

/// Whether a body can stand in the command line as it is.
fn is_plain(body: &[u8]) -> bool {
    body.len() <= LONGEST_WORD
        && str::from_utf8(body).is_ok_and(|text| {
            text.chars()
                .all(|character| matches!(character, '\n' | '\t') || !character.is_control())
        })
}

/// Bytes as one word of a POSIX shell.
fn word(bytes: &[u8]) -> String {
    let Ok(text) = str::from_utf8(bytes) else {
        return format!("\"$(printf {})\"", format_word(bytes));
    };
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(byte);
    if !text.is_empty() && text.as_bytes().iter().all(is_bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A word that `printf` turns into these bytes.
fn format_word(bytes: &[u8]) -> String {
    let mut format = String::with_capacity(bytes.len() + 2);
    format.push('\'');
    for &byte in bytes {
        match byte {
            b'%' => format.push_str("%%"),
            b'\\' => format.push_str(r"\\"),
            b'\n' => format.push_str(r"\n"),
            b' '..=b'~' if byte != b'\'' => format.push(char::from(byte)),
            // Three digits always, so that a digit after it is no part of it.
            _ => format.push_str(&format!("\\{byte:03o}")),
        }
    }
    // A format that begins with a hyphen would be read as an option.
    if format[1..].starts_with('-') {
        format.replace_range(1..2, r"\055");
    }
    format.push('\'');
    format
}
