//! Which frames there are, and what goes on from frame to frame: field blocks and content.

use std::ops::Range;

use super::{
    Sender,
    frame::{END_HEADERS, FrameHeader, FrameType, HEADER_LENGTH, PADDED, PREFACE, PRIORITY},
    rule,
    section::Section,
};

/// A frame in some bytes.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) start: usize,
    pub(super) header: FrameHeader,
    /// As much of the payload as there is.
    pub(super) payload: Range<usize>,
    /// What of the payload is neither padding nor what goes before: fields, content.
    pub(super) body: Range<usize>,
    /// Whether all of it is there.
    pub(super) whole: bool,
    /// The rule that it breaks by its place or its length.
    pub(super) fault: Option<&'static str>,
}

/// Several stretches of bytes that belong together.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    /// The frames that they are in.
    pub(super) frames: Vec<usize>,
    pub(super) bytes: Vec<u8>,
    /// Whether its end is there.
    pub(super) whole: bool,
}

/// All that is in one direction of an exchange.
#[derive(Debug)]
pub(super) struct Scan {
    /// How long the preface is, as much of it as there is.
    pub(super) preface: usize,
    pub(super) frames: Vec<Frame>,
    /// What is left after the last frame: less than a frame's header.
    pub(super) rest: Range<usize>,
    pub(super) blocks: Vec<Joined>,
    /// The content of the exchange's stream.
    pub(super) content: Joined,
    /// The exchange's stream: the first one that has fields.
    pub(super) stream: u32,
}

/// Finds the frames.
pub(super) fn scan(bytes: &[u8], sender: Sender) -> Scan {
    let preface = match sender {
        // A frame cannot begin like that: its length would be forbidden, and its type is none.
        Sender::Client if bytes.len() >= 3 => {
            let length = bytes.len().min(PREFACE.len());
            if bytes[..length] == PREFACE[..length] {
                length
            } else {
                0
            }
        }
        _ => 0,
    };
    let mut scan = Scan {
        preface,
        frames: Vec::new(),
        rest: bytes.len()..bytes.len(),
        blocks: Vec::new(),
        content: Joined::default(),
        stream: 0,
    };
    let mut at = preface;
    while let Some(header) = bytes[at..].first_chunk::<HEADER_LENGTH>() {
        let frame = frame(bytes, at, FrameHeader::read(header));
        at = frame.payload.end;
        if scan.stream == 0 && frame.header.kind == FrameType::Headers {
            scan.stream = frame.header.stream;
        }
        scan.frames.push(frame);
    }
    scan.rest = at..bytes.len();
    scan.judge(sender);
    scan.join(bytes);
    scan
}

fn frame(bytes: &[u8], start: usize, header: FrameHeader) -> Frame {
    let begin = start + HEADER_LENGTH;
    let end = begin + header.length;
    let payload = begin..end.min(bytes.len());
    let mut before = 0;
    let mut fault = None;
    let may_be_padded = matches!(
        header.kind,
        FrameType::Data | FrameType::Headers | FrameType::PushPromise
    );
    let padded = may_be_padded && header.has(PADDED);
    let padding = if padded {
        before += 1;
        bytes
            .get(begin..payload.end)
            .and_then(|payload| payload.first())
            .map_or(0, |&length| usize::from(length))
    } else {
        0
    };
    match header.kind {
        FrameType::Headers if header.has(PRIORITY) => before += 5,
        FrameType::PushPromise => before += 4,
        _ => {}
    }
    if before + padding > header.length {
        fault = Some(if padded && before <= header.length {
            rule::PADDING_TOO_LONG
        } else {
            rule::WRONG_LENGTH
        });
    }
    let body = (begin + before).min(payload.end);
    let body = body..end.saturating_sub(padding).clamp(body, payload.end);
    Frame {
        start,
        header,
        whole: end <= bytes.len(),
        payload,
        body,
        fault,
    }
}

impl Scan {
    /// Finds the rules that frames break by their place.
    fn judge(&mut self, sender: Sender) {
        let mut open: Option<u32> = None;
        let mut ended = false;
        let mut begun = false;
        let stream = self.stream;
        for frame in &mut self.frames {
            let FrameHeader { kind, stream: on, .. } = frame.header;
            let here = on == stream && on != 0;
            let continues = kind == FrameType::Continuation;
            let fault = match open {
                Some(opened) if !continues || opened != on => Some(rule::OPEN_BLOCK),
                None if continues => Some(rule::NO_BLOCK),
                _ => None,
            };
            let content = matches!(kind, FrameType::Data | FrameType::Headers);
            let placed = fault
                .or(place(&frame.header, sender))
                .or((content && here && ended).then_some(rule::CLOSED_STREAM))
                .or((kind == FrameType::Data && here && !begun).then_some(rule::IDLE_STREAM))
                .or(frame.header.reserved.then_some(rule::RESERVED_BIT))
                .or((!is_right_length(&frame.header)).then_some(rule::WRONG_LENGTH));
            frame.fault = placed.or(frame.fault);
            if matches!(
                kind,
                FrameType::Headers | FrameType::PushPromise | FrameType::Continuation
            ) {
                open = (!frame.header.has(END_HEADERS)).then_some(on);
            }
            if here {
                begun |= kind == FrameType::Headers;
                ended |= frame.header.ends_stream();
            }
        }
    }

    fn join(&mut self, bytes: &[u8]) {
        let mut open: Option<(u32, Joined)> = None;
        for (index, frame) in self.frames.iter().enumerate() {
            let FrameHeader { kind, stream, .. } = frame.header;
            let continues = kind == FrameType::Continuation && open.as_ref().is_some_and(|(on, _)| *on == stream);
            if matches!(kind, FrameType::Headers | FrameType::PushPromise) {
                self.blocks.extend(open.take().map(|(_, block)| block));
                open = Some((stream, Joined::default()));
            }
            if let Some((_, block)) = &mut open
                && (continues || matches!(kind, FrameType::Headers | FrameType::PushPromise))
            {
                block.add(index, &bytes[frame.body.clone()]);
                if frame.header.has(END_HEADERS) {
                    block.whole = frame.whole;
                    self.blocks.extend(open.take().map(|(_, block)| block));
                }
            }
            if kind == FrameType::Data && stream == self.stream && stream != 0 {
                self.content.add(index, &bytes[frame.body.clone()]);
            }
            if stream == self.stream && frame.header.ends_stream() {
                self.content.whole = frame.whole;
            }
        }
        self.blocks.extend(open.take().map(|(_, block)| block));
    }

    /// Which fields a block has, and whether they belong to the exchange and not to a promised one.
    pub(super) fn section(&self, block: &Joined, sender: Sender, has_final: bool) -> (Section, bool) {
        let first = block.frames.first().and_then(|&index| self.frames.get(index));
        match first.map(|frame| frame.header) {
            Some(header) if header.kind == FrameType::PushPromise => (Section::Header(Sender::Client), false),
            Some(header) if header.stream == self.stream && has_final => (Section::Trailer, true),
            header => (
                Section::Header(sender),
                header.is_some_and(|header| header.stream == self.stream),
            ),
        }
    }
}

impl Joined {
    fn add(&mut self, frame: usize, bytes: &[u8]) {
        self.frames.push(frame);
        self.bytes.extend_from_slice(bytes);
    }
}

/// The rule that a frame breaks by the stream that it is on, or by who sends it.
fn place(header: &FrameHeader, sender: Sender) -> Option<&'static str> {
    use FrameType::{
        Continuation, Data, GoAway, Headers, Ping, Priority, PriorityUpdate, PushPromise, RstStream, Settings,
    };
    match header.kind {
        PushPromise if sender == Sender::Client => Some(rule::CLIENT_PUSHES),
        PriorityUpdate if sender == Sender::Server => Some(rule::SERVER_PRIORITY),
        Data | Headers | Priority | RstStream | PushPromise | Continuation if header.stream == 0 => {
            Some(rule::NO_STREAM)
        }
        Settings | Ping | GoAway | PriorityUpdate if header.stream != 0 => Some(rule::ON_STREAM),
        Headers if sender == Sender::Client && header.stream.is_multiple_of(2) => Some(rule::EVEN_STREAM),
        _ => None,
    }
}

/// Whether a frame of that type may be so long.
const fn is_right_length(header: &FrameHeader) -> bool {
    match header.kind {
        FrameType::Priority => header.length == 5,
        FrameType::RstStream | FrameType::WindowUpdate => header.length == 4,
        FrameType::Settings => header.length.is_multiple_of(6),
        FrameType::Ping => header.length == 8,
        FrameType::GoAway => header.length >= 8,
        FrameType::PriorityUpdate => header.length >= 4,
        _ => true,
    }
}
