//! The status line: version, status code, reason phrase (RFC 9112, section 4).

use super::{framing::Head, line_end, request_line::version};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader, tree::Tree};

/// Takes a status line. The bytes end with the line; its text is so long.
pub(super) fn status_line(bytes: &[u8], length: usize, tree: &mut Tree, head: &mut Head) {
    let mut reader = Reader::new(bytes, tree);
    let branch = reader.open(Kind::StatusLine);
    let fault = parts(&mut reader.within(length), head);
    if let Some(fault) = fault {
        reader.blame(branch, fault);
    }
    line_end(&mut reader);
    reader.close(branch);
}

/// Whether the status line announces an interim response. 101 is the last response of its connection in HTTP/1.1.
pub(super) fn is_interim(line: &[u8]) -> bool {
    let mut words = line
        .split(|&byte| octet::is_blank(byte))
        .filter(|word| !word.is_empty());
    words.next();
    words
        .next()
        .and_then(status_code)
        .is_some_and(|code| (100..200).contains(&code) && code != 101)
}

fn parts(reader: &mut Reader<'_, '_>, head: &mut Head) -> Option<Fault> {
    let before = reader.run(octet::is_blank);
    reader.faulty(Kind::Whitespace, before, Fault::SpaceInStatusLine);
    let length = reader.run(|byte| !octet::is_blank(byte));
    version(reader, length, head);
    space(reader);
    let length = reader.run(|byte| !octet::is_blank(byte));
    if length == 0 {
        return Some(Fault::MissingStatusCode);
    }
    let code = status_code(&reader.rest()[..length]);
    head.status = code.unwrap_or(0);
    reader.checked(Kind::StatusCode, length, code.is_some(), Fault::BadStatusCode);
    if reader.rest().is_empty() {
        return Some(Fault::MissingReasonSpace);
    }
    // Only the first space separates; the reason phrase may begin with another one.
    let right = reader.sees(b' ');
    reader.checked(Kind::Space, 1, right, Fault::SpaceInStatusLine);
    let reason = reader.rest();
    let right = reason.iter().copied().all(octet::is_field);
    reader.checked(Kind::Reason, reason.len(), right, Fault::BadReason);
    None
}

fn space(reader: &mut Reader<'_, '_>) {
    let length = reader.run(octet::is_blank);
    let right = length == 1 && reader.sees(b' ');
    reader.checked(Kind::Space, length, right, Fault::SpaceInStatusLine);
}

fn status_code(text: &[u8]) -> Option<u16> {
    let right = text.len() == 3 && matches!(text[0], b'1'..=b'5');
    right
        .then(|| octet::decimal(text))?
        .and_then(|code| u16::try_from(code).ok())
}
