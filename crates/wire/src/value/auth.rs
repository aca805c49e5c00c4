//! Credentials and challenges (RFC 9110, section 11).

use super::{list::list, parameter::parameter};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as a scheme and what proves who asks.
pub(crate) fn credentials(reader: &mut Reader<'_, '_>) {
    let length = reader.run(octet::is_token);
    let basic = reader.rest()[..length].eq_ignore_ascii_case(b"basic");
    reader.checked(Kind::AuthScheme, length, length > 0, Fault::BadCredentials);
    reader.blank();
    let rest = reader.rest();
    if rest.is_empty() {
        return;
    }
    if basic {
        let right = user(rest).is_some();
        reader.checked(Kind::Credentials, rest.len(), right, Fault::BadBase64);
    } else if is_token68(rest) {
        reader.leaf(Kind::Credentials, rest.len());
    } else if length > 0 && rest.contains(&b'=') {
        list(reader, |reader| parameter(reader, false));
    } else {
        reader.faulty(Kind::Credentials, rest.len(), Fault::BadCredentials);
    }
}

/// Takes all that is left as challenges. A comma stands between challenges and between the parameters of one; what follows it
/// tells which it is.
pub(crate) fn challenges(reader: &mut Reader<'_, '_>) {
    list(reader, |reader| {
        let branch = reader.open(Kind::Challenge);
        challenge(reader);
        reader.close(branch);
    });
}

fn challenge(reader: &mut Reader<'_, '_>) {
    let length = reader.run(octet::is_token);
    reader.leaf(Kind::AuthScheme, length);
    if length == 0 {
        return;
    }
    reader.blank();
    let length = reader.until(b", \t");
    if is_token68(&reader.rest()[..length]) && !begins_with_parameter(reader.rest()) {
        return reader.leaf(Kind::Credentials, length);
    }
    while begins_with_parameter(reader.rest()) {
        parameter(reader, false);
        let separator = reader.run(|byte| byte == b',' || octet::is_blank(byte));
        if !begins_with_parameter(&reader.rest()[separator..]) || !reader.rest()[..separator].contains(&b',') {
            return;
        }
        while reader.peek().is_some_and(|byte| byte == b',' || octet::is_blank(byte)) {
            reader.blank();
            reader.eat(b',');
        }
    }
}

/// Whether a name, an equals sign and a value come next. Two equals signs, or one at the end, are the padding of a token68.
fn begins_with_parameter(text: &[u8]) -> bool {
    let length = text.iter().take_while(|&&byte| octet::is_token(byte)).count();
    let after = text[length..].trim_ascii_start();
    length > 0
        && after
            .strip_prefix(b"=")
            .is_some_and(|value| !matches!(value, [] | [b'=' | b',', ..]))
}

/// Whether that is a `token68`: its padding stands at its end.
fn is_token68(text: &[u8]) -> bool {
    let padding = text.iter().rev().take_while(|&&byte| byte == b'=').count();
    let bare = &text[..text.len() - padding];
    !bare.is_empty() && bare.iter().all(|&byte| octet::is_token68(byte) && byte != b'=')
}

/// The user name in the credentials of Basic (RFC 7617, section 2).
pub(crate) fn user(credentials: &[u8]) -> Option<Vec<u8>> {
    use base64::{Engine, prelude::BASE64_STANDARD};

    let mut decoded = BASE64_STANDARD.decode(credentials).ok()?;
    let colon = decoded.iter().position(|&byte| byte == b':')?;
    decoded.truncate(colon);
    Some(decoded)
}
