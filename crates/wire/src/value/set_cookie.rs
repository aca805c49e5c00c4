//! A cookie as a server sets it, with its attributes (RFC 6265, section 4.1).

use super::{cookie::cookie, date};
use crate::{fault::Fault, kind::Kind, reader::Reader};

/// Takes all that is left as a cookie and attributes.
pub(crate) fn set_cookie(reader: &mut Reader<'_, '_>) {
    let length = reader.until(b";");
    if length == 0 {
        return reader.refuse_rest(Fault::BadCookie);
    }
    cookie(&mut reader.within(length));
    let attributes = reader.rest();
    while reader.eat(b';') {
        reader.blank();
        let length = reader.until(b";");
        attribute(&mut reader.within(length), attributes);
    }
}

fn attribute(reader: &mut Reader<'_, '_>, all: &[u8]) {
    let length = reader.trimmed();
    let branch = reader.open(Kind::Attribute);
    let mut inner = reader.within(length);
    let length = inner.until(b"=");
    let name = inner.rest()[..length].trim_ascii();
    inner.leaf(Kind::AttributeName, length);
    if inner.eat(b'=') {
        inner.blank();
        let value = inner.rest();
        if name.eq_ignore_ascii_case(b"expires") {
            date::date(&mut inner);
        } else {
            inner.leaf(Kind::AttributeValue, value.len());
        }
        if let Some(fault) = wrong(name, value, all) {
            reader.blame(branch, fault);
        }
    }
    reader.close(branch);
    reader.blank();
}

fn wrong(name: &[u8], value: &[u8], all: &[u8]) -> Option<Fault> {
    if name.eq_ignore_ascii_case(b"max-age") {
        // A negative number is allowed: it removes the cookie.
        let digits = value.strip_prefix(b"-").unwrap_or(value);
        return (digits.is_empty() || !digits.iter().all(u8::is_ascii_digit)).then_some(Fault::NotInteger);
    }
    if name.eq_ignore_ascii_case(b"samesite") {
        if value.eq_ignore_ascii_case(b"none") {
            return (!has_attribute(all, b"secure")).then_some(Fault::InsecureSameSite);
        }
        let known = value.eq_ignore_ascii_case(b"strict") || value.eq_ignore_ascii_case(b"lax");
        return (!known).then_some(Fault::BadSameSite);
    }
    None
}

/// Whether these attributes, with semicolons between, have one of that name.
pub(crate) fn has_attribute(all: &[u8], name: &[u8]) -> bool {
    all.split(|&byte| byte == b';').any(|attribute| {
        let end = attribute
            .iter()
            .position(|&byte| byte == b'=')
            .unwrap_or(attribute.len());
        attribute[..end].trim_ascii().eq_ignore_ascii_case(name)
    })
}
