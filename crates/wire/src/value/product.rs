//! The software at either end: products with versions, and comments (RFC 9110, sections 10.1.5 and 10.2.4).

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as products and comments.
pub(crate) fn products(reader: &mut Reader<'_, '_>) {
    loop {
        reader.blank();
        match reader.peek() {
            None => return,
            Some(b'(') => comment(reader),
            Some(byte) if octet::is_token(byte) => {
                let branch = reader.open(Kind::Product);
                let length = reader.run(octet::is_token);
                reader.leaf(Kind::ProductName, length);
                if reader.eat(b'/') {
                    let length = reader.run(octet::is_token);
                    reader.leaf(Kind::ProductVersion, length);
                }
                reader.close(branch);
            }
            Some(_) => {
                let length = reader.run(|byte| !octet::is_token(byte) && byte != b'(');
                reader.faulty(Kind::Text, length, Fault::Unexpected);
            }
        }
    }
}

/// Takes a comment; comments may have comments in them.
fn comment(reader: &mut Reader<'_, '_>) {
    let text = reader.rest();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return reader.leaf(Kind::Comment, at);
        }
    }
    reader.faulty(Kind::Comment, text.len(), Fault::UnclosedComment);
}
