//! Request targets and URI references: scheme, authority, path and its segments, query and its parameters, fragment
//! (RFC 3986; RFC 9112, section 3.2).

pub(crate) mod component;

use component::{Encoding, component, pairs};

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as the target of a request (RFC 9112, section 3.2).
pub(crate) fn target(reader: &mut Reader<'_, '_>, method: &[u8]) {
    let branch = reader.open(Kind::Target);
    let text = reader.rest();
    if method == b"CONNECT" {
        // A tunnel has no scheme that a port could follow from.
        if !has_port(text) {
            reader.blame(branch, Fault::MissingPort);
        }
        authority(reader);
    } else if text == b"*" {
        reader.checked(Kind::Asterisk, 1, method == b"OPTIONS", Fault::BadTarget);
    } else if text.starts_with(b"/") {
        hierarchy(reader);
        if !reader.rest().is_empty() {
            let length = reader.rest().len();
            reader.faulty(Kind::Fragment, length, Fault::FragmentInTarget);
        }
    } else if scheme_length(text).is_some() {
        reference(reader);
    } else {
        reader.refuse_rest(Fault::BadTarget);
    }
    if !reader.rest().is_empty() {
        reader.refuse_rest(Fault::BadTarget);
    }
    reader.close(branch);
}

/// Takes all that is left as a URI or a relative reference (RFC 3986, section 4.1).
pub(crate) fn reference(reader: &mut Reader<'_, '_>) {
    if let Some(length) = scheme_length(reader.rest()) {
        reader.leaf(Kind::UriScheme, length);
        reader.delimiter();
    }
    if reader.rest().starts_with(b"//") {
        reader.leaf(Kind::Delimiter, 2);
        let length = reader.until(b"/?#");
        authority(&mut reader.within(length));
    }
    hierarchy(reader);
    if reader.eat(b'#') {
        let length = reader.rest().len();
        component(reader, Kind::Fragment, length, Encoding::Uri(octet::is_query));
    }
}

/// Whether an authority names a port.
fn has_port(authority: &[u8]) -> bool {
    let after_literal = authority.iter().rposition(|&byte| byte == b']').map_or(0, |at| at + 1);
    matches!(authority[after_literal..].iter().rposition(|&byte| byte == b':'), Some(at) if after_literal + at + 1 < authority.len())
}

/// How long the scheme is that the text begins with, if it begins with one and a colon.
fn scheme_length(text: &[u8]) -> Option<usize> {
    let length = text.iter().position(|&byte| byte == b':')?;
    let scheme = &text[..length];
    let right = scheme.first()?.is_ascii_alphabetic()
        && scheme
            .iter()
            .all(|&byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    right.then_some(length)
}

/// Takes what is left of the reader as user information, host and port.
pub(crate) fn authority(reader: &mut Reader<'_, '_>) {
    let text = reader.rest();
    if let Some(at) = text.iter().rposition(|&byte| byte == b'@') {
        reader.leaf(Kind::UserInfo, at);
        reader.delimiter();
    }
    let host = match reader.peek() {
        // A colon inside brackets belongs to the IPv6 address.
        Some(b'[') => reader.run(|byte| byte != b']') + 1,
        _ => reader.until(b":"),
    }
    .min(reader.rest().len());
    let right = is_host(&reader.rest()[..host]);
    reader.checked(Kind::Host, host, right, Fault::BadHost);
    if reader.eat(b':') {
        let port = reader.rest();
        let right = port.is_empty() || octet::decimal(port).is_some_and(|port| port <= u64::from(u16::MAX));
        reader.checked(Kind::Port, port.len(), right, Fault::BadPort);
    } else {
        reader.refuse_rest(Fault::BadHost);
    }
}

/// Whether that can be a host: a registered name, an IPv4 address, or an IP literal in brackets.
fn is_host(text: &[u8]) -> bool {
    match text {
        [b'[', address @ .., b']'] => str::from_utf8(address)
            .is_ok_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok() || address.starts_with(['v', 'V'])),
        _ => text
            .iter()
            .all(|&byte| octet::is_segment(byte) && byte != b':' && byte != b'@'),
    }
}

/// Takes a path and a query, up to a fragment or the end.
fn hierarchy(reader: &mut Reader<'_, '_>) {
    let length = reader.until(b"?#");
    if length > 0 {
        let branch = reader.open(Kind::Path);
        path(&mut reader.within(length));
        reader.close(branch);
    }
    if reader.eat(b'?') {
        let length = reader.until(b"#");
        if length > 0 {
            let branch = reader.open(Kind::Query);
            pairs(&mut reader.within(length), Encoding::Query);
            reader.close(branch);
        }
    }
}

fn path(reader: &mut Reader<'_, '_>) {
    while !reader.rest().is_empty() {
        reader.eat(b'/');
        let length = reader.until(b"/");
        component(reader, Kind::Segment, length, Encoding::Uri(octet::is_segment));
    }
}
