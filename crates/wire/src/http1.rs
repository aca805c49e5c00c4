//! One message of HTTP/1.1 as nodes: the bytes of one direction of one exchange, in whatever pieces they come.
//!
//! - `request_line`, `status_line`, `field_line`: the lines of a head
//! - `framing`: what the head says of where the message ends
//! - `chunked`: bodies in chunks
//!
//! The scanner is given all bytes so far again and again. It takes a line when its end is there and a chunk when all of it is
//! there; what is open at the end is closed by [`Scanner::finish`]. So it cannot matter in what pieces the bytes came.

mod chunked;
pub(crate) mod field_line;
pub(crate) mod framing;
mod request_line;
mod status_line;

use std::ops::Range;

use field_line::field_line;
use framing::{Asked, Framing, Head};

use crate::{
    annotate::End,
    fault::Fault,
    kind::Kind,
    reader::Reader,
    tree::{Branch, Tree},
};

/// A head with more nodes than this has its further lines in one leaf: what a caller sends must not become a tree that is
/// many times larger.
const MOST_NODES: usize = 20_000;

/// Which message of an exchange it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The request.
    Request,
    /// The response to such a request.
    Response(Asked),
}

/// Where in the message the next byte stands.
#[derive(Clone, Copy, Debug)]
enum State {
    /// Before the start line, or in it.
    Start,
    /// In the header section, which has begun if it has a branch.
    Fields(Option<Branch>),
    /// In content of a known length.
    Content(u64),
    /// In content that ends with the connection.
    UntilClose,
    /// In a chunked body.
    Chunks(Branch, chunked::State),
    /// The protocol has been switched.
    Tunnel,
    /// The message has ended.
    Done,
    /// The framing is broken: nobody can tell what follows.
    Lost(Fault),
}

/// Takes a message apart while it comes.
#[derive(Clone, Debug)]
pub(crate) struct Scanner {
    pub(crate) tree: Tree,
    pub(crate) head: Head,
    side: Side,
    state: State,
    interim: Option<Branch>,
    /// Up to here no line feed has been found that is not taken.
    searched: usize,
    /// How many chunks have been taken apart.
    chunks: u32,
}

impl Scanner {
    pub(crate) fn new(side: Side) -> Self {
        Self {
            tree: Tree::default(),
            head: Head::default(),
            side,
            state: State::Start,
            interim: None,
            searched: 0,
            chunks: 0,
        }
    }

    /// Whether the message has all that its head promises.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.state, State::Done | State::UntilClose | State::Tunnel)
    }

    /// Takes what has become whole. The bytes are all of the message so far.
    pub(crate) fn advance(&mut self, bytes: &[u8]) {
        loop {
            let moved = match self.state {
                State::Start => match self.line(bytes) {
                    Some(line) => self.start_line(bytes, line),
                    None => false,
                },
                State::Fields(section) => match self.line(bytes) {
                    Some(line) => self.header_line(bytes, line, section),
                    None => false,
                },
                State::Content(length) => {
                    let whole = bytes.len() as u64 - self.tree.at() as u64 >= length;
                    if whole {
                        let end = self.tree.at() + length as usize;
                        self.tree.leaf(Kind::Content, end, None);
                        self.state = State::Done;
                    }
                    whole
                }
                State::Chunks(body, state) => self.chunk(bytes, body, state),
                State::UntilClose | State::Tunnel | State::Done | State::Lost(_) => false,
            };
            if !moved {
                return;
            }
        }
    }

    /// The next line with its end, if all of it is here.
    fn line(&mut self, bytes: &[u8]) -> Option<Range<usize>> {
        let start = self.tree.at();
        let from = self.searched.max(start);
        match memchr::memchr(b'\n', &bytes[from..]) {
            Some(length) => {
                self.searched = from + length + 1;
                Some(start..self.searched)
            }
            None => {
                self.searched = bytes.len();
                None
            }
        }
    }

    fn start_line(&mut self, bytes: &[u8], line: Range<usize>) -> bool {
        let text = content_of(&bytes[line.clone()]);
        if text.is_empty() {
            let bare = line.len() == 1;
            let fault = match self.side {
                Side::Request => bare.then_some(Fault::BareLf),
                Side::Response(_) => Some(Fault::EmptyLineBeforeResponse),
            };
            // Each of them would be a node, and there may be any number.
            self.tree.extend(Kind::EmptyLine, line.end);
            if let Some(fault) = fault {
                self.tree.blame(self.tree.nodes.len() - 1, fault);
            }
            return true;
        }
        self.head = Head::default();
        match self.side {
            Side::Request => request_line::request_line(&bytes[..line.end], text.len(), &mut self.tree, &mut self.head),
            Side::Response(_) => {
                if status_line::is_interim(text) {
                    self.interim = Some(self.tree.open(Kind::Interim));
                }
                status_line::status_line(&bytes[..line.end], text.len(), &mut self.tree, &mut self.head);
            }
        }
        self.state = State::Fields(None);
        true
    }

    fn header_line(&mut self, bytes: &[u8], line: Range<usize>, section: Option<Branch>) -> bool {
        if !content_of(&bytes[line.clone()]).is_empty() {
            let section = section.unwrap_or_else(|| self.tree.open(Kind::HeaderSection));
            self.state = State::Fields(Some(section));
            self.field(bytes, line, section);
            return true;
        }
        if let Some(section) = section {
            self.tree.close(section);
        }
        let last = self.tree.nodes.len();
        let bare = line.len() == 1;
        self.tree
            .leaf(Kind::EndOfHeader, line.end, bare.then_some(Fault::BareLf));
        if let Some(interim) = self.interim.take() {
            self.tree.close(interim);
            self.state = State::Start;
            return true;
        }
        let framing = self.head.framing(self.side);
        if let Some(fault) = self.head.missing(self.side) {
            self.tree.blame(last, fault);
        }
        if let Some((node, fault)) = self.head.conflict(framing, self.side) {
            self.tree.blame(node, fault);
        }
        self.state = match framing {
            Framing::None => State::Done,
            Framing::Length(length) => State::Content(length),
            Framing::Chunked => State::Chunks(self.tree.open(Kind::ChunkedBody), chunked::State::Size),
            Framing::Close => State::UntilClose,
            Framing::Tunnel => State::Tunnel,
            Framing::Broken(fault) => State::Lost(fault),
        };
        true
    }

    /// Takes a field line of a header or trailer section.
    fn field(&mut self, bytes: &[u8], line: Range<usize>, section: Branch) {
        if self.tree.nodes.len() > MOST_NODES {
            // It is read nevertheless, because framing may depend on it; only its nodes are not kept.
            let mut aside = Tree::beginning_at(line.start, 0);
            if let Some(field) = field_line(&bytes[..line.end], &mut aside, true)
                && matches!(self.state, State::Fields(_))
            {
                self.head.note(bytes, &field, section.index());
            }
            self.tree.extend(Kind::FurtherLines, line.end);
            return;
        }
        let first = self.tree.nodes.len() == section.index() + 1;
        let index = self.tree.nodes.len();
        if let Some(field) = field_line(&bytes[..line.end], &mut self.tree, !first)
            && matches!(self.state, State::Fields(_))
            && let Some(fault) = self.head.note(bytes, &field, index)
        {
            self.tree.blame(index, fault);
        }
    }

    /// Closes what is open: no more bytes come.
    pub(crate) fn finish(&mut self, bytes: &[u8], end: End) {
        self.advance(bytes);
        let cut = matches!(end, End::Cut);
        let length = bytes.len();
        let left = length > self.tree.at();
        let missing = match self.state {
            State::Start if left => {
                self.tree.leaf(Kind::UnfinishedLine, length, None);
                Some(Fault::EndsInLine)
            }
            State::Start => {
                let interim_only = matches!(self.side, Side::Response(_)) && length > 0;
                interim_only.then_some(Fault::NoFinalResponse)
            }
            State::Fields(section) => {
                let section = if left && section.is_none() {
                    Some(self.tree.open(Kind::HeaderSection))
                } else {
                    section
                };
                let fault = if left { Some(Fault::EndsInLine) } else { None };
                self.tree.leaf(Kind::UnfinishedLine, length, fault.filter(|_| !cut));
                if let Some(section) = section {
                    self.tree.close(section);
                }
                Some(Fault::EndsInHead)
            }
            State::Content(_) => {
                self.tree.leaf(Kind::Content, length, None);
                Some(Fault::EndsInContent)
            }
            State::UntilClose => {
                self.tree.leaf(Kind::Content, length, None);
                None
            }
            State::Chunks(body, state) => {
                let missing = self.finish_chunks(bytes, state, cut);
                self.tree.close(body);
                missing
            }
            State::Tunnel => {
                self.tree.leaf(Kind::Tunnel, length, None);
                None
            }
            State::Done => {
                self.tree.leaf(Kind::AfterEnd, length, Some(Fault::AfterEnd));
                None
            }
            State::Lost(fault) => {
                self.tree.leaf(Kind::Unframed, length, Some(fault));
                None
            }
        };
        if let Some(interim) = self.interim.take() {
            self.tree.close(interim);
        }
        if let Some(fault) = missing.filter(|_| !cut) {
            self.tree.blame_last(fault);
        }
    }
}

/// A line without its end.
pub(crate) fn content_of(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Takes the end of a line, which is what is left of it.
pub(crate) fn line_end(reader: &mut Reader<'_, '_>) {
    let length = reader.rest().len();
    reader.checked(Kind::LineEnd, length, length == 2, Fault::BareLf);
}
