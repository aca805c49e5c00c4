//! JavaScript that sends the request of an exchange again from a page.
//!
//! A page may not set every field (Fetch Standard, section 2.2.2): those are left out, and a comment names them.

use base64::{Engine, prelude::BASE64_STANDARD};
use exchange::{Body, Exchange, Field, body::Preview, message::is_forbidden_to_pages};

use super::{bytes, cut_note, url};
use crate::octet;

/// The program.
#[must_use]
pub fn fetch(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let mut notes = Vec::new();
    let (left_out, kept): (Vec<&Field>, Vec<&Field>) = request.fields.iter().partition(|field| is_forbidden(field));
    if !left_out.is_empty() {
        let names: Vec<_> = left_out.iter().map(|field| field.name.to_text()).collect();
        notes.push(format!(
            "The browser sets these itself, and a page cannot: {}.",
            names.join(", ")
        ));
    }
    if matches!(
        request.method.to_ascii_uppercase().as_str(),
        "CONNECT" | "TRACE" | "TRACK"
    ) {
        notes.push(format!(
            "A page may not use the method {}; this call fails.",
            one_line(&request.method)
        ));
    }
    let bodiless = matches!(request.method.as_str(), "GET" | "HEAD");
    let mut body = request.body.as_ref();
    if bodiless && bytes(body).is_some() {
        notes.push(format!(
            "A page cannot send a body with {}; it is left out.",
            request.method
        ));
        body = None;
    }
    notes.extend(cut_note(body));
    let mut options = vec![format!("  method: {},\n", string(request.method.as_bytes()))];
    if !kept.is_empty() {
        let pairs: String = kept
            .iter()
            .map(|field| format!("    [{}, {}],\n", string(&field.name.0), byte_string(&field.value.0)))
            .collect();
        options.push(format!("  headers: [\n{pairs}  ],\n"));
    }
    if let Some(body) = body.filter(|body| bytes(Some(body)).is_some()) {
        options.push(format!("  body: {},\n", body_expression(body)));
    }
    if left_out.iter().any(|field| field.is("cookie")) {
        options.push("  credentials: \"include\",\n".into());
    }
    let notes: String = notes.iter().map(|note| format!("// {note}\n")).collect();
    format!(
        "{notes}const response = await fetch({}, {{\n{}}});",
        string(url(exchange).as_bytes()),
        options.concat()
    )
}

fn is_forbidden(field: &Field) -> bool {
    // What is no token cannot be set either; that includes the pseudo-fields of HTTP/2.
    !octet::all_token(&field.name.0) || is_forbidden_to_pages(&field.name.to_text())
}

/// A text that cannot end the comment that it stands in.
fn one_line(text: &str) -> String {
    text.escape_default().to_string()
}

fn body_expression(body: &Body) -> String {
    match &body.preview {
        Preview::None => "null".into(),
        Preview::Text(text) => string(text.as_bytes()),
        Preview::Bytes(bytes) => format!(
            "Uint8Array.from(atob(\"{}\"), (character) => character.charCodeAt(0))",
            BASE64_STANDARD.encode(bytes)
        ),
    }
}

/// Text as a literal of JavaScript.
fn string(text: &[u8]) -> String {
    literal(String::from_utf8_lossy(text).chars())
}

/// A field's value as a literal: there, each character stands for one byte.
fn byte_string(bytes: &[u8]) -> String {
    literal(bytes.iter().copied().map(char::from))
}

fn literal(characters: impl Iterator<Item = char>) -> String {
    let mut literal = String::from('"');
    for character in characters {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // So that the program may stand inside an HTML document.
            '<' => literal.push_str("\\u003c"),
            ' '..='~' => literal.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    literal.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    literal.push('"');
    literal
}
