//! Ranges that are asked for, and the range that is enclosed (RFC 9110, sections 14.2 and 14.4).

use super::list::list;
use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

/// Takes all that is left as a range unit and ranges.
pub(crate) fn range(reader: &mut Reader<'_, '_>) {
    let unit = reader.run(octet::is_token);
    let right = unit > 0 && reader.rest().get(unit) == Some(&b'=');
    reader.checked(Kind::RangeUnit, unit, right, Fault::BadRange);
    if !reader.eat(b'=') {
        return reader.refuse_rest(Fault::BadRange);
    }
    list(reader, |reader| {
        let length = reader.until(b", \t");
        positions(&mut reader.within(length), Fault::BadRange);
    });
}

/// Takes all that is left as a unit, a range or an asterisk, and a length or an asterisk.
pub(crate) fn content_range(reader: &mut Reader<'_, '_>) {
    let unit = reader.run(octet::is_token);
    reader.leaf(Kind::RangeUnit, unit);
    reader.blank();
    let length = reader.until(b"/");
    if reader.rest().starts_with(b"*/") {
        reader.leaf(Kind::RangeSpec, 1);
    } else {
        positions(&mut reader.within(length), Fault::BadContentRange);
    }
    if !reader.eat(b'/') {
        return reader.refuse_rest(Fault::BadContentRange);
    }
    let complete = reader.rest();
    let right = complete == b"*" || octet::decimal(complete).is_some();
    reader.checked(Kind::CompleteLength, complete.len(), right, Fault::BadContentRange);
}

/// Takes all that is left as a first and a last position, of which one may be absent.
fn positions(reader: &mut Reader<'_, '_>, fault: Fault) {
    let text = reader.rest();
    let branch = reader.open(Kind::RangeSpec);
    let first = reader.until(b"-");
    reader.leaf(Kind::First, first);
    if reader.eat(b'-') {
        let last = reader.rest().len();
        reader.leaf(Kind::Last, last);
    }
    match Positions::read(text) {
        Some(Positions::Between(first, last)) if last < first => reader.blame(branch, Fault::BackwardRange),
        Some(_) => {}
        None => reader.blame(branch, fault),
    }
    reader.close(branch);
}

/// A range in positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Positions {
    /// From a position to another one, both included.
    Between(u64, u64),
    /// From a position to the end.
    From(u64),
    /// The last so many.
    Suffix(u64),
}

impl Positions {
    /// Reads `0-499`, `500-` or `-500`.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let dash = text.iter().position(|&byte| byte == b'-')?;
        match (&text[..dash], &text[dash + 1..]) {
            ([], suffix) => octet::decimal(suffix).map(Self::Suffix),
            (first, []) => octet::decimal(first).map(Self::From),
            (first, last) => Some(Self::Between(octet::decimal(first)?, octet::decimal(last)?)),
        }
    }
}
