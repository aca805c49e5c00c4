//! The request line: method, target, version (RFC 9112, section 3).

use super::{
    framing::{Head, Version},
    line_end,
};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader, tree::Tree, uri};

/// Takes a request line. The bytes end with the line; its text is so long.
///
/// The method ends at the first whitespace and the version begins after the last, so that a target with spaces in it, wrong as
/// it is, is seen as one.
pub(super) fn request_line(bytes: &[u8], length: usize, tree: &mut Tree, head: &mut Head) {
    let mut reader = Reader::new(bytes, tree);
    let branch = reader.open(Kind::RequestLine);
    let fault = parts(&mut reader.within(length), head);
    if let Some(fault) = fault {
        reader.blame(branch, fault);
    }
    line_end(&mut reader);
    reader.close(branch);
}

fn parts(reader: &mut Reader<'_, '_>, head: &mut Head) -> Option<Fault> {
    let before = reader.run(octet::is_blank);
    reader.faulty(Kind::Whitespace, before, Fault::SpaceInRequestLine);
    let length = reader.run(|byte| !octet::is_blank(byte));
    let method = &reader.rest()[..length];
    head.asked = super::Asked::by(method);
    reader.checked(Kind::Method, length, octet::all_token(method), Fault::BadMethod);
    space(reader);
    let end = reader.trimmed();
    let rest = &reader.rest()[..end];
    if rest.is_empty() {
        space_at_end(reader);
        return Some(Fault::MissingTarget);
    }
    let last = rest
        .iter()
        .rposition(|&byte| octet::is_blank(byte))
        .map_or(0, |at| at + 1);
    let has_version = rest[last..].starts_with(b"HTTP/");
    let target = if has_version {
        rest[..last].trim_ascii_end().len()
    } else {
        end
    };
    let text = &rest[..target];
    if text.iter().copied().any(octet::is_blank) {
        reader.faulty(Kind::Target, target, Fault::SpaceInTarget);
    } else if !text.is_empty() {
        uri::target(&mut reader.within(target), method);
    }
    if !has_version {
        space_at_end(reader);
        return Some(Fault::MissingVersion);
    }
    space(reader);
    let length = reader.trimmed();
    version(reader, length, head);
    space_at_end(reader);
    text.is_empty().then_some(Fault::MissingTarget)
}

/// Takes the whitespace between two parts: it is one space.
fn space(reader: &mut Reader<'_, '_>) {
    let length = reader.run(octet::is_blank);
    let right = length == 1 && reader.sees(b' ');
    reader.checked(Kind::Space, length, right, Fault::SpaceInRequestLine);
}

fn space_at_end(reader: &mut Reader<'_, '_>) {
    let length = reader.rest().len();
    reader.faulty(Kind::Whitespace, length, Fault::SpaceInRequestLine);
}

/// Takes the next so many bytes as a version.
pub(super) fn version(reader: &mut Reader<'_, '_>, length: usize, head: &mut Head) {
    let fault = match &reader.rest()[..length] {
        b"HTTP/1.1" => {
            head.version = Version::Http11;
            None
        }
        b"HTTP/1.0" => {
            head.version = Version::Http10;
            None
        }
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor] if minor.is_ascii_digit() => {
            // A higher minor version is read as the highest one that is known (RFC 9110, section 2.5).
            head.version = Version::Http11;
            Some(Fault::UnknownVersion)
        }
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
            Some(Fault::UnknownVersion)
        }
        _ => Some(Fault::BadVersion),
    };
    reader.tree.leaf(Kind::Version, reader.tree.at() + length, fault);
}
