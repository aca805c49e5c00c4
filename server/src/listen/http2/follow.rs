//! One direction of a connection, frame by frame, in whatever pieces it comes.

use tokio::time::Instant;
use wire::http2::{
    Table,
    frame::{ACK, END_HEADERS, FrameHeader, FrameType, HEADER_LENGTH, PADDED, PREFACE, PRIORITY},
};

use super::Place;

/// A field block that is longer than this is not followed, and nothing after it: more than hyper takes.
const MOST_BLOCK: usize = 256 * 1024;

/// What an empty buffer may still hold of memory.
const SPARE: usize = 4 * 1024;

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Some of the preface.
    Preface,
    /// Some of a frame's header, of which more has to come.
    PartOfHeader,
    /// The last of a frame's header: what it says, its bytes, and when the first of them came.
    Header(FrameHeader, [u8; HEADER_LENGTH], Instant),
    /// Some of a frame's payload.
    Payload,
    /// Nothing that can be followed.
    Broken,
}

#[derive(Debug)]
pub(super) struct Follower {
    /// How much of the preface has to come.
    preface: usize,
    header: [u8; HEADER_LENGTH],
    /// How much of a header is there.
    held: usize,
    /// When the first byte of the header came.
    first: Option<Instant>,
    /// The frame whose payload is coming, and how much of it is still to come.
    frame: Option<(FrameHeader, usize)>,
    /// Where its bytes go.
    pub(super) place: Place,
    /// The stream of the last exchange that a frame belonged to.
    pub(super) last: u32,
    /// The fields of a block so far, or the settings of a frame.
    pub(super) block: Vec<u8>,
    /// Where in the block the frame's payload begins.
    begin: usize,
    /// The stream that ends with the block.
    ending: Option<u32>,
    /// The stream whose block is not whole.
    open: Option<u32>,
    pub(super) table: Table,
    ended: Option<FrameHeader>,
}

impl Follower {
    pub(super) fn of_client() -> Self {
        Self {
            preface: PREFACE.len(),
            ..Self::of_server()
        }
    }

    pub(super) fn of_server() -> Self {
        Self {
            preface: 0,
            header: [0; HEADER_LENGTH],
            held: 0,
            first: None,
            frame: None,
            place: Place::Nowhere,
            last: 0,
            block: Vec::new(),
            begin: 0,
            ending: None,
            open: None,
            table: Table::default(),
            ended: None,
        }
    }

    /// Takes some of the bytes, which are not empty; says what they are and how many.
    pub(super) fn step(&mut self, bytes: &[u8], now: Instant) -> (Step, usize) {
        if self.preface > 0 {
            let length = self.preface.min(bytes.len());
            let from = PREFACE.len() - self.preface;
            if bytes[..length] != PREFACE[from..from + length] {
                return (Step::Broken, length);
            }
            self.preface -= length;
            return (Step::Preface, length);
        }
        if self.frame.is_some() {
            return self.payload(bytes);
        }
        let first = *self.first.get_or_insert(now);
        let length = (HEADER_LENGTH - self.held).min(bytes.len());
        self.header[self.held..self.held + length].copy_from_slice(&bytes[..length]);
        self.held += length;
        if self.held < HEADER_LENGTH {
            return (Step::PartOfHeader, length);
        }
        self.held = 0;
        self.first = None;
        let header = FrameHeader::read(&self.header);
        let step = if self.admit(&header) {
            Step::Header(header, self.header, first)
        } else {
            Step::Broken
        };
        (step, length)
    }

    /// Whether a frame may stand here, as far as following it depends on that.
    fn admit(&mut self, header: &FrameHeader) -> bool {
        let continues = header.kind == FrameType::Continuation;
        if continues != self.open.is_some() || self.open.is_some_and(|open| open != header.stream) {
            return false;
        }
        if !continues {
            self.block.clear();
        }
        self.begin = self.block.len();
        self.frame = Some((*header, header.length));
        if header.length == 0 {
            return self.finish();
        }
        true
    }

    fn payload(&mut self, bytes: &[u8]) -> (Step, usize) {
        let Some((header, left)) = &mut self.frame else {
            return (Step::Broken, bytes.len());
        };
        let length = bytes.len().min(*left);
        *left -= length;
        let done = *left == 0;
        if is_read(header) {
            if self.block.len() + length > MOST_BLOCK {
                return (Step::Broken, length);
            }
            self.block.extend_from_slice(&bytes[..length]);
        }
        if done && !self.finish() {
            return (Step::Broken, length);
        }
        (Step::Payload, length)
    }

    /// The frame has ended. Whether it is sound, as far as following it depends on that.
    fn finish(&mut self) -> bool {
        let Some((header, _)) = self.frame.take() else {
            return false;
        };
        self.ended = Some(header);
        if !matches!(
            header.kind,
            FrameType::Headers | FrameType::PushPromise | FrameType::Continuation
        ) {
            return true;
        }
        self.open = (!header.has(END_HEADERS)).then_some(header.stream);
        if header.kind == FrameType::Headers && header.ends_stream() {
            self.ending = Some(header.stream);
        }
        self.strip(&header).is_some()
    }

    /// Takes away from the block what of the last payload is no fields: padding and what goes before.
    fn strip(&mut self, header: &FrameHeader) -> Option<()> {
        if header.kind == FrameType::Continuation {
            return Some(());
        }
        let payload = &self.block[self.begin..];
        let padded = header.has(PADDED);
        let padding = if padded { usize::from(*payload.first()?) } else { 0 };
        let before = usize::from(padded)
            + match header.kind {
                FrameType::Headers if header.has(PRIORITY) => 5,
                FrameType::PushPromise => 4,
                _ => 0,
            };
        let length = payload.len().checked_sub(before + padding)?;
        self.block.drain(self.begin..self.begin + before);
        self.block.truncate(self.begin + length);
        Some(())
    }

    /// The frame that has ended with what was taken last, once.
    pub(super) fn take_ended(&mut self) -> Option<FrameHeader> {
        self.ended.take()
    }

    /// The stream that has ended with that frame: where fields go on, it is with the last of them.
    pub(super) fn take_ended_stream(&mut self, header: FrameHeader) -> Option<u32> {
        if header.kind == FrameType::Data {
            return header.ends_stream().then_some(header.stream);
        }
        if self.open.is_some() {
            return None;
        }
        self.ending.take()
    }

    /// Gives a buffer back, with the memory that it has if that is not much: the connection may be idle for long.
    pub(super) fn spare(&mut self, mut block: Vec<u8>) {
        block.clear();
        block.shrink_to(SPARE);
        self.block = block;
    }
}

/// Whether the payload of a frame is looked at.
fn is_read(header: &FrameHeader) -> bool {
    match header.kind {
        FrameType::Headers | FrameType::PushPromise | FrameType::Continuation => true,
        FrameType::Settings => !header.has(ACK),
        _ => false,
    }
}
