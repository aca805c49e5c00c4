//! Any bytes as a response to GET: no panic, and the pieces in which they come do not matter.
//!
//! `cargo +nightly fuzz run response fuzz/corpus/response corpus/response` in `crates/wire`: what is found goes to the first
//! folder, and the second one is where it begins.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{Annotator, End, annotate_response, read_response};

fuzz_target!(|bytes: &[u8]| {
    let whole = annotate_response(bytes, "GET", End::Whole);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let mut annotator = Annotator::response("GET");
    annotator.feed(first);
    annotator.feed(second);
    assert_eq!(annotator.finish(End::Whole).1, whole);
    let _ = read_response(bytes, "GET", End::Cut);
});
