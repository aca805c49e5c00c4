//! Where the rows of a text begin, found piece by piece and kept sparsely: 64 MiB may be millions of rows.

use std::{cell::Cell, ops::Range};

use super::text::{LineEnds, longest_row, row_end};

/// One in so many rows has its place written down; the others are found from there.
const STRIDE: usize = 64;

/// So many bytes are read at once. It takes the browser a few milliseconds.
const PIECE: usize = 1 << 19;

/// The rows of a text of so many columns.
#[derive(Debug)]
pub(super) struct Rows {
    columns: usize,
    ends: LineEnds,
    /// How many bytes there are.
    len: usize,
    /// Where every [`STRIDE`]th row begins.
    starts: Vec<usize>,
    /// How many rows were found so far.
    found: usize,
    /// Where the next one begins.
    read: usize,
    /// The row that was last asked for, and where it ends: the one after it is usually the next.
    last: Cell<(usize, usize)>,
}

impl Rows {
    /// Of so many bytes, of which none was read.
    pub(super) fn new(len: usize, columns: usize, ends: LineEnds) -> Self {
        Self {
            columns: columns.clamp(1, PIECE / 16),
            ends,
            len,
            starts: Vec::new(),
            found: 0,
            read: 0,
            last: Cell::new((usize::MAX, 0)),
        }
    }

    /// How many rows were found so far.
    pub(super) const fn found(&self) -> usize {
        self.found
    }

    /// The bytes to be read next; none when all were.
    pub(super) fn next(&self) -> Range<usize> {
        self.read..self.len.min(self.read + PIECE)
    }

    /// Finds the rows in the bytes that were to be read next.
    pub(super) fn advance(&mut self, bytes: &[u8]) {
        let is_last = self.read + bytes.len() >= self.len;
        let longest = longest_row(self.columns);
        let mut rest = bytes;
        while !rest.is_empty() && (is_last || rest.len() >= longest) {
            if self.found.is_multiple_of(STRIDE) {
                self.starts.push(self.read);
            }
            let length = row_end(&rest[..rest.len().min(longest)], self.columns, self.ends);
            self.read += length;
            self.found += 1;
            rest = &rest[length..];
        }
    }

    /// The bytes of a row that was found.
    pub(super) fn row(&self, row: usize, copy: impl Fn(Range<usize>) -> Vec<u8>) -> Range<usize> {
        let (last, end) = self.last.get();
        let range = if last.checked_add(1) == Some(row) {
            self.walk(end, &copy, 1)
        } else {
            let start = self.starts.get(row / STRIDE).copied().unwrap_or(self.read);
            self.walk(start, &copy, row % STRIDE + 1)
        };
        self.last.set((row, range.end));
        range
    }

    /// The row that has a byte, if it was found.
    pub(super) fn row_with(&self, offset: usize, copy: impl Fn(Range<usize>) -> Vec<u8>) -> Option<usize> {
        if offset >= self.read {
            return None;
        }
        let block = self.starts.partition_point(|&start| start <= offset).checked_sub(1)?;
        let mut row = block * STRIDE;
        let mut end = self.walk(self.starts[block], &copy, 1).end;
        while end <= offset {
            row += 1;
            end = self.walk(end, &copy, 1).end;
        }
        Some(row)
    }

    /// The last of so many rows from that byte on.
    fn walk(&self, start: usize, copy: impl Fn(Range<usize>) -> Vec<u8>, rows: usize) -> Range<usize> {
        let longest = longest_row(self.columns);
        let bytes = copy(start..self.len.min(start + longest * rows));
        let (mut before, mut at) = (0, 0);
        for _ in 0..rows {
            before = at;
            at += row_end(&bytes[at..bytes.len().min(at + longest)], self.columns, self.ends);
        }
        start + before..start + at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], columns: usize) -> Rows {
        let mut rows = Rows::new(bytes.len(), columns, LineEnds::Silent);
        while !rows.next().is_empty() {
            rows.advance(&bytes[rows.next()]);
        }
        rows
    }

    #[test]
    fn rows_tile_the_bytes_in_whatever_order_they_are_asked_for() {
        let lines: String = (0..1_000)
            .map(|line| format!("{line} {}\r\n", "\u{e9}".repeat(line % 90)))
            .collect();
        let bytes = lines.as_bytes();
        let rows = all(bytes, 40);
        let copy = |range: Range<usize>| bytes[range].to_vec();
        let mut end = 0;
        for row in 0..rows.found() {
            let range = rows.row(row, copy);
            assert_eq!(range.start, end, "row {row}");
            assert_eq!(rows.row_with(range.start, copy), Some(row));
            assert_eq!(rows.row_with(range.end - 1, copy), Some(row));
            end = range.end;
        }
        assert_eq!(end, bytes.len());
        for row in (0..rows.found()).rev().step_by(7) {
            let range = rows.row(row, copy);
            assert_eq!(rows.row_with(range.start, copy), Some(row));
        }
        assert_eq!(rows.row_with(bytes.len(), copy), None);
    }

    #[test]
    fn a_text_is_read_in_pieces() {
        let bytes = "0123456789abcde\n".repeat(PIECE / 8);
        let mut rows = Rows::new(bytes.len(), 80, LineEnds::Silent);
        let mut pieces = 0;
        while !rows.next().is_empty() {
            rows.advance(&bytes.as_bytes()[rows.next()]);
            pieces += 1;
        }
        assert_eq!((rows.found(), rows.read), (PIECE / 8, bytes.len()));
        assert!(pieces > 2, "{pieces}");
    }

    #[test]
    fn nothing_has_no_rows() {
        let rows = Rows::new(0, 80, LineEnds::Silent);
        assert!(rows.next().is_empty());
        assert_eq!((rows.found(), rows.row_with(0, |_| Vec::new())), (0, None));
    }
}
