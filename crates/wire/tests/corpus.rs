//! Each message of the corpus: its faults are those of the snapshot, and cutting it anywhere changes nothing.
//!
//! `corpus/request` and `corpus/response` have a message a file. The fuzz targets begin with them too.

use std::{fs, path::Path};

use exchange::Part;
use wire::{Annotator, End, annotate_request, annotate_response};

/// The messages of a folder of the corpus, in the order of their names.
fn messages(side: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(side);
    let mut messages: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("its folder can be read").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read(&path).expect("its files can be read"))
        })
        .collect();
    messages.sort();
    messages
}

fn annotate(side: &str, bytes: &[u8]) -> Vec<Part> {
    match side {
        "request" => annotate_request(bytes, End::Whole),
        _ => annotate_response(bytes, "GET", End::Whole),
    }
}

fn annotator(side: &str) -> Annotator {
    match side {
        "request" => Annotator::request(),
        _ => Annotator::response("GET"),
    }
}

fn faults(parts: &[Part], bytes: &[u8], lines: &mut String) {
    for part in parts {
        if let Some(fault) = &part.fault {
            let text = &bytes[part.start..part.end.min(part.start + 40)];
            lines.push_str(&format!("  {} `{}`: {fault}\n", part.name, text.escape_ascii()));
        }
        faults(&part.parts, bytes, lines);
    }
}

#[test]
fn the_faults_are_found() {
    let mut lines = String::new();
    let mut misnamed = Vec::new();
    for side in ["request", "response"] {
        for (name, bytes) in messages(side) {
            let mut found = String::new();
            faults(&annotate(side, &bytes), &bytes, &mut found);
            let named = name.starts_with("fault-");
            if named == found.is_empty() {
                misnamed.push(format!("{side}/{name}\n{found}"));
            }
            if !found.is_empty() {
                lines.push_str(&format!("{side}/{name}\n{found}"));
            }
        }
    }
    assert_eq!(
        misnamed,
        Vec::<String>::new(),
        "named as faulty and not, or the other way round"
    );
    insta::assert_snapshot!(lines);
}

#[test]
fn each_byte_has_its_leaf_and_no_split_matters() {
    for side in ["request", "response"] {
        for (name, bytes) in messages(side) {
            let whole = annotate(side, &bytes);
            let mut leaves = Vec::new();
            collect(&whole, &mut leaves);
            let mut at = 0;
            for (start, end) in leaves {
                assert!(start == at && end > start, "{side}/{name} at {at}");
                at = end;
            }
            assert_eq!(at, bytes.len(), "{side}/{name}");
            for step in [1, 2, 7] {
                let mut annotator = annotator(side);
                bytes.chunks(step).for_each(|piece| annotator.feed(piece));
                assert_eq!(annotator.finish(End::Whole).1, whole, "{side}/{name} by {step}");
            }
        }
    }
}

fn collect(parts: &[Part], leaves: &mut Vec<(usize, usize)>) {
    for part in parts {
        if part.parts.is_empty() {
            leaves.push((part.start, part.end));
        }
        collect(&part.parts, leaves);
    }
}
