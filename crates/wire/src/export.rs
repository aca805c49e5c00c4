//! An exchange in the forms that other tools read.
//!
//! - [`mod@curl`]: a command line for a POSIX shell
//! - [`mod@fetch`]: JavaScript for a page
//! - [`mod@har`]: an HTTP Archive, version 1.2

pub mod curl;
pub mod fetch;
pub mod har;

use std::borrow::Cow;

use exchange::{Body, Exchange, body::Preview, message::field};

pub use curl::curl;
pub use fetch::fetch;
pub use har::{Secrets, har};

/// The URL that was asked for: as it is known, or put together from the Host field and the target (RFC 9112, section 3.3).
fn url(exchange: &Exchange) -> Cow<'_, str> {
    let request = &exchange.request;
    if let Some(url) = &request.url {
        return Cow::Borrowed(url);
    }
    if request.target.contains("://") {
        return Cow::Borrowed(&request.target);
    }
    let tls = exchange
        .connection
        .as_ref()
        .is_some_and(|connection| connection.tls.is_some());
    let scheme = if tls { "https" } else { "http" };
    let server = exchange
        .connection
        .as_ref()
        .and_then(|connection| connection.server.as_deref());
    let host = field(&request.fields, "host")
        .or_else(|| field(&request.fields, ":authority"))
        .or(server)
        .unwrap_or("localhost");
    let path = if request.target.starts_with('/') {
        &request.target
    } else {
        "/"
    };
    Cow::Owned(format!("{scheme}://{host}{path}"))
}

/// The host and port of a URL.
fn authority(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let authority = &after[..end];
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The bytes that there are of a body, if there are any.
fn bytes(body: Option<&Body>) -> Option<&[u8]> {
    let bytes = match &body?.preview {
        Preview::None => return None,
        Preview::Text(text) => text.as_bytes(),
        Preview::Bytes(bytes) => bytes,
    };
    (!bytes.is_empty()).then_some(bytes)
}

/// A note that the body is not all here, if it is not.
fn cut_note(body: Option<&Body>) -> Option<String> {
    let body = body.filter(|body| body.truncated)?;
    let here = bytes(Some(body)).map_or(0, <[u8]>::len);
    Some(format!(
        "The body had {} bytes, and only the first {here} are here.",
        body.size
    ))
}

#[cfg(test)]
mod tests;
