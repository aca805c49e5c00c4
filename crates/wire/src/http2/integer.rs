//! Integers with a prefix: the low bits of an octet, and more octets where those do not suffice (RFC 7541, section 5.1).

use super::Malformed;

/// Reads the integer that begins the bytes, in the last so many bits of the first; gives it and how many bytes it has.
pub(super) fn read(bytes: &[u8], prefix: u32) -> Result<(u32, usize), Malformed> {
    let first = *bytes.first().ok_or(Malformed::Ends)?;
    let most = (1 << prefix) - 1;
    let low = u32::from(first) & most;
    if low < most {
        return Ok((low, 1));
    }
    let mut value = low;
    for (index, &byte) in bytes[1..].iter().enumerate() {
        // Four octets hold 28 bits: longer than anything that a field block may hold.
        if index == 4 {
            return Err(Malformed::LargeInteger);
        }
        value += u32::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, index + 2));
        }
    }
    Err(Malformed::Ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_appendix_c_1() {
        assert_eq!(read(&[0b1110_1010], 5), Ok((10, 1)));
        assert_eq!(read(&[0b0001_1111, 0b1001_1010, 0b0000_1010], 5), Ok((1337, 3)));
        assert_eq!(read(&[0b0010_1010], 8), Ok((42, 1)));
    }

    #[test]
    fn what_does_not_end_or_is_too_large_is_refused() {
        assert_eq!(read(&[], 5), Err(Malformed::Ends));
        assert_eq!(read(&[0xff, 0x80], 7), Err(Malformed::Ends));
        assert_eq!(
            read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 7),
            Err(Malformed::LargeInteger)
        );
    }
}
