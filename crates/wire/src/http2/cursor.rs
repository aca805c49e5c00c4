//! Parts, written from left to right: each begins where the one before it ended. So they tile the bytes, whatever the bytes are.

use std::{borrow::Cow, ops::Range};

use exchange::Part;

/// What a part says.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) meaning: Option<Cow<'static, str>>,
    pub(super) spec: Option<&'static str>,
    pub(super) fault: Option<&'static str>,
}

impl Words {
    pub(super) fn new(meaning: impl Into<Cow<'static, str>>, spec: &'static str) -> Self {
        Self {
            meaning: Some(meaning.into()),
            spec: Some(spec),
            fault: None,
        }
    }

    pub(super) fn with_fault(mut self, fault: Option<&'static str>) -> Self {
        self.fault = fault;
        self
    }
}

/// Where the next part begins, and the parts before it.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    pub(super) at: usize,
    pub(super) parts: Vec<Part>,
}

impl Cursor {
    pub(super) fn at(at: usize) -> Self {
        Self { at, parts: Vec::new() }
    }

    /// The next so many bytes are a part, if there are any.
    pub(super) fn leaf(&mut self, length: usize, name: &'static str, words: Words) {
        if length > 0 {
            let end = self.at + length;
            self.parts.push(part(self.at..end, name, words, Vec::new()));
            self.at = end;
        }
    }

    /// What these parts are in is a part, if there are any. They begin where the cursor is.
    pub(super) fn branch(&mut self, name: &'static str, words: Words, parts: Vec<Part>) {
        if let Some(last) = parts.last() {
            let end = last.end;
            self.parts.push(part(self.at..end, name, words, parts));
            self.at = end;
        }
    }

    /// These parts are next.
    pub(super) fn extend(&mut self, parts: Vec<Part>) {
        if let Some(last) = parts.last() {
            self.at = last.end;
        }
        self.parts.extend(parts);
    }
}

fn part(range: Range<usize>, name: &'static str, words: Words, parts: Vec<Part>) -> Part {
    Part {
        start: range.start,
        end: range.end,
        name: name.into(),
        meaning: words.meaning,
        spec: words.spec.map(Cow::Borrowed),
        fault: words.fault.map(Cow::Borrowed),
        parts,
    }
}

/// The parts with their places changed; `places` never leads backwards. A part that keeps no byte is left out.
pub(super) fn moved(parts: Vec<Part>, places: &impl Fn(usize) -> usize) -> Vec<Part> {
    parts
        .into_iter()
        .filter_map(|mut part| {
            (part.start, part.end) = (places(part.start), places(part.end));
            part.parts = moved(part.parts, places);
            (part.end > part.start).then_some(part)
        })
        .collect()
}

/// What of the parts lies in a range of the bytes that they tile, moved so that the range begins there. A part that began before the
/// range says so; what is wrong is said once, where it begins.
pub(super) fn cut(parts: &[Part], range: &Range<usize>, to: usize) -> Vec<Part> {
    let inside = |part: &&Part| part.start < range.end && part.end > range.start;
    parts
        .iter()
        .filter(inside)
        .map(|part| {
            let continued = part.start < range.start;
            let meaning = if continued {
                Some("It began in the frame before, and goes on here.".into())
            } else {
                part.meaning.clone()
            };
            Part {
                start: part.start.max(range.start) - range.start + to,
                end: part.end.min(range.end) - range.start + to,
                name: part.name.clone(),
                meaning,
                spec: part.spec.clone(),
                fault: part.fault.clone().filter(|_| !continued),
                parts: cut(&part.parts, range, to),
            }
        })
        .collect()
}
