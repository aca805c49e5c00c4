//! Multipart bodies: boundaries, and parts with header fields of their own (RFC 2046, section 5.1; RFC 7578).

use memchr::memmem;

use super::Content;
use crate::{fault::Fault, http1::content_of, http1::field_line::field_line, kind::Kind, octet, reader::Reader};

/// Takes parts while there is room.
pub(super) fn multipart(content: &mut Content<'_, '_>, boundary: &[u8]) {
    let mut delimiter = b"\r\n--".to_vec();
    delimiter.extend_from_slice(boundary);
    let finder = memmem::Finder::new(&delimiter);
    let text = content.reader.rest();
    // The first boundary may stand at the very beginning, without a line before it.
    let preamble = if text.starts_with(&delimiter[2..]) {
        0
    } else {
        match finder.find(text) {
            Some(at) => at,
            None => {
                let fault = content.whole.then_some(Fault::NoDelimiter);
                let end = content.reader.tree.at() + text.len();
                return content.reader.tree.leaf(Kind::Preamble, end, fault);
            }
        }
    };
    content.reader.leaf(Kind::Preamble, preamble);
    let dashes = delimiter.len() - 2;
    loop {
        if boundary_line(&mut content.reader, dashes) {
            let epilogue = content.reader.rest().len();
            return content.reader.leaf(Kind::Epilogue, epilogue);
        }
        if !content.has_room() {
            return;
        }
        let rest = content.reader.rest();
        // A part without fields and content has its boundary right after the one before it, which shares its line end.
        let next = finder.find(rest);
        part(&mut content.reader.within(next.unwrap_or(rest.len())));
        if next.is_none() {
            if content.whole {
                let last = content.reader.tree.nodes.len() - 1;
                content.reader.tree.blame(last, Fault::NoCloseDelimiter);
            }
            return;
        }
    }
}

/// Takes a boundary and the line that it stands in; says whether it is the closing one.
fn boundary_line(reader: &mut Reader<'_, '_>, dashes: usize) -> bool {
    let before = if reader.rest().starts_with(b"\r\n") { 2 } else { 0 };
    let text = &reader.rest()[before + dashes..];
    if text.starts_with(b"--") {
        reader.leaf(Kind::CloseBoundary, before + dashes + 2);
        return true;
    }
    let blank = text.iter().take_while(|&&byte| octet::is_blank(byte)).count();
    let end = match &text[blank..] {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    };
    reader.checked(
        Kind::BoundaryLine,
        before + dashes + blank + end,
        end == 2,
        if end == 1 { Fault::BareLf } else { Fault::NoDelimiter },
    );
    false
}

/// Takes all that is left as a part: fields, an empty line, content.
fn part(reader: &mut Reader<'_, '_>) {
    let branch = reader.open(Kind::BodyPart);
    let header = reader.open(Kind::PartHeader);
    let mut first = true;
    loop {
        let Some(length) = memchr::memchr(b'\n', reader.rest()).map(|at| at + 1) else {
            let length = reader.rest().len();
            reader.leaf(Kind::UnfinishedLine, length);
            reader.close(header);
            break;
        };
        let line = reader.within(length);
        if content_of(line.rest()).is_empty() {
            reader.close(header);
            reader.checked(Kind::EndOfPartHeader, length, length == 2, Fault::BareLf);
            break;
        }
        let text = line.bytes();
        field_line(text, line.tree, !first);
        first = false;
    }
    let length = reader.rest().len();
    reader.leaf(Kind::PartContent, length);
    reader.close(branch);
}
