//! Any bytes as one direction of an exchange of HTTP/2: no panic, and each byte has its leaf, when secrets are hidden too.
//!
//! `cargo +nightly fuzz run http2 fuzz/corpus/http2 corpus/http2` in `crates/wire`.

#![no_main]

use exchange::{Half, Part, Transcript};
use libfuzzer_sys::fuzz_target;
use wire::{
    http2::{Frames, annotate_request, annotate_response, read_request, read_response},
    redact::http2_transcript,
};

fn end_of(parts: &[Part], start: usize) -> usize {
    parts.iter().fold(start, |at, part| {
        assert_eq!(part.start, at);
        if !part.parts.is_empty() {
            assert_eq!(end_of(&part.parts, at), part.end);
        }
        part.end
    })
}

fuzz_target!(|bytes: &[u8]| {
    let frames = Frames {
        bytes,
        ..Frames::default()
    };
    let half = |parts: Vec<Part>| {
        assert_eq!(end_of(&parts, 0), bytes.len());
        Half {
            bytes: bytes.to_vec(),
            size: bytes.len() as u64,
            parts,
            ..Half::default()
        }
    };
    let mut transcript = Transcript {
        protocol: "h2".to_owned(),
        request: half(annotate_request(&frames)),
        response: half(annotate_response(&frames)),
    };
    http2_transcript(&mut transcript, &[], &[]);
    for half in [&transcript.request, &transcript.response] {
        assert_eq!(end_of(&half.parts, 0), bytes.len());
    }
    let _ = (read_request(&frames), read_response(&frames));
});
