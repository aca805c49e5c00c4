//! Any bytes as one direction of an exchange of HTTP/2: no panic, and each byte has its leaf.
//!
//! `cargo +nightly fuzz run http2 fuzz/corpus/http2 corpus/http2` in `crates/wire`.

#![no_main]

use exchange::Part;
use libfuzzer_sys::fuzz_target;
use wire::http2::{Frames, annotate_request, annotate_response, read_request, read_response};

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
    assert_eq!(end_of(&annotate_request(&frames), 0), bytes.len());
    assert_eq!(end_of(&annotate_response(&frames), 0), bytes.len());
    let _ = (read_request(&frames), read_response(&frames));
});
