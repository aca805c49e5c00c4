//! Cookies as a client sends them (RFC 6265, section 4.2).

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as cookies with semicolons between.
pub(crate) fn cookies(reader: &mut Reader<'_, '_>) {
    loop {
        reader.blank();
        if reader.rest().is_empty() {
            return;
        }
        if !reader.eat(b';') {
            let length = reader.until(b";");
            cookie(&mut reader.within(length));
        }
    }
}

/// Takes all that is left as one cookie.
pub(crate) fn cookie(reader: &mut Reader<'_, '_>) {
    let branch = reader.open(Kind::Cookie);
    let length = reader.trimmed();
    let mut inner = reader.within(length);
    let name = inner.until(b"=");
    let right = octet::all_token(inner.rest()[..name].trim_ascii());
    if name == 0 {
        inner.blame(branch, Fault::BadCookie);
    }
    inner.checked(Kind::CookieName, name, right, Fault::BadCookie);
    if inner.eat(b'=') {
        let value = inner.rest();
        let bare = match value {
            [b'"', quoted @ .., b'"'] => quoted,
            _ => value,
        };
        let right = bare.iter().copied().all(octet::is_cookie);
        inner.checked(Kind::CookieValue, value.len(), right, Fault::BadCookieOctet);
    } else {
        reader.blame(branch, Fault::BadCookie);
    }
    reader.blank();
    reader.close(branch);
}
