//! From frames to parts: what each frame is, what its header says, and where its fields or its content go.

use exchange::Part;

use super::{
    Frames, Sender, Table,
    block::block,
    cursor::{Cursor, Words, cut},
    frame::{FrameHeader, HEADER_LENGTH, PREFACE, flag},
    message::{final_status, first},
    payload::payload,
    rule,
    scan::{Frame, Joined, Scan, scan},
};
use crate::{
    annotate::End,
    explain::decoded::{self, bytes},
};

/// So many frames are taken apart: a frame of nine bytes must not become a tree that is a hundred times larger.
const MOST_FRAMES: usize = 2_000;

/// The parts of what travelled.
pub(super) fn parts(frames: &Frames<'_>, sender: Sender) -> Vec<Part> {
    let bytes = frames.bytes;
    let scan = scan(bytes, sender);
    let mut pieces = pieces(frames, &scan, sender);
    let whole = frames.end == End::Whole;
    let mut cursor = Cursor::default();
    if scan.preface > 0 {
        let unfinished = whole && scan.preface < PREFACE.len();
        let words = Words::new(
            "The client says that it speaks HTTP/2. The words are chosen so that a server of HTTP/1.1 refuses them.",
            "RFC 9113, section 3.4",
        );
        let fault = unfinished.then_some(rule::UNFINISHED_PREFACE);
        cursor.leaf(scan.preface, "connection preface", words.with_fault(fault));
    }
    for (index, frame) in scan.frames.iter().enumerate().take(MOST_FRAMES) {
        let unfinished = whole && !frame.whole;
        let mut inner = Cursor::at(frame.start);
        let header = header(frame.start, &frame.header, &bytes[frame.start..]);
        let words = Words::new("What the frame is, and how long.", "RFC 9113, section 4.1");
        inner.branch("frame header", words, header);
        payload(&mut inner, bytes, frame, sender, pieces[index].take());
        let fault = frame.fault.or(unfinished.then_some(rule::UNFINISHED_FRAME));
        cursor.branch(
            frame.header.kind.names().1,
            Words::new(frame.header.kind.phrase(), frame.header.kind.section()).with_fault(fault),
            inner.parts,
        );
    }
    let (length, name, fault) = if scan.frames.len() > MOST_FRAMES {
        (bytes.len() - cursor.at, "further frames", None)
    } else {
        let fault = whole.then_some(rule::UNFINISHED_FRAME);
        (scan.rest.len(), "unfinished frame header", fault)
    };
    let spec = "RFC 9113, section 4.1";
    let meaning = match fault {
        None if name == "further frames" => "There are so many that these are not taken apart.",
        _ => "A frame begins with nine bytes.",
    };
    cursor.leaf(length, name, Words::new(meaning, spec).with_fault(fault));
    cursor.parts
}

/// The parts of a frame's header.
fn header(start: usize, header: &FrameHeader, text: &[u8]) -> Vec<Part> {
    const SECTION: &str = "RFC 9113, section 4.1";
    let mut cursor = Cursor::at(start);
    let length = format!("{} of payload follow the header.", bytes(header.length as u64));
    cursor.leaf(3, "length", Words::new(length, SECTION));
    let (name, _) = header.kind.names();
    let kind = format!("{}: {name}. {}", header.kind.number(), header.kind.phrase());
    cursor.leaf(1, "type", Words::new(kind, header.kind.section()));
    cursor.leaf(1, "flags", Words::new(flags(header), header.kind.section()));
    let stream = match header.stream {
        0 => "0: the connection as a whole.".to_owned(),
        stream => format!("Stream {stream}: one request and its response."),
    };
    let reserved = match text.get(5).is_some_and(|byte| byte & 0x80 != 0) {
        false => "The first bit is reserved, and not set.",
        true => "The first bit is reserved, and set.",
    };
    let words = Words::new(format!("{stream} {reserved}"), "RFC 9113, section 5.1.1");
    let fault = header.reserved.then_some(rule::RESERVED_BIT);
    cursor.leaf(HEADER_LENGTH - 5, "stream identifier", words.with_fault(fault));
    cursor.parts
}

/// Each flag that is set, and what it says.
fn flags(header: &FrameHeader) -> String {
    let set = (0..8).map(|bit| 1_u8 << bit).filter(|&bit| header.has(bit));
    let words: Vec<String> = set
        .map(|bit| match flag(header.kind, bit) {
            Some((name, meaning)) => format!("{name} (0x{bit:x}): {meaning}."),
            None => format!("0x{bit:x} has no meaning in this frame, and is ignored."),
        })
        .collect();
    if words.is_empty() {
        "None is set.".into()
    } else {
        words.join(" ")
    }
}

/// For each frame the parts of the fields or the content in it.
fn pieces(frames: &Frames<'_>, scan: &Scan, sender: Sender) -> Vec<Option<Vec<Part>>> {
    let mut pieces = vec![None; scan.frames.len()];
    let mut table = Table::default();
    let mut has_final = false;
    let mut media_type = Vec::new();
    let mut declared = None;
    for (index, joined) in scan.blocks.iter().enumerate() {
        if let Some(known) = frames.tables.get(index) {
            table = known.clone();
        }
        let (section, own) = scan.section(joined, sender, has_final);
        let before = table.clone();
        let (parts, missing) = block(&joined.bytes, &mut table, section);
        if own && !has_final {
            let field = |name: &[u8]| first(&before, &joined.bytes, name);
            has_final = sender == Sender::Client || final_status(field(b":status").as_deref());
            if has_final && field(b"content-encoding").is_none() {
                media_type = field(b"content-type").unwrap_or_default();
            }
            declared = field(b"content-length").and_then(|length| crate::octet::decimal(&length));
        }
        // What is not here yet is not missing.
        let missing = missing.filter(|_| joined.whole);
        spread(scan, joined, &parts, &mut pieces, |_, continued| {
            let words = if continued {
                Words::new("The fields go on from the frame before.", "RFC 9113, section 4.3")
            } else {
                Words::new("The fields, compressed by HPACK.", "RFC 9113, section 4.3").with_fault(missing)
            };
            (section.name(), words)
        });
    }
    content(scan, sender, &media_type, declared, &mut pieces);
    pieces
}

/// Puts the content where it lies.
fn content(scan: &Scan, sender: Sender, media_type: &[u8], declared: Option<u64>, pieces: &mut [Option<Vec<Part>>]) {
    let joined = &scan.content;
    let parts = decoded::content(sender.side(), media_type, &joined.bytes, joined.whole);
    // The response to HEAD declares a length and has no content.
    let may_lack = sender == Sender::Server && joined.bytes.is_empty();
    let differs = joined.whole && !may_lack && declared.is_some_and(|declared| declared != joined.bytes.len() as u64);
    let last = joined.frames.last().copied();
    spread(scan, joined, &parts, pieces, |frame, _| {
        let index = scan.frames.iter().position(|other| other.start == frame.start);
        let size = bytes(frame.body.len() as u64);
        let words = Words::new(
            format!("{size} of the {}'s content.", sender.message()),
            "RFC 9113, section 6.1",
        );
        let fault = (differs && index == last).then_some(rule::LENGTH_DIFFERS);
        ("content", words.with_fault(fault))
    });
}

/// Cuts the parts of what goes on from frame to frame, and gives each frame its own, in a part that has all of them.
fn spread(
    scan: &Scan,
    joined: &Joined,
    parts: &[Part],
    pieces: &mut [Option<Vec<Part>>],
    words: impl Fn(&Frame, bool) -> (&'static str, Words),
) {
    let mut from = 0;
    for (order, &index) in joined.frames.iter().enumerate() {
        let frame = &scan.frames[index];
        let range = from..from + frame.body.len();
        from = range.end;
        let inside = cut(parts, &range, frame.body.start);
        let (name, words) = words(frame, order > 0);
        let mut cursor = Cursor::at(frame.body.start);
        if inside.is_empty() {
            cursor.leaf(frame.body.len(), name, words);
        } else {
            cursor.branch(name, words, inside);
        }
        pieces[index] = Some(cursor.parts);
    }
}
