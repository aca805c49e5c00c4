//! A field line: name, colon, whitespace, value (RFC 9112, section 5).

use std::ops::Range;

use super::{content_of, line_end};
use crate::{
    fault::Fault,
    kind::Kind,
    octet,
    reader::Reader,
    tree::Tree,
    value::{
        form::{Form, form},
        value,
    },
};

/// What was found in a field line, as far as the message depends on it.
pub(crate) struct FieldLine {
    pub(crate) form: Form,
    pub(crate) value: Range<usize>,
}

/// Takes a field line from where the tree stands; the bytes end with the line. One that begins with whitespace continues the
/// line before it, if there is one. Gives nothing if the line has no name.
pub(crate) fn field_line(bytes: &[u8], tree: &mut Tree, continues: bool) -> Option<FieldLine> {
    let mut reader = Reader::new(bytes, tree);
    let length = content_of(reader.rest()).len();
    if reader.peek().is_some_and(octet::is_blank) {
        folded(&mut reader, length, continues);
        return None;
    }
    let branch = reader.open(Kind::FieldLine);
    let mut line = reader.within(length);
    let Some(colon) = memchr::memchr(b':', line.rest()) else {
        line.refuse_rest(Fault::MissingColon);
        line_end(&mut reader);
        reader.close(branch);
        return None;
    };
    let name = line.rest()[..colon].trim_ascii_end();
    if name.is_empty() {
        line.tree.blame(branch.index(), Fault::EmptyFieldName);
    }
    line.checked(Kind::FieldName, name.len(), octet::all_token(name), Fault::BadFieldName);
    line.faulty(Kind::Whitespace, colon - name.len(), Fault::SpaceBeforeColon);
    line.leaf(Kind::Colon, 1);
    line.blank();
    let form = form(name);
    let start = line.tree.at();
    let length = line.trimmed();
    value(&mut line.within(length), form);
    line.blank();
    line_end(&mut reader);
    reader.close(branch);
    Some(FieldLine {
        form,
        value: start..start + length,
    })
}

fn folded(reader: &mut Reader<'_, '_>, length: usize, continues: bool) {
    let branch = reader.open(Kind::FoldedLine);
    reader.blame(
        branch,
        if continues {
            Fault::ObsoleteFolding
        } else {
            Fault::SpaceBeforeField
        },
    );
    let mut line = reader.within(length);
    line.blank();
    let length = line.trimmed();
    let right = line.rest()[..length].iter().copied().all(octet::is_field);
    line.checked(Kind::FieldValue, length, right, Fault::ControlCharacter);
    line.blank();
    line_end(reader);
    reader.close(branch);
}
