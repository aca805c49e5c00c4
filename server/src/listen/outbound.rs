//! Where the responses of an HTTP/1.x connection end (RFC 9112, section 6.3).
//!
//! These are the bytes that hyper writes, so nothing in them is doubted; it is only found out which response each belongs to.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::framing::Chunks;

/// Follows the outbound bytes of a connection.
#[derive(Debug, Default)]
pub(super) struct Outbound {
    expects: Expects,
    /// The beginning of a head whose end has not been written yet.
    head: Vec<u8>,
}

#[derive(Debug, Default)]
enum Expects {
    #[default]
    Head,
    Length(u64),
    Chunks(Chunks),
    /// The body ends with the connection.
    Close,
}

/// What decides, of the request, where its response ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Asked {
    #[default]
    Content,
    /// HEAD: no content, whatever the fields say.
    Head,
    /// CONNECT: after a 2xx the connection is a tunnel.
    Tunnel,
}

/// Where a response stands after some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// There is more to come.
    Open,
    /// It is over, and another may follow.
    Ended,
    /// It is over, and what follows is no HTTP.
    Switched,
}

impl Outbound {
    /// How many of `bytes` belong to the response that is being written, and where it stands after them.
    pub(super) fn advance(&mut self, bytes: &[u8], asked: Asked) -> (usize, Stand) {
        let mut seen = 0;
        while seen < bytes.len() {
            let rest = &bytes[seen..];
            let step = match &mut self.expects {
                Expects::Head => self.head(rest, asked),
                Expects::Length(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    *left -= here as u64;
                    (here, if *left == 0 { Some(Stand::Ended) } else { None })
                }
                Expects::Chunks(chunks) => match chunks.advance(rest) {
                    Ok(here) => (here, chunks.are_complete().then_some(Stand::Ended)),
                    // hyper does not write broken chunks; if it did, the rest would be one body.
                    Err(_) => {
                        self.expects = Expects::Close;
                        (0, None)
                    }
                },
                Expects::Close => (rest.len(), None),
            };
            seen += step.0;
            if let Some(stand) = step.1 {
                self.expects = Expects::Head;
                return (seen, stand);
            }
        }
        (seen, Stand::Open)
    }

    /// Takes bytes of a head; afterwards the body is expected, or the response stands as is said.
    fn head(&mut self, bytes: &[u8], asked: Asked) -> (usize, Option<Stand>) {
        if self.head.is_empty()
            && let Some(head) = Head::read(bytes)
        {
            return (head.size, self.end_of_head(&head, asked));
        }
        // The end of the head may lie across what was written before and what is written now.
        let before = self.head.len();
        self.head.extend_from_slice(bytes);
        let Some(head) = Head::read(&self.head) else {
            return (bytes.len(), None);
        };
        self.head.clear();
        (head.size - before, self.end_of_head(&head, asked))
    }

    fn end_of_head(&mut self, head: &Head, asked: Asked) -> Option<Stand> {
        if head.status == *b"101" || (asked == Asked::Tunnel && head.status[0] == b'2') {
            return Some(Stand::Switched);
        }
        if head.status[0] == b'1' {
            // An interim response; the final one follows.
            return None;
        }
        if asked == Asked::Head || head.status == *b"204" || head.status == *b"304" {
            return Some(Stand::Ended);
        }
        self.expects = match (head.is_chunked, head.length) {
            (true, _) => Expects::Chunks(Chunks::default()),
            (false, Some(0)) => return Some(Stand::Ended),
            (false, Some(length)) => Expects::Length(length),
            (false, None) => Expects::Close,
        };
        None
    }
}

/// What of a head matters for where its response ends.
struct Head {
    /// With the empty line that ends it.
    size: usize,
    status: [u8; 3],
    length: Option<u64>,
    is_chunked: bool,
}

impl Head {
    /// Reads the head at the front, if it is whole. Every response comes through here, so what matters is searched for, and the
    /// lines between are not looked at.
    fn read(bytes: &[u8]) -> Option<Self> {
        let status = *bytes.get(9..12)?.first_chunk()?;
        let last_feed = last_feed(bytes)?;
        let mut head = Self {
            size: last_feed + b"\n\r\n".len(),
            status,
            length: None,
            is_chunked: false,
        };
        // From the last field to the first, because hyper writes this one behind those that it was given.
        let mut end = last_feed - b"\r".len();
        for feed in memchr::memrchr_iter(b'\n', &bytes[..end]) {
            // A script may write lines that end otherwise.
            let line = bytes.get(feed + 1..end).unwrap_or_default();
            // hyper writes one space after the colon.
            if let Some(value) = after(line, b"content-length: ") {
                head.length = str::from_utf8(value).ok().and_then(|value| value.parse().ok());
                break;
            }
            // Chunked is the only coding that hyper knows.
            if after(line, b"transfer-encoding: ").is_some() {
                head.is_chunked = true;
                break;
            }
            end = feed.saturating_sub(b"\r".len());
        }
        Some(head)
    }
}

/// The rest of a line that begins with these letters, in whichever case.
fn after<'l>(line: &'l [u8], start: &[u8]) -> Option<&'l [u8]> {
    let (begins, rest) = line.split_at_checked(start.len())?;
    begins.eq_ignore_ascii_case(start).then_some(rest)
}

/// Where the line feed of a head's last line is. A head cannot end before its status does.
fn last_feed(bytes: &[u8]) -> Option<usize> {
    let is_it = |at: &usize| *at > 12 && bytes[..*at].ends_with(b"\r") && bytes[*at..].starts_with(b"\n\r\n");
    END.find_iter(bytes).find(is_it)
}

/// The middle of the two line ends at the end of a head, which is nowhere else in it. All of them would be looked for by the first
/// pair, which is at the end of every line.
static END: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\n\r"));

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sizes of the responses in a stream that is written in such pieces.
    fn sizes<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, asked: &[Asked]) -> Vec<usize> {
        let mut outbound = Outbound::default();
        let mut sizes = vec![0];
        for mut piece in pieces {
            while !piece.is_empty() {
                let now = asked.get(sizes.len() - 1).copied().unwrap_or_default();
                let (here, stand) = outbound.advance(piece, now);
                *sizes.last_mut().unwrap() += here;
                piece = &piece[here..];
                if stand != Stand::Open {
                    sizes.push(0);
                }
            }
        }
        sizes
    }

    const RESPONSES: [&[u8]; 6] = [
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ndate: x\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nt: 1\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\ncontent-length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nuntil the end, HTTP/1.1 200 OK\r\n\r\n",
    ];
    const ASKED: [Asked; 6] = [
        Asked::Content,
        Asked::Content,
        Asked::Content,
        Asked::Head,
        Asked::Content,
        Asked::Content,
    ];

    proptest! {
        #[test]
        fn responses_end_where_they_end_however_they_are_written(cuts in prop::collection::vec(1..40_usize, 1..80)) {
            let stream = RESPONSES.concat();
            let mut pieces = Vec::new();
            let mut rest = &stream[..];
            for cut in cuts.iter().cycle() {
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                pieces.push(piece);
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(sizes(pieces, &ASKED), RESPONSES.map(<[u8]>::len).to_vec());
        }
    }

    proptest! {
        /// A script may have anything written.
        #[test]
        fn what_is_no_response_is_followed_all_the_same(
            pieces in prop::collection::vec("(HTTP/1.1 200 OK)?[\r\n]{0,3}(content-length: 3)?[\r\n]{0,4}[a-c\r\n]{0,3}", 1..12)
        ) {
            let mut outbound = Outbound::default();
            for piece in &pieces {
                let mut rest = piece.as_bytes();
                while !rest.is_empty() {
                    let (here, stand) = outbound.advance(rest, Asked::Content);
                    prop_assert!(here > 0 || stand != Stand::Open);
                    rest = &rest[here..];
                }
            }
        }
    }

    #[test]
    fn only_two_line_ends_end_a_head() {
        for (bytes, size) in [
            (&b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nrest"[..], Some(38)),
            (b"HTTP/1.1 200 OK\r\nx: a\n\rb\r\ncontent-length: 0\r\n\r\n", Some(47)),
            (b"HTTP/1.1 200 OK\n\r\n", None),
            // A head cannot end before its status does.
            (b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", Some(23)),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r", None),
        ] {
            assert_eq!(
                Head::read(bytes).map(|head| head.size),
                size,
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn a_switch_of_protocols_ends_the_http() {
        let stream = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n\x81\x05";
        assert_eq!(
            Outbound::default().advance(stream, Asked::Content),
            (stream.len() - 2, Stand::Switched)
        );
        let stream = b"HTTP/1.1 200 OK\r\n\r\n";
        assert_eq!(
            Outbound::default().advance(stream, Asked::Tunnel),
            (stream.len(), Stand::Switched)
        );
    }
}
