//! Lists with commas between (RFC 9110, section 5.6.1).

use super::parameter::parameters;
use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as a list. An element takes what it is made of; what it leaves before the next comma has no place
/// there. Empty elements are passed over, as the section asks of recipients.
pub(crate) fn list(reader: &mut Reader<'_, '_>, mut element: impl FnMut(&mut Reader<'_, '_>)) {
    loop {
        reader.blank();
        match reader.peek() {
            None => return,
            Some(b',') => {
                reader.delimiter();
                continue;
            }
            Some(_) => element(reader),
        }
        reader.blank();
        let excess = reader.until(b",");
        reader.faulty(Kind::Text, excess, Fault::Unexpected);
    }
}

/// Takes an element: a name, a quoted string or other text, and parameters if it has some.
pub(crate) fn element(reader: &mut Reader<'_, '_>, weighted: bool) {
    let (length, whole) = if reader.sees(b'"') {
        reader.quoted()
    } else {
        (reader.until(b",; \t"), true)
    };
    let name_end = &reader.rest()[length..];
    let parameters_follow = name_end.iter().copied().find(|&byte| !octet::is_blank(byte)) == Some(b';');
    if !parameters_follow {
        reader.checked(Kind::Element, length, whole, Fault::UnclosedQuote);
        return;
    }
    let branch = reader.open(Kind::Element);
    reader.checked(Kind::ElementName, length, whole, Fault::UnclosedQuote);
    parameters(reader, weighted);
    reader.close(branch);
}
