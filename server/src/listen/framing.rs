//! Where HTTP/1.x messages begin and end in a stream of bytes (RFC 9112, section 6): pure, incremental, no I/O.
//!
//! The framer stands before hyper and hands on only what is unambiguous, so that the two can never disagree about where a
//! message ends. Heads are parsed by `httparse`, which is hyper's own parser; what it refuses is explained by [`diagnosis`].

mod chunks;
mod diagnosis;
mod head;

use contract::ProblemKind;

pub(super) use self::chunks::Chunks;
pub(super) use self::diagnosis::{long_target, too_large, too_many_fields};
use self::head::{Body, Head};
use super::{limits::Limits, refusal::Refusal};

/// The most fields that a head may be allowed; the room for them lies on the stack, in hyper too.
pub(super) const MOST_FIELDS: usize = 100;

/// The limits that framing itself enforces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) max_head: usize,
    pub(super) max_fields: usize,
    pub(super) max_target: usize,
}

impl From<&Limits> for Rules {
    fn from(limits: &Limits) -> Self {
        Self {
            max_head: limits.max_head,
            max_fields: limits.max_fields.min(MOST_FIELDS),
            max_target: limits.max_target,
        }
    }
}

/// Follows one connection's inbound bytes from message to message.
#[derive(Debug)]
pub(super) struct Framer {
    rules: Rules,
    expects: Expects,
    /// Of the head that has begun: how much of it has been looked at.
    scan: Scan,
    /// The message being read asked for another protocol, so what follows it may be no HTTP.
    upgrade: bool,
}

#[derive(Debug)]
enum Expects {
    Head,
    /// So many bytes of a body.
    Length(u64),
    Chunks(Chunks),
    /// Whether the next bytes are HTTP is decided by the response to the last request.
    Decision,
    /// Anything: another protocol has taken over.
    Anything,
}

/// How far the search for a head's end has come.
#[derive(Debug, Default)]
struct Scan {
    /// The first byte after the empty lines that may precede a head (RFC 9112, section 2.2).
    start: usize,
    /// Where the line begins that has not ended yet.
    line: usize,
    /// Where to go on searching.
    next: usize,
}

/// What the framer made of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Advance {
    /// So many bytes from the front are sound; the rest must be presented again, with more behind it.
    pub(super) verified: usize,
    /// Why it went no further.
    pub(super) stop: Stop,
}

/// Something that ends before that many bytes of those that were presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A head.
    Head(usize),
    /// A message.
    End(usize),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// More bytes are needed.
    Hungry,
    /// The last request may switch protocols: nothing more is looked at before [`Framer::resume`] or [`Framer::surrender`].
    Undecided,
    /// What follows is no acceptable head.
    BadHead(Refusal),
    /// The body does not go on as its framing says.
    BadBody(Refusal),
}

impl Framer {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            expects: Expects::Head,
            scan: Scan::default(),
            upgrade: false,
        }
    }

    /// Whether a head is expected, or has begun.
    pub(super) fn in_head(&self) -> bool {
        matches!(self.expects, Expects::Head)
    }

    fn in_body(&self) -> bool {
        matches!(self.expects, Expects::Length(_) | Expects::Chunks(_))
    }

    /// Whether the last request must be answered before anything more is looked at.
    pub(super) fn is_undecided(&self) -> bool {
        matches!(self.expects, Expects::Decision)
    }

    /// Whether another protocol has taken over.
    pub(super) fn has_surrendered(&self) -> bool {
        matches!(self.expects, Expects::Anything)
    }

    /// The protocol was not switched: the next message follows.
    pub(super) fn resume(&mut self) {
        self.expects = Expects::Head;
    }

    /// The protocol was switched: everything that follows is none of HTTP's business.
    pub(super) fn surrender(&mut self) {
        self.expects = Expects::Anything;
    }

    /// Looks at `bytes`: all that has been received and not been verified yet. Adds what ends in them to `marks`.
    pub(super) fn advance(&mut self, bytes: &[u8], marks: &mut Vec<Mark>) -> Advance {
        let mut verified = 0;
        let stop = loop {
            let rest = &bytes[verified..];
            match &mut self.expects {
                Expects::Head => match self.head(rest) {
                    Ok(Some(size)) => {
                        verified += size;
                        marks.push(Mark::Head(verified));
                        if !self.in_body() {
                            marks.push(Mark::End(verified));
                        }
                    }
                    Ok(None) => break Stop::Hungry,
                    Err(refusal) => break Stop::BadHead(refusal),
                },
                Expects::Length(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    verified += here;
                    *left -= here as u64;
                    if *left > 0 {
                        break Stop::Hungry;
                    }
                    self.end_message();
                    marks.push(Mark::End(verified));
                }
                Expects::Chunks(chunks) => match chunks.advance(rest) {
                    Ok(here) => {
                        verified += here;
                        if !chunks.are_complete() {
                            break Stop::Hungry;
                        }
                        self.end_message();
                        marks.push(Mark::End(verified));
                    }
                    Err((here, refusal)) => {
                        verified += here;
                        break Stop::BadBody(refusal);
                    }
                },
                Expects::Decision => break Stop::Undecided,
                Expects::Anything => {
                    verified = bytes.len();
                    break Stop::Hungry;
                }
            }
        };
        Advance { verified, stop }
    }

    /// Whether `pending`, the bytes that are not verified yet, hold the beginning of a head (and not just empty lines before one).
    pub(super) fn head_has_begun(&self, pending: &[u8]) -> bool {
        self.in_head()
            && !pending[self.scan.start.min(pending.len())..]
                .iter()
                .all(|byte| matches!(byte, b'\r' | b'\n'))
    }

    /// The size of the head at the front of `bytes` with the empty lines before it, or `None` if its end has not come.
    fn head(&mut self, bytes: &[u8]) -> Result<Option<usize>, Refusal> {
        let lines = self.scan.line;
        let Some(end) = self.find_end(bytes)? else {
            let begun = &bytes[self.scan.start..];
            if begun.len() > self.rules.max_head {
                return Err(diagnosis::oversized(begun, self.rules));
            }
            // Each line is judged when it has ended, so that a broken one is refused before the head has ended.
            let new_line = self.scan.line > lines || self.scan.line == self.scan.start;
            return match if new_line {
                diagnosis::of(begun, self.rules)
            } else {
                None
            } {
                Some(refusal) => Err(refusal),
                None => Ok(None),
            };
        };
        let Head { body, upgrade } = head::examine(&bytes[self.scan.start..end], self.rules)?;
        self.scan = Scan::default();
        self.upgrade = upgrade;
        match body {
            Body::None => self.end_message(),
            Body::Length(length) => self.expects = Expects::Length(length),
            Body::Chunked => self.expects = Expects::Chunks(Chunks::default()),
        }
        Ok(Some(end))
    }

    /// Where the head ends: after the first empty line that is not before it. Every line must end with CRLF. A recipient MAY take
    /// a bare LF too (RFC 9112, section 2.2), but then it sees other lines than an intermediary that does not.
    fn find_end(&mut self, bytes: &[u8]) -> Result<Option<usize>, Refusal> {
        while let Some(found) = memchr::memchr(b'\n', &bytes[self.scan.next..]) {
            let feed = self.scan.next + found;
            let Scan { start, line, .. } = self.scan;
            if feed == line || bytes[feed - 1] != b'\r' {
                let number = 1 + memchr::memchr_iter(b'\n', &bytes[start..feed]).count();
                return Err(diagnosis::of(&bytes[start..line], self.rules).unwrap_or_else(|| {
                    Refusal::new(
                        ProblemKind::BadRequest,
                        format!(
                            "Line {number}, byte {}: the line ends with a bare line feed instead of carriage return and line feed \
                             (RFC 9112, section 2.2).",
                            feed - start
                        ),
                    )
                }));
            }
            self.scan.next = feed + 1;
            self.scan.line = feed + 1;
            if feed == line + 1 {
                if line > start {
                    return Ok(Some(feed + 1));
                }
                self.scan.start = feed + 1;
            }
        }
        self.scan.next = bytes.len();
        Ok(None)
    }

    fn end_message(&mut self) {
        self.expects = if self.upgrade { Expects::Decision } else { Expects::Head };
    }
}

#[cfg(test)]
mod tests;
