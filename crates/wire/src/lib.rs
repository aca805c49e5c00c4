//! What the bytes of HTTP mean.
//!
//! From bytes to meaning:
//!
//! - [`annotate`]: a message's bytes as a tree of [`exchange::Part`]; each byte in one leaf, each part with its meaning
//! - [`meaning`]: methods, status codes, fields and the tokens in them, each in a sentence with its section
//! - [`head`]: a message as the server needs it: method, target, status, fields as they were sent, content
//! - [`export`]: an exchange as a command of curl, as JavaScript, as an HTTP Archive
//! - [`redact`]: an exchange without the values of credentials and cookies
//! - `http1`: lines, fields, framing and chunks (RFC 9112)
//! - [`http2`]: frames, field blocks and their tables (RFC 9113, RFC 7541)
//! - `uri`, `value`, `content`: the structure inside targets, field values and bodies
//! - `kind`, `fault`: what a part can be, and the rules that it can break
//! - `tree`, `reader`, `octet`: nodes, how they are written, classes of octets
//! - `explain`: from nodes to parts in words
//!
//! It does no I/O and builds for the browser. Nothing here panics or refuses, whatever the bytes are.

pub mod annotate;
mod content;
mod explain;
pub mod export;
mod fault;
pub mod head;
mod http1;
pub mod http2;
mod kind;
pub mod meaning;
mod octet;
mod reader;
pub mod redact;
mod tree;
mod uri;
mod value;

pub use annotate::{Annotator, End, Scan, annotate_request, annotate_response};
pub use head::{Message, RequestView, ResponseView, read_request, read_response};
