//! The frames of HTTP/2 without secrets.
//!
//! Here too an asterisk stands for each byte, because the Huffman code of the asterisk has eight bits (RFC 7541, appendix B): a value
//! in that code becomes as many codes of asterisks as it has bytes, so the field block can still be read. An index that stands for
//! a secret field stays as it is, for it says nothing without the table; what is said of it is hidden.

use exchange::{Half, Part, Transcript};

use super::{HIDDEN, is};
use crate::{
    annotate::End,
    explain::decoded::quoted,
    http2::{
        Frames, Sender, Table,
        secret::{Form, Secret, secrets},
    },
    kind::Kind,
};

/// The code of an asterisk, which is exactly one byte.
const CODED_ASTERISK: u8 = 0xf9;

/// What is said of a value in Huffman code that is hidden.
const HIDDEN_CODED: &str = "It was hidden before the exchange was passed on: it may be a key to an account. For each byte of its Huffman code there is the code of an asterisk.";

/// Hides the values of secret fields in the frames of an exchange, and in what is said of them. The tables are those that the parts
/// were made with, of the request and of the response, as [`Frames::tables`] has them.
pub fn http2_transcript(transcript: &mut Transcript, request: &[Table], response: &[Table]) {
    frames(&mut transcript.request, request, Sender::Client);
    frames(&mut transcript.response, response, Sender::Server);
}

fn frames(half: &mut Half, tables: &[Table], sender: Sender) {
    let frames = Frames {
        bytes: &half.bytes,
        tables,
        end: if half.truncated { End::Cut } else { End::Whole },
    };
    let mut secrets = secrets(&frames, sender);
    secrets.sort_by_key(|secret| secret.range.start);
    for Secret { range, form } in &secrets {
        let fill = match form {
            Form::Plain | Form::Unread => b'*',
            Form::Huffman => CODED_ASTERISK,
            Form::Index(_) => continue,
        };
        half.bytes[range.clone()].fill(fill);
    }
    half.parts.iter_mut().for_each(|part| hide_frames(part, &secrets));
}

/// Takes the words away from parts that are secrets. The value of a field is one part that has all its parts, or a piece of it where
/// it goes on in another frame; all else that is hidden is not taken apart.
fn hide_frames(part: &mut Part, secrets: &[Secret]) {
    let after = secrets.partition_point(|secret| secret.range.end <= part.start);
    let Some(secret) = secrets.get(after).filter(|secret| secret.range.start < part.end) else {
        return;
    };
    let within = part.start >= secret.range.start && part.end <= secret.range.end;
    if within && (part.parts.is_empty() || is(part, Kind::FieldValue)) {
        part.meaning = Some(match &secret.form {
            Form::Plain | Form::Unread => HIDDEN.into(),
            Form::Huffman => HIDDEN_CODED.into(),
            Form::Index(name) => format!(
                "It stands for {} with a value that was hidden before the exchange was passed on.",
                quoted(name)
            )
            .into(),
        });
        part.fault = None;
        part.parts.clear();
    } else {
        part.parts.iter_mut().for_each(|part| hide_frames(part, secrets));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::http2::{annotate_request, annotate_response, coding, read_request};

    /// The bytes of a field block, and which of them are to be hidden.
    #[derive(Clone, Debug, Default)]
    struct Block {
        bytes: Vec<u8>,
        secret: Vec<bool>,
    }

    impl Block {
        fn push(&mut self, bytes: &[u8], secret: bool) {
            self.bytes.extend_from_slice(bytes);
            self.secret.resize(self.bytes.len(), secret);
        }

        fn text(&mut self, text: &str, huffman: bool, secret: bool) {
            let (octets, bit) = if huffman {
                (coding::encode(text.as_bytes()), 0x80)
            } else {
                (text.as_bytes().to_vec(), 0)
            };
            self.push(&[bit | u8::try_from(octets.len()).unwrap()], false);
            self.push(&octets, secret);
        }

        /// A literal with a new name. `form` is its first byte.
        fn literal(mut self, form: u8, name: &str, value: &str, huffman: bool) -> Self {
            self.push(&[form], false);
            self.text(name, huffman, false);
            self.text(value, huffman, exchange::message::is_secret(name.as_bytes()));
            self
        }

        /// A literal whose name is in the static table.
        fn named(mut self, first: &[u8], value: &str, huffman: bool, secret: bool) -> Self {
            self.push(first, false);
            self.text(value, huffman, secret);
            self
        }

        fn index(mut self, index: u8) -> Self {
            self.push(&[0x80 | index], false);
            self
        }

        /// In frames whose payloads have at most so many bytes of it, with padding in the first.
        fn framed(&self, size: usize) -> Self {
            let mut frames = Self::default();
            let count = self.bytes.len().div_ceil(size).max(1);
            for number in 0..count {
                let range = number * size..self.bytes.len().min((number + 1) * size);
                let last = u8::from(number + 1 == count) << 2;
                let (kind, flags, padding) = if number == 0 {
                    (1, 1 | 8 | last, 2)
                } else {
                    (9, last, 0)
                };
                let length = u8::try_from(range.len() + padding + usize::from(padding > 0)).unwrap();
                frames.push(&[0, 0, length, kind, flags, 0, 0, 0, 1], false);
                if padding > 0 {
                    frames.push(&[2], false);
                }
                for at in range {
                    frames.push(&[self.bytes[at]], self.secret[at]);
                }
                frames.push(&vec![0; padding], false);
            }
            frames
        }
    }

    fn half(bytes: &[u8], truncated: bool, parts: Vec<Part>) -> Half {
        Half {
            bytes: bytes.to_vec(),
            size: bytes.len() as u64,
            truncated,
            arrivals: Vec::new(),
            parts,
        }
    }

    /// The request without secrets; the response is the same bytes.
    fn redacted(bytes: &[u8], tables: &[Table], truncated: bool) -> Transcript {
        let frames = Frames {
            bytes,
            tables,
            end: if truncated { End::Cut } else { End::Whole },
        };
        let mut transcript = Transcript {
            protocol: "h2".to_owned(),
            request: half(bytes, truncated, annotate_request(&frames)),
            response: half(bytes, truncated, annotate_response(&frames)),
        };
        http2_transcript(&mut transcript, tables, tables);
        transcript
    }

    fn assert_tiled(parts: &[Part], start: usize, end: usize) {
        let mut at = start;
        for part in parts {
            assert_eq!(part.start, at, "{part:?}");
            if !part.parts.is_empty() {
                assert_tiled(&part.parts, part.start, part.end);
            }
            at = part.end;
        }
        assert_eq!(at, end);
    }

    const SECRET: &str = "open-sesame!42";

    /// A request that has a secret in each form, and one that refers to two of them.
    fn requests() -> (Block, Block) {
        let first = Block::default()
            .index(2)
            .index(6)
            .index(4)
            .named(&[0x57], SECRET, true, true)
            .named(&[0x1f, 0x11], &format!("id={SECRET}"), false, true)
            .literal(0x40, "sandbox", SECRET, true)
            .literal(0, "x-plain", "stays", true)
            .literal(0, "proxy-authorization", &format!("Basic {SECRET}"), false);
        let second = Block::default().index(2).index(6).index(4).index(62).index(63);
        (first, second)
    }

    #[test]
    fn no_octet_of_a_secret_is_left_in_clear_or_in_code() {
        let (first, second) = requests();
        let coded = coding::encode(SECRET.as_bytes());
        // The code of the text inside a longer one may lie across the bytes; by itself it begins with one.
        let coded = &coded[..coded.len() - 1];
        let contains = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        let bytes = first.framed(255).bytes;
        assert!(contains(&bytes, coded) && contains(&bytes, SECRET.as_bytes()));

        let both = redacted(&bytes, &[Table::default()], false);
        let hidden = &both.request.bytes;
        assert_eq!(hidden.len(), bytes.len());
        assert!(!contains(hidden, coded) && !contains(hidden, SECRET.as_bytes()));
        assert_tiled(&both.request.parts, 0, bytes.len());
        let words = format!("{:?}", both.request.parts);
        assert!(!words.contains("sesame"), "{words}");
        assert!(words.contains(HIDDEN) && words.contains(HIDDEN_CODED));
        assert!(words.contains("stays"), "{words}");
        assert_eq!(both.response.bytes, *hidden);

        // What is left can still be read, and says asterisks.
        let view = read_request(&Frames {
            bytes: hidden,
            ..Frames::default()
        });
        let fields = view.unwrap().message.fields;
        for field in fields
            .iter()
            .filter(|field| exchange::message::is_secret(&field.name.0))
        {
            assert!(field.value.0.iter().all(|&byte| byte == b'*'), "{field:?}");
        }
        let secrets = |field: &&exchange::Field| exchange::message::is_secret(&field.name.0);
        assert_eq!(fields.iter().filter(secrets).count(), 4);

        // A later request names two of them by an index, which says nothing by itself.
        let mut table = Table::default();
        table.decode(&first.bytes, |_| Ok(())).unwrap();
        let bytes = second.framed(255).bytes;
        let both = redacted(&bytes, &[table], false);
        assert_eq!(both.request.bytes, bytes);
        let words = format!("{:?}", both.request.parts);
        assert!(!words.contains("sesame"), "{words}");
        for name in ["sandbox", "authorization"] {
            let said = format!("It stands for “{name}” with a value that was hidden");
            assert!(words.contains(&said), "{words}");
        }
        assert_tiled(&both.request.parts, 0, bytes.len());
    }

    #[test]
    fn what_nobody_could_read_is_hidden_whole() {
        let (first, _) = requests();
        let frame = |kind: u8, flags: u8, payload: &[u8]| {
            let length = u8::try_from(payload.len()).unwrap();
            [&[0, 0, length, kind, flags, 0, 0, 0, 1], payload].concat()
        };
        let of_unknown_index = [&[0xff, 0x20][..], &first.bytes].concat();
        for bytes in [
            frame(1, 5, &of_unknown_index),
            // No block is open.
            frame(9, 4, &first.bytes),
            // The padding is longer than the frame.
            frame(1, 13, &[&[255][..], &first.bytes].concat()),
        ] {
            let both = redacted(&bytes, &[], false);
            assert_tiled(&both.request.parts, 0, bytes.len());
            let shown = both.request.bytes.escape_ascii().to_string();
            assert!(
                !shown.contains("sesame") && !format!("{:?}", both.request.parts).contains("sesame"),
                "{shown}"
            );
            assert!(
                both.request.bytes[10..]
                    .iter()
                    .all(|byte| *byte == b'*' || bytes[10] == 255),
                "{shown}"
            );
            assert!(both.request.bytes[12..].iter().all(|byte| *byte == b'*'), "{shown}");
        }
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let name = prop_oneof![
            prop::sample::select(&exchange::message::SECRET_FIELDS[..]).prop_map(str::to_ascii_lowercase),
            "x-[a-z]{1,9}",
            Just("content-type".to_owned()),
        ];
        let field = (
            prop::sample::select(vec![0_u8, 0x10, 0x40]),
            name,
            "[!-~]{0,40}",
            any::<bool>(),
        );
        prop::collection::vec(prop_oneof![3 => field.prop_map(Some), 1 => Just(None)], 0..8).prop_map(|fields| {
            let mut held = 0_u8;
            let mut block = Block::default().index(2).index(6).index(4);
            for field in fields {
                match field {
                    Some((form, name, value, huffman)) => {
                        held += u8::from(form == 0x40);
                        block = block.literal(form, &name, &value, huffman);
                    }
                    // The newest field of the table, once there is one.
                    None if held > 0 => block = block.index(62),
                    None => {}
                }
            }
            block
        })
    }

    proptest! {
        /// Wherever the frames and the bytes end: what is secret is hidden, and of what could be read nothing else is.
        #[test]
        fn secrets_are_hidden_and_nothing_else(block in any_block(), size in 1_usize..250, cut in 0_usize..2000) {
            let whole = block.framed(size);
            let length = cut.min(whole.bytes.len());
            let bytes = &whole.bytes[..length];
            let is_cut = length < whole.bytes.len();
            let both = redacted(bytes, &[], is_cut);
            assert_tiled(&both.request.parts, 0, length);
            for (at, (&before, &now)) in bytes.iter().zip(&both.request.bytes).enumerate() {
                if whole.secret[at] {
                    prop_assert!(now == b'*' || now == CODED_ASTERISK, "{at}");
                } else if !is_cut {
                    prop_assert_eq!(before, now, "{}", at);
                } else {
                    prop_assert!(before == now || now == b'*');
                }
            }
        }
    }
}
