//! The Huffman code of HPACK (RFC 7541, section 5.2 and appendix B).
//!
//! The code is canonical: codes of one length follow each other in the order of their symbols. So the lengths are all that has to
//! be written down. It is decoded here and not by a library, because a part of a value needs to know in which of the bytes it lies.

use super::Malformed;

/// How many bits the code of each octet has.
const LENGTHS: [u8; 256] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
    28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12,
    10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6,
    5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22,
    22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20,
    22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28,
    27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28,
    27, 27, 27, 27, 27, 26,
];

/// The longest code has so many bits; one of that length, all of them set, is the end of a string and is never written.
const LONGEST: usize = 30;

/// The symbols in the order of their codes, and for each length where its codes begin.
struct Code {
    symbols: [u8; 256],
    /// For each length: the first code that is longer, with its bits at the top.
    ends: [u32; LONGEST + 1],
    /// For each length: its first code.
    firsts: [u32; LONGEST + 1],
    /// For each length: where the symbols with codes of that length begin.
    offsets: [usize; LONGEST + 1],
}

static CODE: Code = code();

const fn code() -> Code {
    let mut code = Code {
        symbols: [0; 256],
        ends: [0; LONGEST + 1],
        firsts: [0; LONGEST + 1],
        offsets: [0; LONGEST + 1],
    };
    let (mut next, mut count, mut length) = (0_u32, 0, 1);
    while length <= LONGEST {
        next <<= 1;
        code.firsts[length] = next;
        code.offsets[length] = count;
        let mut symbol = 0;
        while symbol < 256 {
            if LENGTHS[symbol] as usize == length {
                code.symbols[count] = symbol as u8;
                count += 1;
                next += 1;
            }
            symbol += 1;
        }
        code.ends[length] = next << (32 - length);
        length += 1;
    }
    code
}

/// The text that the bytes stand for. `ends` is told where each of its octets ends, in bits.
fn decode_with(bytes: &[u8], mut ends: impl FnMut(usize)) -> Result<Vec<u8>, Malformed> {
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    let (mut window, mut held, mut next, mut bits) = (0_u64, 0, 0, 0);
    loop {
        while held <= 32 && next < bytes.len() {
            window |= u64::from(bytes[next]) << (56 - held);
            held += 8;
            next += 1;
        }
        // What is not there counts as set bits, which is how padding looks.
        let top = (window >> 32) as u32 | if held < 32 { u32::MAX >> held } else { 0 };
        let length = (5..=LONGEST).find(|&length| top < CODE.ends[length]);
        match length {
            Some(length) if length <= held => {
                let place = (top >> (32 - length)) - CODE.firsts[length];
                text.push(CODE.symbols[CODE.offsets[length] + place as usize]);
                window <<= length;
                held -= length;
                bits += length;
                ends(bits);
            }
            _ if held < 8 && top == u32::MAX => return Ok(text),
            _ => return Err(Malformed::Huffman),
        }
    }
}

/// The text that the bytes stand for.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    decode_with(bytes, |_| {})
}

/// The text that the bytes stand for, and for each octet of it the first byte that begins behind its start, or at it; one more
/// for the end. A byte belongs to the octet of whose code it has the first bit.
pub(super) fn decode_placed(bytes: &[u8]) -> Result<(Vec<u8>, Vec<usize>), Malformed> {
    let mut places = vec![0];
    let text = decode_with(bytes, |bits| places.push(bits.div_ceil(8)))?;
    if let Some(last) = places.last_mut() {
        *last = bytes.len();
    }
    Ok((text, places))
}

/// The other way, for tests: nothing here sends.
#[cfg(test)]
pub(crate) mod coding {
    use super::{CODE, LENGTHS};

    /// The code of an octet and its length.
    pub(super) fn of(symbol: u8) -> (u32, usize) {
        let length = usize::from(LENGTHS[usize::from(symbol)]);
        let place = CODE.symbols.iter().position(|&other| other == symbol).unwrap();
        (CODE.firsts[length] + (place - CODE.offsets[length]) as u32, length)
    }

    /// A text in the code.
    pub(crate) fn encode(text: &[u8]) -> Vec<u8> {
        let bits = text.iter().flat_map(|&symbol| {
            let (code, length) = of(symbol);
            (0..length).rev().map(move |bit| code >> bit & 1 == 1)
        });
        let mut bits: Vec<bool> = bits.collect();
        bits.resize(bits.len().next_multiple_of(8), true);
        bits.chunks(8)
            .map(|octet| octet.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        coding::{encode, of},
        *,
    };

    #[test]
    fn codes_are_those_of_appendix_b() {
        for (symbol, code) in [
            (b'0', (0x0, 5)),
            (b't', (0x9, 5)),
            (b' ', (0x14, 6)),
            (b':', (0x5c, 7)),
            (b'X', (0xfc, 8)),
            (b'\\', (0x7fff0, 19)),
            (0, (0x1ff8, 13)),
            (1, (0x7f_ffd8, 23)),
            (b'\n', (0x3fff_fffc, 30)),
            (22, (0x3fff_fffe, 30)),
            (255, (0x3ff_ffee, 26)),
        ] {
            assert_eq!(of(symbol), code, "{symbol}");
        }
    }

    #[test]
    fn bad_padding_is_refused() {
        assert_eq!(decode(b""), Ok(vec![]));
        // The end of a string written out, padding of more than seven bits, and padding that is not all set.
        for bytes in [&[0xff, 0xff, 0xff, 0xff][..], &[0xff], &[0b0000_0000]] {
            assert_eq!(decode(bytes), Err(Malformed::Huffman), "{bytes:?}");
        }
        assert_eq!(decode(&[0b0000_0111]), Ok(b"0".to_vec()));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(text: Vec<u8>) {
            let coded = encode(&text);
            let (decoded, places) = decode_placed(&coded).unwrap();
            prop_assert_eq!(&decoded, &text);
            prop_assert_eq!(places.len(), text.len() + 1);
            prop_assert!(places.is_sorted());
            prop_assert_eq!(places.last(), Some(&coded.len()));
        }

        #[test]
        fn any_bytes_are_text_or_not(bytes: Vec<u8>) {
            if let Ok(text) = decode(&bytes) {
                prop_assert_eq!(encode(&text), bytes);
            }
        }
    }
}
