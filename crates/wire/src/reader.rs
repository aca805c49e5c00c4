//! A place in some bytes, and the tree that grows while it moves on.

use crate::{
    fault::Fault,
    kind::Kind,
    octet,
    tree::{Branch, Tree},
};

/// Reads bytes up to an end and writes a tree of them.
pub(crate) struct Reader<'b, 't> {
    /// Everything up to where this reader ends, from the start of the message.
    bytes: &'b [u8],
    pub(crate) tree: &'t mut Tree,
}

impl<'b, 't> Reader<'b, 't> {
    /// A reader that begins where the tree stands and ends with the bytes.
    pub(crate) fn new(bytes: &'b [u8], tree: &'t mut Tree) -> Self {
        Self { bytes, tree }
    }

    /// A reader of the next so many bytes only.
    pub(crate) fn within(&mut self, length: usize) -> Reader<'b, '_> {
        let end = (self.tree.at() + length).min(self.bytes.len());
        Reader {
            bytes: &self.bytes[..end],
            tree: self.tree,
        }
    }

    /// Everything up to where this reader ends.
    pub(crate) fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// What is not read yet.
    pub(crate) fn rest(&self) -> &'b [u8] {
        &self.bytes[self.tree.at().min(self.bytes.len())..]
    }

    /// The next byte.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.tree.at()).copied()
    }

    /// Whether the next byte is that one.
    pub(crate) fn sees(&self, byte: u8) -> bool {
        self.peek() == Some(byte)
    }

    /// How many of the next bytes are of that class.
    pub(crate) fn run(&self, class: impl Fn(u8) -> bool) -> usize {
        let rest = self.rest();
        rest.iter().position(|&byte| !class(byte)).unwrap_or(rest.len())
    }

    /// How far it is to the first of these bytes, or to the end.
    pub(crate) fn until<const STOPS: usize>(&self, stops: &[u8; STOPS]) -> usize {
        // The stops are few and known, so each byte is compared with each of them and no function is called.
        self.run(|byte| !stops.iter().fold(false, |found, &stop| found | (byte == stop)))
    }

    /// The next so many bytes are a leaf.
    pub(crate) fn leaf(&mut self, kind: Kind, length: usize) {
        self.tree.leaf(kind, self.tree.at() + length, None);
    }

    /// The next so many bytes are a leaf that breaks a rule.
    pub(crate) fn faulty(&mut self, kind: Kind, length: usize, fault: Fault) {
        self.tree.leaf(kind, self.tree.at() + length, Some(fault));
    }

    /// The next so many bytes are a leaf; if they are not right, it breaks that rule.
    pub(crate) fn checked(&mut self, kind: Kind, length: usize, right: bool, fault: Fault) {
        self.tree.leaf(kind, self.tree.at() + length, (!right).then_some(fault));
    }

    /// Begins a branch.
    pub(crate) fn open(&mut self, kind: Kind) -> Branch {
        self.tree.open(kind)
    }

    /// Ends a branch.
    pub(crate) fn close(&mut self, branch: Branch) {
        self.tree.close(branch);
    }

    /// Says that a branch breaks a rule.
    pub(crate) fn blame(&mut self, branch: Branch, fault: Fault) {
        self.tree.blame(branch.index(), fault);
    }

    /// Takes a mark that separates: a comma, a slash.
    pub(crate) fn delimiter(&mut self) {
        self.leaf(Kind::Delimiter, 1);
    }

    /// Takes that mark, if it is the next byte.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let sees = self.sees(byte);
        if sees {
            self.delimiter();
        }
        sees
    }

    /// Takes spaces and tabs.
    pub(crate) fn blank(&mut self) {
        let length = self.run(octet::is_blank);
        self.leaf(Kind::Whitespace, length);
    }

    /// Whether, spaces and tabs aside, the next byte is that one.
    pub(crate) fn sees_after_blank(&self, byte: u8) -> bool {
        let rest = self.rest();
        rest.iter().copied().find(|&byte| !octet::is_blank(byte)) == Some(byte)
    }

    /// How many of the bytes that are left remain when the blank ones at the end are taken off.
    pub(crate) fn trimmed(&self) -> usize {
        let rest = self.rest();
        rest.iter()
            .rposition(|&byte| !octet::is_blank(byte))
            .map_or(0, |last| last + 1)
    }

    /// What is left has no place here.
    pub(crate) fn refuse_rest(&mut self, fault: Fault) {
        let length = self.rest().len();
        self.faulty(Kind::Text, length, fault);
    }

    /// How long the quoted string is that begins here, and whether it ends.
    pub(crate) fn quoted(&self) -> (usize, bool) {
        let rest = self.rest();
        let mut at = 1;
        while let Some(&byte) = rest.get(at) {
            match byte {
                b'"' => return (at + 1, true),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        (rest.len(), false)
    }
}
