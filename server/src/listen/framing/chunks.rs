//! The chunked transfer coding (RFC 9112, section 7.1), followed byte by byte.
//!
//! It takes no more than hyper's decoder does, and so never takes a byte for a body's that hyper takes for the next head's.

use contract::ProblemKind;

use crate::listen::refusal::Refusal;

/// The extensions of all chunks of a body, in bytes. They have no use that anyone knows of (hyper's limit is 16 KiB).
const MOST_EXTENSION: usize = 8 * 1024;

/// The trailer section, in bytes (hyper's limit is 16 KiB).
const MOST_TRAILERS: usize = 8 * 1024;

/// Sixteen hexadecimal digits are 64 bits.
const MOST_DIGITS: u8 = 16;

/// Follows one chunked body.
#[derive(Debug, Default)]
pub(in crate::listen) struct Chunks {
    at: At,
    /// The size of the chunk being read, and then what is left of it.
    left: u64,
    /// Bytes of extensions so far.
    extension: usize,
    /// Bytes of trailers so far.
    trailers: usize,
    /// Bytes of the coded body so far, for details.
    offset: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// The size, of which so many digits have been read.
    #[default]
    Start,
    Size(u8),
    /// White space between the size and what follows it.
    AfterSize,
    Extension,
    SizeFeed,
    Data,
    DataReturn,
    DataFeed,
    TrailerStart,
    Trailer,
    TrailerFeed,
    LastFeed,
    End,
}

impl Chunks {
    pub(in crate::listen) fn are_complete(&self) -> bool {
        self.at == At::End
    }

    /// How many of `bytes` belong to the body. On an error, how many precede the byte that is wrong.
    pub(in crate::listen) fn advance(&mut self, bytes: &[u8]) -> Result<usize, (usize, Refusal)> {
        let mut seen = 0;
        while self.at != At::End && seen < bytes.len() {
            let here = if self.at == At::Data {
                self.data(bytes.len() - seen)
            } else {
                self.at = self
                    .step(bytes[seen])
                    .map_err(|rule| (seen, self.refusal(bytes[seen], rule)))?;
                1
            };
            seen += here;
            self.offset += here as u64;
        }
        Ok(seen)
    }

    fn data(&mut self, available: usize) -> usize {
        let here = usize::try_from(self.left).unwrap_or(usize::MAX).min(available);
        self.left -= here as u64;
        if self.left == 0 {
            self.at = At::DataReturn;
        }
        here
    }

    fn step(&mut self, byte: u8) -> Result<At, &'static str> {
        match (self.at, byte) {
            (At::Start, _) => {
                self.left = hexadecimal(byte).ok_or("a chunk begins with its size in hexadecimal digits")?;
                Ok(At::Size(1))
            }
            (At::Size(_) | At::AfterSize, b'\r') | (At::Extension, b'\r') => Ok(At::SizeFeed),
            (At::Size(_) | At::AfterSize, b' ' | b'\t') => self.extension(At::AfterSize),
            (At::Size(_) | At::AfterSize, b';') => self.extension(At::Extension),
            (At::Size(digits), _) => {
                let digit =
                    hexadecimal(byte).ok_or("a chunk's size consists of hexadecimal digits and is followed by CRLF")?;
                if digits == MOST_DIGITS {
                    return Err("a chunk's size has at most 16 digits");
                }
                self.left = self.left << 4 | digit;
                Ok(At::Size(digits + 1))
            }
            (At::AfterSize, _) => Err("a chunk's size is followed by CRLF or an extension"),
            (At::Extension, b'\n') => Err("a chunk's extension ends with CRLF, not with a bare line feed"),
            (At::Extension, _) => self.extension(At::Extension),
            (At::SizeFeed, b'\n') => Ok(if self.left == 0 { At::TrailerStart } else { At::Data }),
            (At::DataReturn, b'\r') => Ok(At::DataFeed),
            (At::DataFeed, b'\n') => Ok(At::Start),
            (At::DataReturn | At::DataFeed, _) => {
                Err("a chunk's data is as long as its size says and followed by CRLF")
            }
            (At::TrailerStart, b'\r') => Ok(At::LastFeed),
            (At::Trailer, b'\r') => Ok(At::TrailerFeed),
            (At::TrailerStart | At::Trailer, b'\n') => Err("a trailer field ends with CRLF, not with a bare line feed"),
            (At::TrailerStart | At::Trailer, _) => {
                self.trailers += 1;
                if self.trailers > MOST_TRAILERS {
                    return Err("the trailer section takes at most 8192 bytes here");
                }
                Ok(At::Trailer)
            }
            (At::TrailerFeed, b'\n') => Ok(At::TrailerStart),
            (At::LastFeed, b'\n') => Ok(At::End),
            (At::SizeFeed | At::TrailerFeed | At::LastFeed, _) => Err("a carriage return is followed by a line feed"),
            (At::Data | At::End, _) => unreachable!("advance() asks for a step in neither state"),
        }
    }

    fn extension(&mut self, next: At) -> Result<At, &'static str> {
        self.extension += 1;
        if self.extension > MOST_EXTENSION {
            return Err("chunk extensions take at most 8192 bytes of a body here");
        }
        Ok(next)
    }

    fn refusal(&self, byte: u8, rule: &str) -> Refusal {
        let shown = byte.escape_ascii();
        Refusal::new(
            ProblemKind::BadRequest,
            format!(
                "The chunked body is broken at its byte {} ('{shown}'): {rule} (RFC 9112, section 7.1).",
                self.offset
            ),
        )
    }
}

fn hexadecimal(byte: u8) -> Option<u64> {
    char::from(byte).to_digit(16).map(u64::from)
}
