//! Classes of octets, as the grammars of HTTP and of URIs name them.

const TOKEN: u8 = 1;
const SEGMENT: u8 = 2;
const QUERY: u8 = 4;
const FIELD: u8 = 8;
const COOKIE: u8 = 16;
const TOKEN68: u8 = 32;

/// The classes of each octet; one look-up answers for a byte, whatever the grammar.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        let byte = octet as u8;
        let alphanumeric = byte.is_ascii_alphanumeric();
        let unreserved = alphanumeric || among(byte, b"-._~");
        if alphanumeric || among(byte, b"!#$%&'*+-.^_`|~") {
            table[octet] |= TOKEN;
        }
        // The percent sign stands in both: what follows it is looked at where it is taken apart.
        let segment = unreserved || among(byte, b"!$&'()*+,;=:@%");
        if segment {
            table[octet] |= SEGMENT;
        }
        if segment || among(byte, b"/?") {
            table[octet] |= QUERY;
        }
        if byte >= b' ' && byte != 0x7f || byte == b'\t' {
            table[octet] |= FIELD;
        }
        if byte.is_ascii_graphic() && !among(byte, b"\",;\\") {
            table[octet] |= COOKIE;
        }
        if alphanumeric || among(byte, b"-._~+/=") {
            table[octet] |= TOKEN68;
        }
        octet += 1;
    }
    table
}

const fn among(byte: u8, set: &[u8]) -> bool {
    let mut index = 0;
    while index < set.len() {
        if set[index] == byte {
            return true;
        }
        index += 1;
    }
    false
}

/// `tchar` (RFC 9110, section 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    CLASS[usize::from(byte)] & TOKEN != 0
}

/// `pchar` (RFC 3986, section 3.3), the percent sign of a triplet included.
pub(crate) fn is_segment(byte: u8) -> bool {
    CLASS[usize::from(byte)] & SEGMENT != 0
}

/// What a query or a fragment may have (RFC 3986, section 3.4), the percent sign of a triplet included.
pub(crate) fn is_query(byte: u8) -> bool {
    CLASS[usize::from(byte)] & QUERY != 0
}

/// What a field value may have: no control characters but the tab (RFC 9110, section 5.5).
pub(crate) fn is_field(byte: u8) -> bool {
    CLASS[usize::from(byte)] & FIELD != 0
}

/// `cookie-octet` (RFC 6265, section 4.1.1).
pub(crate) fn is_cookie(byte: u8) -> bool {
    CLASS[usize::from(byte)] & COOKIE != 0
}

/// `token68` (RFC 9110, section 11.2), the padding included.
pub(crate) fn is_token68(byte: u8) -> bool {
    CLASS[usize::from(byte)] & TOKEN68 != 0
}

/// `OWS`: space and tab (RFC 9110, section 5.6.3).
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether that is a token: one `tchar` at least, and nothing else.
pub(crate) fn all_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().copied().all(is_token)
}

/// The number that decimal digits stand for, if they are digits, all of them, and it fits.
pub(crate) fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |value, &byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

/// The number that hexadecimal digits stand for, if they are digits, all of them, and it fits.
pub(crate) fn hexadecimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |value, &byte| {
        let digit = char::from(byte).to_digit(16)?;
        value.checked_mul(16)?.checked_add(u64::from(digit))
    })
}

/// A name in small letters, to be matched with what is known. One that is longer than anything that is known is empty here.
pub(crate) struct Lower {
    letters: [u8; Self::LONGEST],
    length: usize,
}

impl Lower {
    /// No name that is matched is longer.
    const LONGEST: usize = 128;

    pub(crate) fn of(name: &[u8]) -> Self {
        let mut letters = [0; Self::LONGEST];
        let length = match letters.get_mut(..name.len()) {
            Some(letters) => {
                letters.copy_from_slice(name);
                letters.make_ascii_lowercase();
                name.len()
            }
            None => 0,
        };
        Self { letters, length }
    }
}

impl std::ops::Deref for Lower {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_and_nothing_else() {
        assert_eq!(decimal(b"0042"), Some(42));
        assert_eq!(hexadecimal(b"1aF"), Some(0x1af));
        for text in [
            &b""[..],
            b"+1",
            b"-1",
            b" 1",
            b"1 ",
            b"1_0",
            b"0x1",
            b"99999999999999999999",
        ] {
            assert_eq!(decimal(text), None, "{}", text.escape_ascii());
        }
        assert_eq!(hexadecimal(b"10000000000000000"), None);
    }
}
