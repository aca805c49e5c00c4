//! One field of a field block in the form in which it travels (RFC 7541, section 6).

use std::borrow::Cow;

use super::{Malformed, huffman, integer};

/// A representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Representation<'b> {
    /// Name and value stand in a table.
    Indexed(u32),
    /// The value is here, and perhaps the name.
    Literal(Literal<'b>),
    /// The dynamic table may have so many bytes from here on.
    Resize(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Literal<'b> {
    pub(super) indexing: Indexing,
    /// How many bytes say which form it is, and which index the name has.
    pub(super) prefix: usize,
    pub(super) name: Name<'b>,
    pub(super) value: Text<'b>,
}

/// What becomes of a literal field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indexing {
    /// It gets an index in the dynamic table.
    Incremental,
    /// It gets none.
    Without,
    /// It gets none, here and wherever it is passed on.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'b> {
    Index(u32),
    New(Text<'b>),
}

/// A string literal (RFC 7541, section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text<'b> {
    /// How many bytes its length has.
    pub(super) prefix: usize,
    pub(super) huffman: bool,
    pub(super) octets: &'b [u8],
}

impl<'b> Text<'b> {
    fn read(bytes: &'b [u8]) -> Result<Self, Malformed> {
        let (length, prefix) = integer::read(bytes, 7)?;
        let octets = bytes[prefix..].get(..length as usize).ok_or(Malformed::Ends)?;
        Ok(Self {
            prefix,
            huffman: bytes[0] & 0x80 != 0,
            octets,
        })
    }

    /// How many bytes it has, its length included.
    pub(super) fn len(&self) -> usize {
        self.prefix + self.octets.len()
    }

    pub(super) fn decoded(&self) -> Result<Cow<'b, [u8]>, Malformed> {
        if self.huffman {
            huffman::decode(self.octets).map(Cow::Owned)
        } else {
            Ok(Cow::Borrowed(self.octets))
        }
    }
}

impl<'b> Representation<'b> {
    /// Reads the one that the bytes begin with; gives it and how many bytes it has.
    pub(super) fn read(bytes: &'b [u8]) -> Result<(Self, usize), Malformed> {
        let first = *bytes.first().ok_or(Malformed::Ends)?;
        let (indexing, bits) = match first {
            0x80.. => {
                let (index, length) = integer::read(bytes, 7)?;
                return Ok((Self::Indexed(index), length));
            }
            0x40.. => (Indexing::Incremental, 6),
            0x20.. => {
                let (size, length) = integer::read(bytes, 5)?;
                return Ok((Self::Resize(size), length));
            }
            0x10.. => (Indexing::Never, 4),
            _ => (Indexing::Without, 4),
        };
        let (index, prefix) = integer::read(bytes, bits)?;
        let mut length = prefix;
        let name = if index == 0 {
            let name = Text::read(&bytes[length..])?;
            length += name.len();
            Name::New(name)
        } else {
            Name::Index(index)
        };
        let value = Text::read(&bytes[length..])?;
        length += value.len();
        let literal = Literal {
            indexing,
            prefix,
            name,
            value,
        };
        Ok((Self::Literal(literal), length))
    }
}
