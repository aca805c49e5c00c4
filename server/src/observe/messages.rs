//! The messages in the bytes of a recording, by the version of HTTP that they are in.

use exchange::{Part, Transcript, Version};
use wire::{
    RequestView, ResponseView, Scan,
    http2::{self, Frames, Table},
    redact,
};

use super::record::end;
use crate::listen::{Recording, Tape};

/// The version of HTTP that its connection speaks.
pub(super) fn version(recording: &Recording) -> Version {
    match recording.tables {
        None => Version::Http11,
        Some(_) => Version::Http2,
    }
}

/// The protocol by its ALPN identifier (RFC 7301).
pub(super) fn protocol(recording: &Recording) -> &'static str {
    match recording.tables {
        None => "http/1.1",
        Some(_) => "h2",
    }
}

/// What the request says.
pub(super) fn request(recording: &Recording) -> Option<RequestView> {
    let tape = &recording.request;
    match &recording.tables {
        None => wire::read_request(&tape.bytes, end(tape)),
        Some(tables) => http2::read_request(&frames(tape, &tables.request)),
    }
}

/// What the final response to a request of that method says.
pub(super) fn response(recording: &Recording, method: &str) -> Option<ResponseView> {
    let tape = &recording.response;
    match &recording.tables {
        None => wire::read_response(&tape.bytes, method, end(tape)),
        Some(tables) => http2::read_response(&frames(tape, &tables.response)),
    }
}

/// The parts of both directions.
pub(super) fn parts(recording: &Recording) -> [Vec<Part>; 2] {
    let Recording { request, response, .. } = recording;
    match &recording.tables {
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
pub(super) fn redact(recording: &Recording, transcript: &mut Transcript) {
    match &recording.tables {
        None => redact::transcript(transcript),
        Some(tables) => redact::http2_transcript(transcript, &tables.request, &tables.response),
    }
}

/// How much memory the recording's tables take, roughly: those of a direction have most of their entries in common.
pub(super) fn tables_size(recording: &Recording) -> usize {
    let size = |tables: &[Table]| tables.last().map_or(0, Table::size);
    recording
        .tables
        .as_ref()
        .map_or(0, |tables| size(&tables.request) + size(&tables.response))
}

fn frames<'r>(tape: &'r Tape, tables: &'r [Table]) -> Frames<'r> {
    Frames {
        bytes: &tape.bytes,
        tables,
        end: end(tape),
    }
}
