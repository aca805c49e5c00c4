//! A JSON document (RFC 8259) as an arena of nodes that point into the text.
//!
//! A value of `serde_json` would not do here: it rounds numbers and keeps one of several members of the same name, and this
//! view is about what was really sent. It is also quicker, because nothing but the nodes is allocated.

use std::ops::Range;

/// What nests deeper is not read, so that nothing that walks the tree can exhaust the stack.
const MAX_DEPTH: usize = 128;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    Number,
    /// `true`, `false` or `null`.
    Literal,
}

/// A node's place in the arena.
pub(super) type NodeId = usize;

#[derive(Debug)]
struct Node {
    kind: Kind,
    name: Option<Range<usize>>,
    source: Range<usize>,
    /// How many members it has itself.
    len: usize,
    /// The first place in the arena after all that is below it; what lies between belongs to it.
    end: NodeId,
}

/// A document that was read.
#[derive(Debug)]
pub(super) struct Tree {
    text: Box<str>,
    nodes: Vec<Node>,
}

impl Tree {
    /// Reads a document; `None` when it is not JSON or nests too deep.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader {
            bytes: text.as_bytes(),
            at: 0,
            nodes: Vec::new(),
        };
        reader.skip_blank();
        reader.value(None, MAX_DEPTH)?;
        reader.skip_blank();
        (reader.at == text.len()).then(|| Self {
            text: text.into(),
            nodes: reader.nodes,
        })
    }

    /// The document's one value.
    #[expect(clippy::unused_self, reason = "an id is of a tree")]
    pub(super) const fn root(&self) -> NodeId {
        0
    }

    /// How many values the document holds, itself included.
    pub(super) fn values(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id].kind
    }

    /// How many members an object or array has.
    pub(super) fn len(&self, id: NodeId) -> usize {
        self.nodes[id].len
    }

    /// The name of a member of an object, quotes and escapes as they were written.
    pub(super) fn name(&self, id: NodeId) -> Option<&str> {
        self.nodes[id].name.clone().map(|name| &self.text[name])
    }

    /// The text of a value, as it was written.
    pub(super) fn source(&self, id: NodeId) -> &str {
        &self.text[self.nodes[id].source.clone()]
    }

    /// The first place in the arena after all that is below a value.
    pub(super) fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id].end
    }

    /// The values whose name, or whose own text if nothing is below them, has something.
    pub(super) fn all_with(&self, has: impl Fn(&str) -> bool) -> Vec<NodeId> {
        let text = |id| match self.kind(id) {
            Kind::Object | Kind::Array => "",
            Kind::String | Kind::Number | Kind::Literal => self.source(id),
        };
        let is_one = |&id: &NodeId| has(text(id)) || self.name(id).is_some_and(&has);
        (0..self.nodes.len()).filter(is_one).collect()
    }

    /// The members of an object or array, in the order in which they were written.
    pub(super) fn members(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.nodes[id].end;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let here = next;
            (here < end).then(|| {
                next = self.nodes[here].end;
                here
            })
        })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Reads a value, of which at most `depth` levels may nest.
    fn value(&mut self, name: Option<Range<usize>>, depth: usize) -> Option<()> {
        let (start, id) = (self.at, self.nodes.len());
        self.nodes.push(Node {
            kind: Kind::Literal,
            name,
            source: start..start,
            len: 0,
            end: id + 1,
        });
        let (kind, len) = match self.peek()? {
            b'{' => (Kind::Object, self.object(depth.checked_sub(1)?)?),
            b'[' => (Kind::Array, self.array(depth.checked_sub(1)?)?),
            b'"' => (Kind::String, self.string().map(|_| 0)?),
            b'-' | b'0'..=b'9' => (Kind::Number, self.number().map(|()| 0)?),
            _ => (Kind::Literal, self.literal().map(|()| 0)?),
        };
        let end = self.nodes.len();
        let node = &mut self.nodes[id];
        (node.kind, node.len, node.source, node.end) = (kind, len, start..self.at, end);
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<usize> {
        self.list(b'{', b'}', |reader| {
            let name = reader.string()?;
            reader.skip_blank();
            reader.take(b':')?;
            reader.skip_blank();
            reader.value(Some(name), depth)
        })
    }

    fn array(&mut self, depth: usize) -> Option<usize> {
        self.list(b'[', b']', |reader| reader.value(None, depth))
    }

    /// Reads members between brackets and counts them.
    fn list(&mut self, opening: u8, closing: u8, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<usize> {
        self.take(opening)?;
        self.skip_blank();
        let mut len = 0;
        if self.take(closing).is_some() {
            return Some(len);
        }
        loop {
            member(self)?;
            len += 1;
            self.skip_blank();
            if self.take(closing).is_some() {
                return Some(len);
            }
            self.take(b',')?;
            self.skip_blank();
        }
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    self.at += 1;
                    match self.peek()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            let digits = self.bytes.get(self.at + 1..self.at + 5)?;
                            digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                            self.at += 5;
                        }
                        _ => return None,
                    }
                }
                0..=0x1f => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(start..self.at)
    }

    fn number(&mut self) -> Option<()> {
        // The sign may be missing.
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn literal(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let literal = ["true", "false", "null"]
            .into_iter()
            .find(|literal| rest.starts_with(literal.as_bytes()))?;
        self.at += literal.len();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, MAX_DEPTH, Tree};

    #[test]
    fn keeps_what_was_written() {
        let tree = Tree::parse(" {\"b\": 1.50, \"a\": [true, null], \"b\": \"\\u00e9\"}\n").unwrap();
        let members: Vec<_> = tree.members(tree.root()).collect();
        let seen: Vec<_> = members
            .iter()
            .map(|&id| (tree.name(id), tree.kind(id), tree.source(id)))
            .collect();
        assert_eq!(
            seen,
            [
                (Some("\"b\""), Kind::Number, "1.50"),
                (Some("\"a\""), Kind::Array, "[true, null]"),
                (Some("\"b\""), Kind::String, "\"\\u00e9\""),
            ]
        );
        assert_eq!(tree.len(tree.root()), 3);
        assert_eq!(
            tree.members(members[1]).map(|id| tree.source(id)).collect::<Vec<_>>(),
            ["true", "null"]
        );
    }

    #[test]
    fn values_are_found_by_their_names_and_by_what_they_are() {
        let tree = Tree::parse(r#"{"name": "Ada", "ada": [1, {"b": "name"}], "c": true}"#).unwrap();
        let found = |words: &str| tree.all_with(|text| text.contains(words));
        assert_eq!(found("name"), [1, 5]);
        assert_eq!(found("ada"), [2]);
        assert_eq!(found("true"), [6]);
        assert!(found("{").is_empty());
        assert_eq!((tree.end(2), tree.end(0)), (6, 7));
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json() {
        for text in [
            "",
            " ",
            "{}",
            "[]",
            "[ ]",
            "{ }",
            "0",
            "-0",
            "01",
            "-",
            "1.",
            ".5",
            "1e5",
            "1E+5",
            "1e",
            "1.5e-3",
            "+1",
            "\"\"",
            "\"",
            "\"\\\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u1234\"",
            "\"\t\"",
            "\"é\"",
            "tru",
            "true",
            "truefalse",
            "null ",
            "nul",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "{\"a\":1}{}",
            "[[[]]]",
            "NaN",
            "[1,[2,{\"a\":[3]}],4]",
            "\u{feff}{}",
        ] {
            let expected = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            assert_eq!(Tree::parse(text).is_some(), expected, "{text:?}");
        }
    }

    #[test]
    fn stops_at_depth_instead_of_overflowing() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Tree::parse(&nested(MAX_DEPTH)).is_some());
        assert!(Tree::parse(&nested(MAX_DEPTH + 1)).is_none());
        assert!(Tree::parse(&"[".repeat(1_000_000)).is_none());
    }
}
