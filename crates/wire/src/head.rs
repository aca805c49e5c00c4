//! A message as a server or a client needs it: what the start line says, the fields as they were sent, the content.
//!
//! It is read from the same nodes as the parts, so that what is shown and what is used cannot differ.

use std::ops::Range;

use exchange::{Field, Version};

use crate::{
    annotate::{End, Scan},
    http1::content_of,
    kind::Kind,
    octet,
    tree::Node,
};

/// What a request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestView {
    /// The method, as it was sent.
    pub method: String,
    /// The request target, as it was sent.
    pub target: String,
    /// What requests and responses both have.
    pub message: Message,
}

/// What a response says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseView {
    /// The status code of the final response; 0 if it is not one.
    pub status: u16,
    /// The reason phrase, if there is one.
    pub reason: Option<String>,
    /// The status codes of the interim responses before it, in order.
    pub interim: Vec<u16>,
    /// What requests and responses both have.
    pub message: Message,
}

/// What requests and responses both have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The version that the start line names.
    pub version: Version,
    /// The header fields in order: names in their case, values without the whitespace around. The lines of a folded value are
    /// joined by one space (RFC 9112, section 5.2).
    pub fields: Vec<Field>,
    /// The trailer fields, likewise.
    pub trailers: Vec<Field>,
    /// Where the head is: start line, header section and the empty line; interim responses are before it.
    pub head: Range<usize>,
    /// Where the body is, as it travelled: with chunk sizes and trailers, if it came in chunks.
    pub body: Range<usize>,
    /// The content, transfer coding taken off, content coding still on: as much of it as came.
    pub content: Vec<u8>,
    /// Whether all that the head promises is there.
    pub whole: bool,
}

/// Reads a request; nothing if it has no request line.
#[must_use]
pub fn read_request(bytes: &[u8], end: End) -> Option<RequestView> {
    Scan::request(bytes, end).request_view()
}

/// Reads the final response to a request of that method; nothing if it has no status line.
#[must_use]
pub fn read_response(bytes: &[u8], request_method: &str, end: End) -> Option<ResponseView> {
    Scan::response(bytes, request_method, end).response_view()
}

impl Scan<'_> {
    /// What the request says; nothing if it has no request line.
    #[must_use]
    pub fn request_view(&self) -> Option<RequestView> {
        let nodes = self.nodes();
        let start = nodes.iter().position(|node| node.kind == Kind::RequestLine)?;
        let line = inside(nodes, start);
        Some(RequestView {
            method: self.text_of(line, Kind::Method),
            target: self.text_of(line, Kind::Target),
            message: self.message(start),
        })
    }

    /// What the final response says; nothing if it has no status line.
    #[must_use]
    pub fn response_view(&self) -> Option<ResponseView> {
        let nodes = self.nodes();
        let start = nodes
            .iter()
            .position(|node| node.kind == Kind::StatusLine && node.depth == 0)?;
        let line = inside(nodes, start);
        let code = |node: &Node| octet::decimal(self.slice(node)).and_then(|code| u16::try_from(code).ok());
        Some(ResponseView {
            status: self.scanner.head.status,
            reason: line
                .iter()
                .find(|node| node.kind == Kind::Reason)
                .map(|node| String::from_utf8_lossy(self.slice(node)).into_owned()),
            interim: nodes[..start]
                .iter()
                .filter(|node| node.kind == Kind::StatusCode)
                .filter_map(code)
                .collect(),
            message: self.message(start),
        })
    }

    fn slice(&self, node: &Node) -> &[u8] {
        &self.bytes[node.start..node.end]
    }

    fn text_of(&self, nodes: &[Node], kind: Kind) -> String {
        nodes
            .iter()
            .find(|node| node.kind == kind)
            .map(|node| String::from_utf8_lossy(self.slice(node)).into_owned())
            .unwrap_or_default()
    }

    /// The message whose start line is that node.
    fn message(&self, start: usize) -> Message {
        let nodes = self.nodes();
        let mut message = Message {
            version: match &*self.text_of(inside(nodes, start), Kind::Version) {
                "HTTP/1.0" => Version::Http10,
                "HTTP/1.1" => Version::Http11,
                _ => Version::Unknown,
            },
            fields: Vec::new(),
            trailers: Vec::new(),
            head: nodes[start].start..nodes[start].end,
            body: 0..0,
            content: Vec::new(),
            whole: self.scanner.is_whole(),
        };
        let mut index = start;
        while let Some(node) = nodes.get(index) {
            let within = inside(nodes, index);
            index += 1;
            match node.kind {
                Kind::HeaderSection => {
                    self.fields(within, &mut message.fields);
                    message.head.end = node.end;
                }
                Kind::EndOfHeader => message.head.end = node.end,
                Kind::Content => {
                    message.content.extend_from_slice(self.slice(node));
                    message.body = node.start..node.end;
                }
                Kind::ChunkedBody => message.body = node.start..node.end,
                Kind::ChunkData => message.content.extend_from_slice(self.slice(node)),
                Kind::FurtherChunks => unchunk(self.slice(node), &mut message.content),
                Kind::TrailerSection => self.fields(within, &mut message.trailers),
                _ => {}
            }
            // Of a chunked body the chunks are of interest, of anything else only what it is.
            if !matches!(node.kind, Kind::ChunkedBody | Kind::Chunk) {
                index += within.len();
            }
        }
        if message.body.is_empty() {
            message.body = message.head.end..message.head.end;
        }
        message
    }

    /// The fields of a section.
    fn fields(&self, section: &[Node], fields: &mut Vec<Field>) {
        for (index, node) in section.iter().enumerate() {
            let part = |kind: Kind| {
                let within = inside(section, index);
                let part = within.iter().find(|node| node.kind == kind);
                part.map(|node| self.slice(node)).unwrap_or_default()
            };
            match node.kind {
                Kind::FieldLine if section.get(index + 1).is_some_and(|next| next.kind == Kind::FieldName) => {
                    fields.push(Field::new(
                        part(Kind::FieldName).to_vec(),
                        part(Kind::FieldValue).to_vec(),
                    ));
                }
                Kind::FoldedLine => fold(fields, part(Kind::FieldValue)),
                Kind::FurtherLines => further(self.slice(node), fields),
                _ => {}
            }
        }
    }
}

/// The nodes inside a node.
fn inside(nodes: &[Node], index: usize) -> &[Node] {
    let depth = nodes[index].depth;
    let rest = &nodes[index + 1..];
    let length = rest.iter().position(|node| node.depth <= depth).unwrap_or(rest.len());
    &rest[..length]
}

/// Continues the value of the last field.
fn fold(fields: &mut [Field], text: &[u8]) {
    if let Some(last) = fields.last_mut() {
        if !last.value.0.is_empty() {
            last.value.0.push(b' ');
        }
        last.value.0.extend_from_slice(text);
    }
}

/// The fields of lines that were not taken apart.
fn further(lines: &[u8], fields: &mut Vec<Field>) {
    for line in lines.split_inclusive(|&byte| byte == b'\n').map(content_of) {
        if line.first().copied().is_some_and(octet::is_blank) {
            fold(fields, line.trim_ascii());
        } else if let Some(colon) = line.iter().position(|&byte| byte == b':') {
            fields.push(Field::new(
                line[..colon].trim_ascii_end().to_vec(),
                line[colon + 1..].trim_ascii().to_vec(),
            ));
        }
    }
}

/// The data of chunks that were not taken apart; of the last of them, what is there.
fn unchunk(mut chunks: &[u8], content: &mut Vec<u8>) {
    while let Some(end) = memchr::memchr(b'\n', chunks) {
        let line = content_of(&chunks[..end + 1]);
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let size = octet::hexadecimal(&line[..digits]).and_then(|size| usize::try_from(size).ok());
        let data = &chunks[end + 1..];
        let size = size.unwrap_or(0).min(data.len());
        content.extend_from_slice(&data[..size]);
        let after = &data[size..];
        chunks = match after {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            _ => return,
        };
    }
}
