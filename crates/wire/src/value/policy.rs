//! Directives with semicolons between: Strict-Transport-Security, Forwarded, and content security policies.

use super::parameter::parameter_value;
use crate::{kind::Kind, octet, reader::Reader};

/// Takes all that is left as directives, each a name and perhaps a value (RFC 6797, section 6.1; RFC 7239, section 4).
pub(crate) fn directives(reader: &mut Reader<'_, '_>) {
    loop {
        reader.blank();
        match reader.peek() {
            None => return,
            Some(b';' | b',') => reader.delimiter(),
            Some(byte) if octet::is_token(byte) => {
                let branch = reader.open(Kind::Directive);
                let length = reader.run(octet::is_token);
                reader.leaf(Kind::DirectiveName, length);
                if reader.eat(b'=') {
                    parameter_value(reader, Kind::DirectiveValue);
                }
                reader.close(branch);
            }
            Some(_) => return,
        }
    }
}

/// Takes all that is left as a content security policy: each directive is a name and source expressions
/// (Content Security Policy Level 3, section 2.2).
pub(crate) fn policy(reader: &mut Reader<'_, '_>) {
    loop {
        reader.blank();
        if reader.rest().is_empty() {
            return;
        }
        if reader.eat(b';') || reader.eat(b',') {
            continue;
        }
        let length = reader.until(b";,");
        let mut inner = reader.within(length);
        let branch = inner.open(Kind::Directive);
        let length = inner.until(b" \t");
        inner.leaf(Kind::DirectiveName, length);
        while !inner.rest().is_empty() {
            inner.blank();
            let length = inner.until(b" \t");
            inner.leaf(Kind::Source, length);
        }
        inner.close(branch);
    }
}
