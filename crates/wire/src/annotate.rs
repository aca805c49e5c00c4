//! From bytes to parts.

use exchange::Part;

use crate::{
    content, explain,
    http1::{Scanner, Side, framing::Asked},
    tree::Node,
};

/// What is known of where the bytes of a message end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// These are all bytes that came: the message ends with them, or the connection did.
    #[default]
    Whole,
    /// More came, or will come; it is not the message's fault that they are not here.
    Cut,
}

/// The parts of a request.
///
/// They tile the bytes: each byte lies in exactly one leaf. What breaks a rule is a part with a fault; nothing is refused.
#[must_use]
pub fn annotate_request(bytes: &[u8], end: End) -> Vec<Part> {
    Scan::request(bytes, end).parts()
}

/// The parts of a response and of the interim responses before it.
///
/// Where it ends depends on the method of the request: the response to HEAD has no content, and after a successful CONNECT
/// another protocol follows (RFC 9112, section 6.3).
#[must_use]
pub fn annotate_response(bytes: &[u8], request_method: &str, end: End) -> Vec<Part> {
    Scan::response(bytes, request_method, end).parts()
}

/// A message that is taken apart, but not explained yet.
///
/// This is the cheap half of the work: no text is made until [`Scan::parts`] is asked for.
#[derive(Clone, Debug)]
pub struct Scan<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) scanner: Scanner,
    pub(crate) side: Side,
}

impl<'b> Scan<'b> {
    /// Takes a request apart.
    #[must_use]
    pub fn request(bytes: &'b [u8], end: End) -> Self {
        Self::of(bytes, Side::Request, end)
    }

    /// Takes a response apart, and the interim responses before it.
    #[must_use]
    pub fn response(bytes: &'b [u8], request_method: &str, end: End) -> Self {
        Self::of(bytes, Side::Response(Asked::by(request_method.as_bytes())), end)
    }

    fn of(bytes: &'b [u8], side: Side, end: End) -> Self {
        Self::finished(bytes, Scanner::new(side), side, end)
    }

    fn finished(bytes: &'b [u8], mut scanner: Scanner, side: Side, end: End) -> Self {
        // Heads have about one part for four bytes; more room is made where it is needed.
        scanner.tree.nodes.reserve((bytes.len() / 4).min(256));
        scanner.finish(bytes, end);
        content::refine(&mut scanner, bytes, end);
        Self { bytes, scanner, side }
    }

    /// The parts, each with its name, its meaning and its section.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        explain::parts(self)
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.scanner.tree.nodes
    }
}

/// Takes a message apart while its bytes come, in whatever pieces.
///
/// It keeps the bytes, because what a part means is read from them; whoever feeds it bounds them.
#[derive(Clone, Debug)]
pub struct Annotator {
    bytes: Vec<u8>,
    scanner: Scanner,
    side: Side,
}

impl Annotator {
    /// An annotator of a request.
    #[must_use]
    pub fn request() -> Self {
        Self::new(Side::Request)
    }

    /// An annotator of the response to a request of that method.
    #[must_use]
    pub fn response(request_method: &str) -> Self {
        Self::new(Side::Response(Asked::by(request_method.as_bytes())))
    }

    fn new(side: Side) -> Self {
        Self {
            bytes: Vec::new(),
            scanner: Scanner::new(side),
            side,
        }
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.scanner.advance(&self.bytes);
    }

    /// The bytes so far.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The parts of the bytes so far, if they end like that. More bytes may be fed afterwards.
    #[must_use]
    pub fn parts(&self, end: End) -> Vec<Part> {
        Scan::finished(&self.bytes, self.scanner.clone(), self.side, end).parts()
    }

    /// The bytes and their parts; no more bytes come.
    #[must_use]
    pub fn finish(self, end: End) -> (Vec<u8>, Vec<Part>) {
        let parts = Scan::finished(&self.bytes, self.scanner, self.side, end).parts();
        (self.bytes, parts)
    }
}
