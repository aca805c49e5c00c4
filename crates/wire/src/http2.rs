//! One direction of one exchange of HTTP/2 as parts, and as a message (RFC 9113).
//!
//! - [`frame`]: frames, their header, their types and flags
//! - `scan`: which frames there are, which of them make a field block, and which content
//! - [`Table`], `representation`, `integer`, `huffman`, `static_table`: HPACK (RFC 7541)
//! - `parts`, `payload`, `setting`, `error_code`: from frames to parts in words
//! - `block`, `section`: the fields of a block, and the rules for them
//! - `message`: what the request or the response says
//! - `secret`: where in the frames the values of secret fields lie
//! - `cursor`, `rule`: how parts are written from left to right, and the rules that they can break
//!
//! Field blocks and content go on from frame to frame. They are taken apart as if they had come in one piece, and then their
//! parts are cut where the frames end.

mod block;
mod cursor;
mod error_code;
pub mod frame;
mod huffman;
mod integer;
mod message;
mod parts;
mod payload;
mod representation;
mod rule;
mod scan;
pub(crate) mod secret;
mod section;
mod setting;
mod static_table;
mod table;

use exchange::Part;

#[cfg(test)]
pub(crate) use self::huffman::coding;
pub use self::table::{Line, Table};
use crate::{
    annotate::End,
    head::{RequestView, ResponseView},
    http1::{Side, framing::Asked},
};

/// What travelled in one direction of an exchange: whole frames, those of its stream and perhaps some of the connection's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frames<'b> {
    /// The bytes; of the first request of a connection they begin with the preface.
    pub bytes: &'b [u8],
    /// The table of the direction as it was before each field block in these bytes, in their order. Where one is missing, the
    /// table is what the block before has made of it, and before the first block an empty one.
    pub tables: &'b [Table],
    /// What is known of where the bytes end.
    pub end: End,
}

/// Why a field block cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It ends in the middle of a field.
    Ends,
    /// A number in it is larger than any block.
    LargeInteger,
    /// It uses the index 0.
    ZeroIndex,
    /// It uses an index that no field has.
    UnknownIndex,
    /// A text is not in the Huffman code.
    Huffman,
    /// It makes the table larger than the other side allows.
    LargeResize,
    /// It changes the size of the table after a field.
    LateResize,
}

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    Client,
    Server,
}

impl Sender {
    const fn side(self) -> Side {
        match self {
            Self::Client => Side::Request,
            Self::Server => Side::Response(Asked::Other),
        }
    }

    /// What it sends.
    const fn message(self) -> &'static str {
        match self {
            Self::Client => "request",
            Self::Server => "response",
        }
    }
}

/// The parts of what the client sent. They tile the bytes: each byte lies in exactly one leaf. What breaks a rule is a part with a
/// fault; nothing is refused.
#[must_use]
pub fn annotate_request(frames: &Frames<'_>) -> Vec<Part> {
    parts::parts(frames, Sender::Client)
}

/// The parts of what the server sent, likewise.
#[must_use]
pub fn annotate_response(frames: &Frames<'_>) -> Vec<Part> {
    parts::parts(frames, Sender::Server)
}

/// Reads the request; nothing if its fields did not come. Its fields are those that were sent, `:method` and the like among them.
#[must_use]
pub fn read_request(frames: &Frames<'_>) -> Option<RequestView> {
    message::request(frames)
}

/// Reads the final response; nothing if its fields did not come.
#[must_use]
pub fn read_response(frames: &Frames<'_>) -> Option<ResponseView> {
    message::response(frames)
}
