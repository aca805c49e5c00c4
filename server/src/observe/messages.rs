//! The messages of an exchange as they passed, and what they say, by the version of HTTP that they are in.

use std::time::Instant;

use exchange::{Part, Transcript, Version};
use wire::{
    RequestView, ResponseView, Scan,
    http2::{self, Frames, Table},
    redact,
};

use super::record::end;
use crate::listen::{FieldTables, Recording, Tape};

/// The messages of an exchange as they passed.
#[derive(Debug)]
pub(super) struct Messages {
    /// What the client sent.
    pub(super) request: Tape,
    /// What it was sent, interim responses included.
    pub(super) response: Tape,
    /// What the field blocks depend on, of HTTP/2.
    tables: Option<Box<FieldTables>>,
}

impl From<Recording<'_>> for Messages {
    fn from(recording: Recording<'_>) -> Self {
        Self {
            request: recording.request.take(),
            response: recording.response.take(),
            tables: recording.tables.map(Box::new),
        }
    }
}

impl Messages {
    /// The version of HTTP that its connection speaks.
    pub(super) fn version(&self) -> Version {
        match self.tables {
            None => Version::Http11,
            Some(_) => Version::Http2,
        }
    }

    /// The protocol by its ALPN identifier (RFC 7301).
    pub(super) fn protocol(&self) -> &'static str {
        match self.tables {
            None => "http/1.1",
            Some(_) => "h2",
        }
    }

    /// What the request says.
    pub(super) fn request_view(&self) -> Option<RequestView> {
        let tape = &self.request;
        match &self.tables {
            None => wire::read_request(&tape.bytes, end(tape)),
            Some(tables) => http2::read_request(&frames(tape, &tables.request)),
        }
    }

    /// What the final response to a request of that method says.
    pub(super) fn response_view(&self, method: &str) -> Option<ResponseView> {
        let tape = &self.response;
        match &self.tables {
            None => wire::read_response(&tape.bytes, method, end(tape)),
            Some(tables) => http2::read_response(&frames(tape, &tables.response)),
        }
    }

    /// The parts of both directions.
    pub(super) fn parts(&self) -> [Vec<Part>; 2] {
        let Self { request, response, .. } = self;
        match &self.tables {
            None => {
                let scan = Scan::request(&request.bytes, end(request));
                let method = scan.request_view().map_or_else(String::new, |view| view.method);
                [
                    scan.parts(),
                    wire::annotate_response(&response.bytes, &method, end(response)),
                ]
            }
            Some(tables) => [
                http2::annotate_request(&frames(request, &tables.request)),
                http2::annotate_response(&frames(response, &tables.response)),
            ],
        }
    }

    /// Hides the values of secret fields in its transcript.
    pub(super) fn redact(&self, transcript: &mut Transcript) {
        match &self.tables {
            None => redact::transcript(transcript),
            Some(tables) => redact::http2_transcript(transcript, &tables.request, &tables.response),
        }
    }

    /// How much memory they take beside their own, roughly: the tables of a direction have most of their entries in common.
    pub(super) fn size(&self) -> usize {
        let tape = |tape: &Tape| tape.bytes.capacity() + tape.arrivals.capacity() * size_of::<(u64, Instant)>();
        let last = |tables: &[Table]| tables.last().map_or(0, Table::size);
        let tables = self.tables.as_ref();
        tape(&self.request)
            + tape(&self.response)
            + tables.map_or(0, |tables| last(&tables.request) + last(&tables.response))
    }
}

fn frames<'r>(tape: &'r Tape, tables: &'r [Table]) -> Frames<'r> {
    Frames {
        bytes: &tape.bytes,
        tables,
        end: end(tape),
    }
}
