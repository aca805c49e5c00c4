//! The parts of a message in the order of its bytes, numbered: those that have none below them are what can be pointed at.

use std::{ops::Range, sync::Arc};

use exchange::{Half, Part, Transcript};

use super::super::{address::Direction, bytes::Segment};

/// All parts of one message.
pub(super) struct Outline {
    transcript: Arc<Transcript>,
    direction: Direction,
    nodes: Vec<Node>,
    /// The parts without parts, by their places among the nodes.
    leaves: Vec<usize>,
}

/// A part, by where it is in the tree.
struct Node {
    parent: Option<usize>,
    /// Its place among its parent's parts.
    place: usize,
    bytes: Range<usize>,
    /// The leaves that it is made of.
    leaves: (usize, usize),
    /// Whether it, or a part that it is in, breaks a rule.
    is_faulty: bool,
}

impl Outline {
    pub(super) fn of(transcript: Arc<Transcript>, direction: Direction) -> Self {
        let mut outline = Self {
            transcript: transcript.clone(),
            direction,
            nodes: Vec::new(),
            leaves: Vec::new(),
        };
        outline.add(&direction.half(&transcript).parts, None, false);
        outline
    }

    fn add(&mut self, parts: &[Part], parent: Option<usize>, is_faulty: bool) {
        for (place, part) in parts.iter().enumerate() {
            let (node, leaf) = (self.nodes.len(), self.leaves.len());
            let is_faulty = is_faulty || part.fault.is_some();
            self.nodes.push(Node {
                parent,
                place,
                bytes: part.start..part.end,
                leaves: (leaf, leaf),
                is_faulty,
            });
            if part.parts.is_empty() {
                self.leaves.push(node);
            } else {
                self.add(&part.parts, Some(node), is_faulty);
            }
            self.nodes[node].leaves.1 = self.leaves.len();
        }
    }

    pub(super) fn direction(&self) -> Direction {
        self.direction
    }

    pub(super) fn half(&self) -> &Half {
        self.direction.half(&self.transcript)
    }

    /// How many leaves there are.
    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// The node of a leaf.
    pub(super) fn leaf(&self, leaf: usize) -> Option<usize> {
        self.leaves.get(leaf).copied()
    }

    /// The leaves that a node is made of.
    pub(super) fn leaves(&self, node: usize) -> (usize, usize) {
        self.nodes[node].leaves
    }

    /// The bytes of a node.
    pub(super) fn bytes(&self, node: usize) -> Range<usize> {
        self.nodes[node].bytes.clone()
    }

    /// What is known of a node.
    pub(super) fn part(&self, node: usize) -> &Part {
        let Node { parent, place, .. } = self.nodes[node];
        match parent {
            Some(parent) => &self.part(parent).parts[place],
            None => &self.half().parts[place],
        }
    }

    /// The parts that a node is in, the outermost first, and the node itself.
    pub(super) fn path(&self, node: usize) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(Some(node), |&node| self.nodes[node].parent).collect();
        path.reverse();
        path
    }

    /// The innermost of the nodes that hold all of those bytes.
    pub(super) fn node_of(&self, bytes: &Range<usize>) -> Option<usize> {
        let holds = |node: &Node| node.bytes.start <= bytes.start && bytes.end <= node.bytes.end;
        self.nodes.iter().rposition(holds)
    }

    /// The nodes that break a rule themselves.
    pub(super) fn faults(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|&node| self.nodes[node].is_faulty && self.part(node).fault.is_some())
    }

    /// A range of the bytes as segments.
    pub(super) fn segments(&self, range: Range<usize>) -> Vec<Segment> {
        let first = self
            .leaves
            .partition_point(|&node| self.nodes[node].bytes.end <= range.start);
        let mut segments = Vec::new();
        let mut at = range.start;
        for (leaf, &node) in self.leaves.iter().enumerate().skip(first) {
            let Node { bytes, is_faulty, .. } = &self.nodes[node];
            if bytes.start >= range.end {
                break;
            }
            let end = bytes.end.min(range.end);
            segments.push(Segment {
                range: at..end,
                part: Some(leaf),
                kind: self.kind(node),
                is_faulty: *is_faulty,
            });
            at = end;
        }
        if at < range.end {
            // Leaves tile the bytes, but what a server says is not taken for granted.
            segments.push(Segment {
                range: at..range.end,
                part: None,
                kind: "",
                is_faulty: false,
            });
        }
        segments
    }

    /// What a leaf is for the eye, which is to find names and values: so what stands between them is quiet.
    fn kind(&self, node: usize) -> &'static str {
        let bytes = self.half().bytes.get(self.bytes(node)).unwrap_or_default();
        let is_between = bytes
            .iter()
            .all(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | b':'));
        match &*self.part(node).name {
            "field name" | "method" | "status code" => "name",
            _ if is_between => "mark",
            _ => "value",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(start: usize, end: usize, name: &'static str, parts: Vec<Part>) -> Part {
        Part {
            start,
            end,
            name: name.into(),
            meaning: None,
            spec: None,
            fault: (name == "value").then(|| "no".into()),
            parts,
        }
    }

    fn outline() -> Outline {
        let line = part(
            4,
            10,
            "field line",
            vec![
                part(4, 6, "field name", vec![]),
                part(6, 8, "colon", vec![]),
                part(8, 10, "value", vec![]),
            ],
        );
        let request = Half {
            bytes: b"GET a: bc\n".to_vec(),
            size: 10,
            parts: vec![part(0, 4, "method", vec![]), line],
            ..Half::default()
        };
        let transcript = Transcript {
            protocol: "http/1.1".into(),
            request,
            response: Half::default(),
        };
        Outline::of(Arc::new(transcript), Direction::Request)
    }

    #[test]
    fn parts_are_found_by_leaf_by_bytes_and_by_fault() {
        let outline = outline();
        assert_eq!(outline.len(), 4);
        let line = outline.node_of(&(4..10)).unwrap();
        assert_eq!(
            (&*outline.part(line).name, outline.leaves(line)),
            ("field line", (1, 4))
        );
        assert_eq!(outline.path(outline.leaf(3).unwrap()), [line, line + 3]);
        assert_eq!(outline.node_of(&(4..9)), Some(line));
        assert_eq!(outline.node_of(&(8..9)), Some(line + 3));
        assert_eq!(outline.node_of(&(2..6)), None);
        assert_eq!(outline.faults().collect::<Vec<_>>(), [line + 3]);
    }

    #[test]
    fn segments_tile_whatever_is_asked_for() {
        let outline = outline();
        for start in 0..10 {
            for end in start + 1..=10 {
                let segments = outline.segments(start..end);
                let mut at = start;
                for segment in &segments {
                    assert_eq!(segment.range.start, at);
                    at = segment.range.end;
                }
                assert_eq!(at, end);
            }
        }
        let kinds: Vec<_> = outline
            .segments(0..10)
            .iter()
            .map(|segment| (segment.kind, segment.is_faulty))
            .collect();
        assert_eq!(
            kinds,
            [("name", false), ("name", false), ("value", false), ("value", true)]
        );
    }
}
