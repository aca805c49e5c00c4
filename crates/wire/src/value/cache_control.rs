//! Directives with commas between: those for caches (RFC 9111, section 5.2) and others of the same look.

use super::parameter::{parameter_value, parameters};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// The cache directives whose value is a number of seconds.
const SECONDS: [&[u8]; 6] = [
    b"max-age",
    b"s-maxage",
    b"max-stale",
    b"min-fresh",
    b"stale-while-revalidate",
    b"stale-if-error",
];

/// Takes one directive: a name, perhaps a value, perhaps parameters.
pub(crate) fn directive(reader: &mut Reader<'_, '_>, for_caches: bool) {
    let branch = reader.open(Kind::Directive);
    let length = reader.until(b",;= \t");
    let name = &reader.rest()[..length];
    reader.leaf(Kind::DirectiveName, length);
    if reader.eat(b'=') {
        let value = reader.rest();
        let seconds = for_caches && SECONDS.iter().any(|seconds| name.eq_ignore_ascii_case(seconds));
        if seconds {
            let length = reader.until(b",; \t");
            let right = octet::decimal(&value[..length]).is_some();
            reader.checked(Kind::DirectiveValue, length, right, Fault::NotInteger);
            if length == 0 {
                reader.blame(branch, Fault::NotInteger);
            }
        } else if for_caches {
            if !parameter_value(reader, Kind::DirectiveValue) {
                reader.blame(branch, Fault::MissingValue);
            }
        } else {
            loose_value(reader);
        }
    }
    parameters(reader, false);
    reader.close(branch);
}

/// Takes a value of a dictionary (RFC 9651, section 3.2): a quoted string, or anything up to the next mark.
fn loose_value(reader: &mut Reader<'_, '_>) {
    if reader.sees(b'"') {
        let (length, whole) = reader.quoted();
        reader.checked(Kind::DirectiveValue, length, whole, Fault::UnclosedQuote);
    } else {
        let length = reader.until(b",; \t");
        reader.leaf(Kind::DirectiveValue, length);
    }
}
