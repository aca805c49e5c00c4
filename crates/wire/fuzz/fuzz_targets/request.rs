//! Any bytes as a request: no panic, and the pieces in which they come do not matter.
//!
//! `cargo +nightly fuzz run request fuzz/corpus/request corpus/request` in `crates/wire`: what is found goes to the first
//! folder, and the second one is where it begins.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{Annotator, End, annotate_request, read_request};

fuzz_target!(|bytes: &[u8]| {
    let whole = annotate_request(bytes, End::Whole);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let mut annotator = Annotator::request();
    annotator.feed(first);
    annotator.feed(second);
    assert_eq!(annotator.finish(End::Whole).1, whole);
    let _ = read_request(bytes, End::Cut);
});
