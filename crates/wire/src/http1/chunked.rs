//! A chunked body: sizes, extensions, data, the last chunk, trailers (RFC 9112, section 7.1).

use std::ops::Range;

use super::{Scanner, State as Place, content_of, line_end};
use crate::{fault::Fault, kind::Kind, octet, reader::Reader, tree::Branch, value::parameter::parameter_value};

/// So many chunks are taken apart; the rest are one leaf, because a chunk of one byte makes more nodes than it has bytes.
const MOST_CHUNKS: u32 = 2_000;

/// The place in a chunked body.
#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    /// At the beginning of a chunk.
    Size,
    /// In a chunk's data, of which so many bytes are to come.
    Data(Branch, u64),
    /// At the beginning of a chunk that is not taken apart any more.
    Skip,
    /// In such a chunk, whose data ends there.
    SkipTo(usize),
    /// In the trailer section, which has begun if it has a branch.
    Trailers(Option<Branch>),
}

impl Scanner {
    pub(super) fn chunk(&mut self, bytes: &[u8], body: Branch, state: State) -> bool {
        match state {
            State::Size => self.chunk_size(bytes, body),
            State::Data(chunk, length) => self.chunk_data(bytes, body, chunk, length),
            State::Skip => self.skip_size(bytes, body),
            State::SkipTo(end) => self.skip_data(bytes, body, end),
            State::Trailers(section) => match self.line(bytes) {
                Some(line) => self.trailer_line(bytes, line, body, section),
                None => false,
            },
        }
    }

    fn chunk_size(&mut self, bytes: &[u8], body: Branch) -> bool {
        let Some(line) = self.line(bytes) else { return false };
        let text = content_of(&bytes[line.clone()]);
        let Some(size) = size_of(text) else {
            self.lose(body, Fault::BadChunkSize);
            return true;
        };
        let digits = digits(text);
        self.chunks += 1;
        let chunk = self.tree.open(if size == 0 { Kind::LastChunk } else { Kind::Chunk });
        let mut reader = Reader::new(&bytes[..line.end], &mut self.tree);
        let mut inner = reader.within(text.len());
        inner.leaf(Kind::ChunkSize, digits);
        extensions(&mut inner);
        line_end(&mut reader);
        self.state = Place::Chunks(
            body,
            if size == 0 {
                self.tree.close(chunk);
                State::Trailers(None)
            } else {
                State::Data(chunk, size)
            },
        );
        true
    }

    fn chunk_data(&mut self, bytes: &[u8], body: Branch, chunk: Branch, length: u64) -> bool {
        let start = self.tree.at();
        let Some(end) = within(bytes, start, length) else {
            return false;
        };
        let Some(end_length) = data_end(&bytes[end..]) else {
            return false;
        };
        self.tree.leaf(Kind::ChunkData, end, None);
        if end_length == 0 {
            self.tree.close(chunk);
            self.lose(body, Fault::BadChunkEnd);
            return true;
        }
        let fault = (end_length == 1).then_some(Fault::BareLf);
        self.tree.leaf(Kind::LineEnd, end + end_length, fault);
        self.tree.close(chunk);
        let next = if self.chunks < MOST_CHUNKS {
            State::Size
        } else {
            State::Skip
        };
        self.state = Place::Chunks(body, next);
        true
    }

    /// Passes over the size of a chunk that is not taken apart. One that ends the body, or cannot be read, is.
    fn skip_size(&mut self, bytes: &[u8], body: Branch) -> bool {
        let Some(line) = self.line(bytes) else { return false };
        let size = size_of(content_of(&bytes[line.clone()])).filter(|&size| size > 0);
        let end = size.and_then(|size| line.end.checked_add(usize::try_from(size).ok()?));
        self.state = Place::Chunks(
            body,
            match end {
                Some(end) => State::SkipTo(end),
                None => {
                    self.searched = line.start;
                    State::Size
                }
            },
        );
        true
    }

    fn skip_data(&mut self, bytes: &[u8], body: Branch, end: usize) -> bool {
        let Some(end_length) = bytes.get(end..).and_then(data_end) else {
            return false;
        };
        self.tree.extend(Kind::FurtherChunks, end + end_length);
        if end_length == 0 {
            self.lose(body, Fault::BadChunkEnd);
        } else {
            self.state = Place::Chunks(body, State::Skip);
        }
        true
    }

    fn trailer_line(&mut self, bytes: &[u8], line: Range<usize>, body: Branch, section: Option<Branch>) -> bool {
        if !content_of(&bytes[line.clone()]).is_empty() {
            let section = section.unwrap_or_else(|| self.tree.open(Kind::TrailerSection));
            self.state = Place::Chunks(body, State::Trailers(Some(section)));
            self.field(bytes, line, section);
            return true;
        }
        if let Some(section) = section {
            self.tree.close(section);
        }
        let bare = line.len() == 1;
        self.tree
            .leaf(Kind::EndOfTrailer, line.end, bare.then_some(Fault::BareLf));
        self.tree.close(body);
        self.state = Place::Done;
        true
    }

    /// From here on nobody can tell what is size and what is data.
    fn lose(&mut self, body: Branch, fault: Fault) {
        self.tree.close(body);
        self.state = Place::Lost(fault);
    }

    /// Closes what is open in a body that has not ended, and says what is missing.
    pub(super) fn finish_chunks(&mut self, bytes: &[u8], state: State, cut: bool) -> Option<Fault> {
        let length = bytes.len();
        let left = length > self.tree.at();
        match state {
            State::Size | State::Skip => {
                let fault = left.then_some(Fault::EndsInLine).filter(|_| !cut);
                self.tree.leaf(Kind::UnfinishedLine, length, fault);
                Some(Fault::EndsInChunks)
            }
            State::SkipTo(_) => {
                self.tree.extend(Kind::FurtherChunks, length);
                Some(Fault::EndsInChunks)
            }
            State::Data(chunk, size) => {
                let end = within(bytes, self.tree.at(), size).unwrap_or(length);
                let short = ((end - self.tree.at()) as u64) < size;
                self.tree
                    .leaf(Kind::ChunkData, end, (short && !cut).then_some(Fault::EndsInChunk));
                // A carriage return may be all that came of the line end.
                self.tree.leaf(Kind::UnfinishedLine, length, None);
                self.tree.close(chunk);
                Some(Fault::EndsInChunks)
            }
            State::Trailers(section) => {
                let section = if left && section.is_none() {
                    Some(self.tree.open(Kind::TrailerSection))
                } else {
                    section
                };
                let fault = left.then_some(Fault::EndsInLine).filter(|_| !cut);
                self.tree.leaf(Kind::UnfinishedLine, length, fault);
                if let Some(section) = section {
                    self.tree.close(section);
                }
                Some(Fault::EndsInTrailers)
            }
        }
    }
}

/// How many hexadecimal digits the line begins with.
fn digits(line: &[u8]) -> usize {
    line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count()
}

/// The size that the line says, if an extension or nothing follows it.
fn size_of(line: &[u8]) -> Option<u64> {
    let (digits, after) = line.split_at(digits(line));
    let size = octet::hexadecimal(digits)?;
    matches!(after.trim_ascii_start(), [] | [b';', ..]).then_some(size)
}

/// Where so many bytes from there on end, if all of them are here.
fn within(bytes: &[u8], start: usize, length: u64) -> Option<usize> {
    let length = usize::try_from(length).ok()?;
    start.checked_add(length).filter(|&end| end <= bytes.len())
}

/// How long the line end is that follows a chunk's data: 0 if there is none, nothing if that cannot be told yet.
fn data_end(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'\r', b'\n', ..] => Some(2),
        [b'\n', ..] => Some(1),
        [] | [b'\r'] => None,
        _ => Some(0),
    }
}

/// Takes all that is left as chunk extensions (RFC 9112, section 7.1.1).
fn extensions(reader: &mut Reader<'_, '_>) {
    loop {
        reader.blank();
        if !reader.sees(b';') {
            return reader.refuse_rest(Fault::BadChunkExtension);
        }
        let named = reader.rest()[1..]
            .trim_ascii_start()
            .first()
            .copied()
            .is_some_and(octet::is_token);
        reader.checked(Kind::Delimiter, 1, named, Fault::BadChunkExtension);
        reader.blank();
        let branch = reader.open(Kind::ChunkExtension);
        let name = reader.run(octet::is_token);
        reader.leaf(Kind::ParameterName, name);
        if reader.sees_after_blank(b'=') {
            reader.blank();
            reader.delimiter();
            reader.blank();
            if !parameter_value(reader, Kind::ParameterValue) {
                reader.blame(branch, Fault::BadChunkExtension);
            }
        }
        reader.close(branch);
    }
}
