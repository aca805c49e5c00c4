//! Where secrets lie in frames: the values of secret fields, the indices that stand for such fields, and what nobody could read.

use std::ops::Range;

use exchange::message::is_secret;

use super::{
    Frames, Malformed, Sender, Table,
    frame::FrameType,
    representation::{Name, Representation},
    scan::{Joined, Scan, scan},
};

/// A stretch of bytes that is a secret, or that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) range: Range<usize>,
    pub(crate) form: Form,
}

/// How it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Plain,
    /// In Huffman code.
    Huffman,
    /// As an index, which stands for a field of that name.
    Index(Vec<u8>),
    /// Nobody knows: it could not be read.
    Unread,
}

/// The secrets in what was sent, in the order in which they lie in each block. Where a value goes on in the next frame there are
/// several stretches of it.
pub(crate) fn secrets(frames: &Frames<'_>, sender: Sender) -> Vec<Secret> {
    let scan = scan(frames.bytes, sender);
    let mut secrets = Vec::new();
    let mut table = Table::default();
    let mut read = vec![false; scan.frames.len()];
    for (index, joined) in scan.blocks.iter().enumerate() {
        if let Some(known) = frames.tables.get(index) {
            table = known.clone();
        }
        for &frame in &joined.frames {
            read[frame] = true;
        }
        for secret in of_block(&joined.bytes, &mut table) {
            place(&secret, joined, &scan, &mut secrets);
        }
    }
    for (frame, read) in scan.frames.iter().zip(read) {
        if !matches!(
            frame.header.kind,
            FrameType::Headers | FrameType::PushPromise | FrameType::Continuation
        ) {
            continue;
        }
        // Of a frame in the wrong place nothing is read; where the length of the padding is wrong, there are fields in it.
        let start = if read { frame.body.end } else { frame.body.start };
        let range = start..frame.payload.end;
        if frames.bytes[range.clone()].iter().any(|&byte| byte != 0) {
            secrets.push(Secret {
                range,
                form: Form::Unread,
            });
        }
    }
    secrets
}

/// The secrets in a block, by their places in it. The table becomes what it is after the block.
fn of_block(block: &[u8], table: &mut Table) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let (mut at, mut begun) = (0, false);
    while at < block.len() {
        match next(&block[at..], at, table, &mut begun) {
            Ok((secret, length)) => {
                secrets.extend(secret);
                at += length;
            }
            Err(_) => {
                secrets.push(Secret {
                    range: at..block.len(),
                    form: Form::Unread,
                });
                break;
            }
        }
    }
    secrets
}

/// What is secret in the representation that the bytes begin with, and how long it is. It begins there in its block.
fn next(bytes: &[u8], at: usize, table: &mut Table, begun: &mut bool) -> Result<(Option<Secret>, usize), Malformed> {
    let (representation, length) = Representation::read(bytes)?;
    let secret = match &representation {
        Representation::Resize(_) if *begun => return Err(Malformed::LateResize),
        Representation::Resize(_) => None,
        Representation::Indexed(index) => {
            let (name, _) = table.entry(*index)?;
            is_secret(name).then(|| Secret {
                range: at..at + length,
                form: Form::Index(name.to_vec()),
            })
        }
        Representation::Literal(literal) => {
            let name = table.name(literal)?;
            // A text that is in no code is no value: who looks for parts of it does not read on either.
            literal.value.decoded()?;
            let name_length = match &literal.name {
                Name::Index(_) => 0,
                Name::New(text) => text.len(),
            };
            let start = at + literal.prefix + name_length + literal.value.prefix;
            is_secret(&name).then(|| Secret {
                range: start..start + literal.value.octets.len(),
                form: if literal.value.huffman {
                    Form::Huffman
                } else {
                    Form::Plain
                },
            })
        }
    };
    *begun |= !matches!(representation, Representation::Resize(_));
    table.apply(&representation)?;
    Ok((secret, length))
}

/// Puts a secret of a block where it lies in the frames.
fn place(secret: &Secret, joined: &Joined, scan: &Scan, secrets: &mut Vec<Secret>) {
    let mut from = 0;
    for &index in &joined.frames {
        let body = &scan.frames[index].body;
        let (start, end) = (secret.range.start.max(from), secret.range.end.min(from + body.len()));
        if start < end {
            secrets.push(Secret {
                range: start - from + body.start..end - from + body.start,
                form: secret.form.clone(),
            });
        }
        from += body.len();
    }
}
