//! Entity tags, weak and strong, one or several (RFC 9110, sections 8.8.3 and 13.1).

use super::list::list;
use crate::{fault::Fault, kind::Kind, reader::Reader};

/// Takes all that is left as entity tags with commas between, or as an asterisk.
pub(crate) fn tags(reader: &mut Reader<'_, '_>) {
    if reader.rest() == b"*" {
        return reader.leaf(Kind::AnyTag, 1);
    }
    list(reader, tag);
}

/// Takes one entity tag.
pub(crate) fn tag(reader: &mut Reader<'_, '_>) {
    let branch = reader.open(Kind::EntityTag);
    if reader.rest().starts_with(b"W/") {
        reader.leaf(Kind::Weak, 2);
    }
    // An opaque tag is not a quoted string: a backslash in it is a backslash.
    let text = reader.rest();
    let end = match text {
        [b'"', inner @ ..] => inner.iter().position(|&byte| byte == b'"').map(|at| at + 2),
        _ => None,
    };
    match end {
        Some(end) => {
            let right = text[..end].iter().all(|&byte| byte > b' ');
            reader.checked(Kind::OpaqueTag, end, right, Fault::BadEntityTag);
        }
        None => {
            let length = reader.until(b",");
            reader.leaf(Kind::OpaqueTag, length);
            reader.blame(branch, Fault::BadEntityTag);
        }
    }
    reader.close(branch);
}
