//! What a request or a response says: its control data, its fields, its content.

use exchange::{Field, Version};

use super::{
    Frames, Sender, Table,
    scan::{Joined, Scan, scan},
};
use crate::{
    head::{Message, RequestView, ResponseView},
    octet,
};

/// So much of decoded fields is read, counted as SETTINGS_MAX_HEADER_LIST_SIZE is.
const MOST_DECODED: usize = 256 * 1024;

/// The fields of a section, as far as they can be read.
type Section = Vec<Field>;

pub(super) fn request(frames: &Frames<'_>) -> Option<RequestView> {
    let (message, _) = message(frames, Sender::Client)?;
    let text = |name: &str| {
        let field = message.fields.iter().find(|field| field.is(name));
        field.map(|field| field.value.to_text().into_owned())
    };
    let method = text(":method").unwrap_or_default();
    // CONNECT without a protocol names the host alone, as it does in HTTP/1.1.
    let target = text(":path").or_else(|| text(":authority")).unwrap_or_default();
    Some(RequestView {
        method,
        target,
        message,
    })
}

pub(super) fn response(frames: &Frames<'_>) -> Option<ResponseView> {
    let (message, interim) = message(frames, Sender::Server)?;
    let status = message.fields.iter().find(|field| field.is(":status"));
    Some(ResponseView {
        status: status.and_then(|status| code(&status.value.0)).unwrap_or_default(),
        reason: None,
        interim,
        message,
    })
}

fn code(text: &[u8]) -> Option<u16> {
    octet::decimal(text).and_then(|code| u16::try_from(code).ok())
}

/// Whether a response with that status is the last one.
pub(super) fn final_status(status: Option<&[u8]>) -> bool {
    !matches!(status, Some([b'1', _, _]))
}

/// The message, and the status codes of the interim responses before it.
fn message(frames: &Frames<'_>, sender: Sender) -> Option<(Message, Vec<u16>)> {
    let scan = scan(frames.bytes, sender);
    let mut table = Table::default();
    let mut head: Option<(&Joined, Section)> = None;
    let mut trailers = Vec::new();
    let mut interim = Vec::new();
    for (index, joined) in scan.blocks.iter().enumerate() {
        if let Some(known) = frames.tables.get(index) {
            table = known.clone();
        }
        let (_, own) = scan.section(joined, sender, head.is_some());
        let fields = fields(&mut table, &joined.bytes);
        if !own {
            continue;
        }
        let status = fields.iter().find(|field| field.is(":status"));
        let status = status.map(|status| status.value.0.as_slice());
        if head.is_some() {
            trailers = fields;
        } else if sender == Sender::Server && !final_status(status) {
            interim.extend(status.and_then(code));
        } else {
            head = Some((joined, fields));
        }
    }
    let (joined, fields) = head?;
    let of = |joined: &Joined| {
        let frame = |index: &usize| &scan.frames[*index];
        let start = joined
            .frames
            .first()
            .map_or(frames.bytes.len(), |first| frame(first).start);
        let end = joined.frames.last().map_or(start, |last| frame(last).payload.end);
        start..end
    };
    let (head, mut body) = (of(joined), of(&scan.content));
    if body.is_empty() {
        body = head.end..head.end;
    }
    let message = Message {
        version: Version::Http2,
        fields,
        trailers,
        head,
        body,
        content: scan.content.bytes.clone(),
        whole: is_whole(&scan),
    };
    Some((message, interim))
}

/// Whether the stream ended, and all before that is there.
fn is_whole(scan: &Scan) -> bool {
    scan.content.whole
}

fn fields(table: &mut Table, block: &[u8]) -> Section {
    let mut fields = Vec::new();
    let mut decoded = 0;
    // Of a block that is broken, what came before is read.
    let _ = table.decode(block, |line| {
        if decoded < MOST_DECODED {
            let (name, value) = (line.name()?, line.value()?);
            decoded += name.len() + value.len() + 32;
            fields.push(Field::new(name.into_owned(), value.into_owned()));
        }
        Ok(())
    });
    fields
}

/// The value of the first field of that name in a block.
pub(super) fn first(table: &Table, block: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    fields(&mut table.clone(), block)
        .into_iter()
        .find(|field| field.name.0 == name)
        .map(|field| field.value.0)
}
