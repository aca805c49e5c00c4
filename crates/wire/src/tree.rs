//! The cheap form of an annotation: one node a part, flat, in pre-order.
//!
//! A [`Tree`] is written from left to right: a leaf begins where the one before it ended. So the leaves tile the bytes by the
//! way they are made, whatever the bytes are. Names and sentences come later, in [`crate::explain`].

use crate::{fault::Fault, kind::Kind};

/// A part: a range of bytes, what it is, and how deep it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) fault: Option<Fault>,
    pub(crate) depth: u8,
}

/// The nodes so far, and where the next one begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    at: usize,
    depth: u8,
}

/// A branch that is not closed yet.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Branch(usize);

impl Branch {
    /// The place of its node.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl Tree {
    /// A tree that continues another one: it begins at that byte and at that depth.
    pub(crate) fn beginning_at(at: usize, depth: u8) -> Self {
        Self {
            nodes: Vec::new(),
            at,
            depth,
        }
    }

    /// Where the next node begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Adds a leaf that ends there, if there is anything between.
    pub(crate) fn leaf(&mut self, kind: Kind, end: usize, fault: Option<Fault>) {
        if end > self.at {
            self.nodes.push(Node {
                start: self.at,
                end,
                kind,
                fault,
                depth: self.depth,
            });
            self.at = end;
        }
    }

    /// Begins a branch.
    pub(crate) fn open(&mut self, kind: Kind) -> Branch {
        self.nodes.push(Node {
            start: self.at,
            end: self.at,
            kind,
            fault: None,
            depth: self.depth,
        });
        self.depth = self.depth.saturating_add(1);
        Branch(self.nodes.len() - 1)
    }

    /// Ends a branch. One that got nothing is taken away.
    pub(crate) fn close(&mut self, branch: Branch) {
        let node = &mut self.nodes[branch.0];
        node.end = self.at;
        self.depth = node.depth;
        if node.start == node.end {
            self.nodes.truncate(branch.0);
        }
    }

    /// Says that a node breaks a rule, unless it is known to break another one already.
    pub(crate) fn blame(&mut self, index: usize, fault: Fault) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.fault.get_or_insert(fault);
        }
    }

    /// Says that the last node of the outermost level breaks a rule.
    pub(crate) fn blame_last(&mut self, fault: Fault) {
        if let Some(node) = self.nodes.iter_mut().rev().find(|node| node.depth == 0) {
            node.fault.get_or_insert(fault);
        }
    }

    /// Makes the last node longer if it is a leaf of that kind; otherwise adds one.
    pub(crate) fn extend(&mut self, kind: Kind, end: usize) {
        match self.nodes.last_mut() {
            Some(last) if last.kind == kind && last.depth == self.depth && last.end == self.at => {
                last.end = end;
                self.at = end;
            }
            _ => self.leaf(kind, end, None),
        }
    }
}
