//! A field block as parts: each representation, what it stands for, and what that means.

use std::borrow::Cow;

use exchange::Part;

use super::{
    Malformed, Table,
    cursor::{Cursor, Words, moved},
    huffman,
    representation::{Indexing, Literal, Name, Representation, Text},
    section::{Pseudo, Rules, Section},
    table::is_static,
};
use crate::explain::decoded::{self, bytes, quoted};

/// So much of decoded fields is taken apart, counted as SETTINGS_MAX_HEADER_LIST_SIZE is: an index of one byte may stand for
/// kilobytes.
const MOST_DECODED: usize = 64 * 1024;

/// What a field counts beside its name and its value.
const OVERHEAD: usize = 32;

/// The parts of a whole field block, and the rule that it breaks by what it lacks. The table becomes what it is after the block.
pub(super) fn block(text: &[u8], table: &mut Table, section: Section) -> (Vec<Part>, Option<&'static str>) {
    let mut cursor = Cursor::default();
    let mut rules = Rules::new(section);
    let (mut decoded, mut begun) = (0, false);
    while cursor.at < text.len() {
        let rest = &text[cursor.at..];
        if decoded > MOST_DECODED {
            let words = Words::new(
                "There are so many that these are not taken apart.",
                "RFC 7541, section 2.1",
            );
            cursor.leaf(rest.len(), "further field lines", words);
            // What they make of the table, the next block depends on.
            let _ = table.decode(rest, |_| Ok(()));
            return (cursor.parts, None);
        }
        let read = Representation::read(rest).and_then(|(representation, length)| {
            if begun && matches!(representation, Representation::Resize(_)) {
                return Err(Malformed::LateResize);
            }
            begun |= !matches!(representation, Representation::Resize(_));
            decoded += OVERHEAD;
            line(&mut cursor, &representation, length, table, &mut rules, &mut decoded)?;
            table.apply(&representation)
        });
        if let Err(malformed) = read {
            let words = Words::new(
                "A decoder cannot go on from here, and ends the connection: it does not know the table any more.",
                "RFC 9113, section 4.3",
            );
            // What was taken apart before it turned out to be wrong stays.
            match cursor.parts.last_mut().filter(|part| part.end == text.len()) {
                Some(last) => last.fault = Some(malformed.rule().into()),
                None => {
                    let length = text.len() - cursor.at;
                    cursor.leaf(length, "unreadable rest", words.with_fault(Some(malformed.rule())));
                }
            }
            return (cursor.parts, None);
        }
    }
    (cursor.parts, rules.missing())
}

/// Takes one representation, of so many bytes. On an error nothing is taken.
fn line(
    cursor: &mut Cursor,
    representation: &Representation<'_>,
    length: usize,
    table: &Table,
    rules: &mut Rules,
    decoded: &mut usize,
) -> Result<(), Malformed> {
    match representation {
        Representation::Resize(size) => {
            let words = Words::new(
                format!("From here on the table that remembers fields may have {size} bytes."),
                "RFC 7541, section 6.3",
            );
            let fault = (*size as usize > table.allowed()).then_some(Malformed::LargeResize.rule());
            cursor.leaf(length, "dynamic table size update", words.with_fault(fault));
        }
        Representation::Indexed(index) => {
            let (name, value) = table.entry(*index)?;
            *decoded += name.len() + value.len();
            let mut inner = Cursor::at(cursor.at);
            let gist = gist(&value_parts(name, value)).map_or_else(String::new, |gist| format!(" {gist}"));
            let words = Words::new(
                format!("{} stands for {}.{gist}", place(*index), pair(name, value)),
                "RFC 7541, section 6.1",
            );
            inner.leaf(length, "index", words);
            cursor.branch("field line", field_words(name, rules.check(name, value)), inner.parts);
        }
        Representation::Literal(literal) => {
            let name = table.name(literal)?;
            let value = literal.value.decoded()?;
            *decoded += name.len() + value.len();
            let mut inner = Cursor::at(cursor.at);
            inner.leaf(literal.prefix, form(literal.indexing), form_words(literal, &name));
            if let Name::New(text) = &literal.name {
                inner.leaf(text.prefix, "name length", length_words(text));
                let (meaning, spec) = decoded::field_name(&name);
                let meaning = match Pseudo::of(&name) {
                    Some(_) => None,
                    None => meaning,
                };
                let mut words = Words {
                    meaning,
                    spec,
                    fault: None,
                };
                if text.huffman {
                    words.meaning = Some(spelled(&name, words.meaning));
                }
                inner.leaf(text.octets.len(), "field name", words);
            }
            inner.leaf(literal.value.prefix, "value length", length_words(&literal.value));
            inner.extend(placed(&literal.value, &name, &value, inner.at)?);
            cursor.branch(
                "field line",
                field_words(&name, rules.check(&name, &value)),
                inner.parts,
            );
        }
    }
    Ok(())
}

/// What a field says, and the rule that it breaks.
fn field_words(name: &[u8], fault: Option<&'static str>) -> Words {
    let words = match Pseudo::of(name).map(Pseudo::words) {
        Some((meaning, spec)) => Words::new(meaning, spec),
        None => {
            let (meaning, spec) = decoded::field_line(name);
            Words {
                meaning,
                spec,
                fault: None,
            }
        }
    };
    words.with_fault(fault)
}

const fn form(indexing: Indexing) -> &'static str {
    match indexing {
        Indexing::Incremental => "literal with incremental indexing",
        Indexing::Without => "literal without indexing",
        Indexing::Never => "literal never indexed",
    }
}

fn form_words(literal: &Literal<'_>, name: &[u8]) -> Words {
    let (what, spec) = match literal.indexing {
        Indexing::Incremental => (
            "The table remembers this field, so that an index can stand for it from now on.",
            "RFC 7541, section 6.2.1",
        ),
        Indexing::Without => ("The table does not remember this field.", "RFC 7541, section 6.2.2"),
        Indexing::Never => (
            "No table on the whole way may remember this field, because it may be a secret that could be guessed from sizes.",
            "RFC 7541, section 6.2.3",
        ),
    };
    let name = match literal.name {
        Name::Index(index) => format!("{} has its name: {}.", place(index), quoted(name)),
        Name::New(_) => "Its name follows.".into(),
    };
    Words::new(format!("{what} {name}"), spec)
}

/// Where an index points.
fn place(index: u32) -> String {
    let table = if is_static(index) { "static" } else { "dynamic" };
    format!("Index {index}, in the {table} table,")
}

fn length_words(text: &Text<'_>) -> Words {
    let size = bytes(text.octets.len() as u64);
    let words = if text.huffman {
        format!("{size} in Huffman code, as the first bit says.")
    } else {
        format!("{size}, not in Huffman code.")
    };
    Words::new(words, "RFC 7541, section 5.2")
}

/// A field as it stands in a sentence. A secret is not repeated.
fn pair(name: &[u8], value: &[u8]) -> String {
    if decoded::is_secret(name) {
        format!("{} with a value that is a secret", quoted(name))
    } else {
        quoted(&[name, b": ", value].concat())
    }
}

/// The parts of a value, as if it stood alone.
fn value_parts(name: &[u8], value: &[u8]) -> Vec<Part> {
    let side = super::Sender::Client.side();
    match Pseudo::of(name) {
        Some(Pseudo::Method) => decoded::method(value),
        Some(Pseudo::Scheme) => decoded::scheme(value),
        Some(Pseudo::Authority) => decoded::authority(value),
        Some(Pseudo::Path) => decoded::path(value),
        Some(Pseudo::Status) => decoded::status(super::Sender::Server.side(), value),
        Some(Pseudo::Protocol) | None => decoded::field_value(side, name, value),
    }
}

/// What a value means as a whole, if one sentence says it.
fn gist(parts: &[Part]) -> Option<&str> {
    match parts {
        [only] => only.meaning.as_deref().or_else(|| gist(&only.parts)),
        _ => None,
    }
}

/// The parts of a value where it lies. Of a value in Huffman code, a byte belongs to the part of whose code it has the first bit,
/// and each part says what it stands for, because the bytes do not show it.
fn placed(text: &Text<'_>, name: &[u8], value: &[u8], at: usize) -> Result<Vec<Part>, Malformed> {
    let mut parts = value_parts(name, value);
    if !text.huffman {
        return Ok(moved(parts, &|place| place + at));
    }
    let (_, places) = huffman::decode_placed(text.octets)?;
    if !decoded::is_secret(name) {
        spell(&mut parts, value);
    }
    if value.is_empty() && !text.octets.is_empty() {
        return Err(Malformed::Huffman);
    }
    let last = text.octets.len();
    Ok(moved(parts, &|place| at + places.get(place).copied().unwrap_or(last)))
}

fn spell(parts: &mut [Part], value: &[u8]) {
    for part in parts {
        let text = value.get(part.start..part.end).unwrap_or_default();
        part.meaning = Some(spelled(text, part.meaning.take()));
        spell(&mut part.parts, value);
    }
}

/// What a text is that its bytes do not show, and what it means.
fn spelled(text: &[u8], meaning: Option<Cow<'static, str>>) -> Cow<'static, str> {
    let text = quoted(text);
    match meaning {
        Some(meaning) => format!("{text}, in Huffman code. {meaning}").into(),
        None => format!("{text}, in Huffman code.").into(),
    }
}
