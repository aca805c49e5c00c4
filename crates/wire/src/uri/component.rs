//! The smallest pieces of a URI and of form data: text with percent-encoded characters in it, and pairs of such texts.

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Which characters stand for themselves, and how a space is written.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    /// Those of the class, as RFC 3986 has it.
    Uri(fn(u8) -> bool),
    /// A query, which nearly everybody writes and reads as form data.
    Query,
    /// The content of `application/x-www-form-urlencoded` (URL Standard, section 5).
    Form,
}

impl Encoding {
    fn allows(self, byte: u8) -> bool {
        match self {
            Self::Uri(class) => class(byte),
            Self::Query => octet::is_query(byte),
            Self::Form => byte.is_ascii_graphic(),
        }
    }

    const fn fault(self) -> Fault {
        match self {
            Self::Uri(_) | Self::Query => Fault::BadTargetCharacter,
            Self::Form => Fault::BadFormCharacter,
        }
    }

    const fn has_plus(self) -> bool {
        matches!(self, Self::Query | Self::Form)
    }
}

/// Takes the next so many bytes as a text of that kind: a leaf, or a branch if something in it is encoded.
pub(crate) fn component(reader: &mut Reader<'_, '_>, kind: Kind, length: usize, encoding: Encoding) {
    let text = &reader.rest()[..length];
    let special = |byte: u8| byte == b'%' || byte == b'+' && encoding.has_plus();
    let fault = text
        .iter()
        .any(|&byte| !encoding.allows(byte))
        .then_some(encoding.fault());
    if !text.iter().copied().any(special) {
        reader.tree.leaf(kind, reader.tree.at() + length, fault);
        return;
    }
    let branch = reader.open(kind);
    if let Some(fault) = fault {
        reader.blame(branch, fault);
    }
    let mut inner = reader.within(length);
    while let Some(byte) = inner.peek() {
        match byte {
            b'%' => match encoded_length(inner.rest()) {
                0 => inner.faulty(Kind::Percent, 1, Fault::BadPercent),
                length => inner.leaf(Kind::Percent, length),
            },
            b'+' if encoding.has_plus() => inner.leaf(Kind::Plus, 1),
            _ => {
                let run = inner.run(|byte| !special(byte));
                inner.leaf(Kind::Text, run);
            }
        }
    }
    reader.close(branch);
}

/// Takes all that is left as pairs of name and value with ampersands between.
pub(crate) fn pairs(reader: &mut Reader<'_, '_>, encoding: Encoding) {
    while !reader.rest().is_empty() {
        let length = reader.until(b"&");
        pair(&mut reader.within(length), encoding);
        reader.eat(b'&');
    }
}

/// Takes all that is left as one pair.
pub(crate) fn pair(reader: &mut Reader<'_, '_>, encoding: Encoding) {
    let branch = reader.open(Kind::Pair);
    let name = reader.until(b"=");
    component(reader, Kind::PairName, name, encoding);
    if reader.eat(b'=') {
        let value = reader.rest().len();
        component(reader, Kind::PairValue, value, encoding);
    }
    reader.close(branch);
}

/// How many bytes the percent-encoded character takes that the text begins with: several triplets where they are one
/// character in UTF-8, one triplet where they are not, and 0 if it is not even that.
fn encoded_length(text: &[u8]) -> usize {
    let Some(first) = triplet(text) else { return 0 };
    let count = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return 3,
    };
    let mut octets = [first; 4];
    for (index, octet) in octets.iter_mut().enumerate().take(count).skip(1) {
        match text.get(index * 3..).and_then(triplet) {
            Some(byte) => *octet = byte,
            None => return 3,
        }
    }
    if str::from_utf8(&octets[..count]).is_ok() {
        count * 3
    } else {
        3
    }
}

/// The octet that the triplet at the beginning stands for.
fn triplet(text: &[u8]) -> Option<u8> {
    let (&[percent, high, low], _) = text.split_first_chunk()?;
    let digits = (percent == b'%').then_some([high, low])?;
    octet::hexadecimal(&digits).and_then(|value| u8::try_from(value).ok())
}
