//! Bytes that may be many. Those of a body stay where the browser put them, outside the WebAssembly's memory, which grows for what
//! is large and never shrinks again.

use std::{ops::Range, rc::Rc, sync::Arc};

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag};

/// A sequence of bytes that is cheap to clone.
#[derive(Clone)]
pub struct Octets(Held);

#[derive(Clone)]
enum Held {
    Here(Arc<[u8]>),
    Outside(Rc<Gathering>),
}

/// Bytes as they come in, chunk by chunk.
#[derive(Default)]
pub(super) struct Gathering {
    /// Where each chunk begins, and the chunk.
    chunks: Vec<(usize, Uint8Array)>,
    len: usize,
}

impl Gathering {
    pub(super) fn push(&mut self, chunk: Uint8Array) {
        let length = chunk.length() as usize;
        if length > 0 {
            self.chunks.push((self.len, chunk));
            self.len += length;
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Copies the bytes from `start` on into `copy`, as many as it takes.
    fn copy(&self, start: usize, copy: &mut [u8]) {
        let first = self
            .chunks
            .partition_point(|&(begin, _)| begin <= start)
            .saturating_sub(1);
        let mut done = 0;
        for (begin, chunk) in &self.chunks[first..] {
            if done == copy.len() {
                break;
            }
            // They are lengths of chunks, which JavaScript counts with 32 bits.
            let from = u32::try_from(start + done - begin)
                .unwrap_or(u32::MAX)
                .min(chunk.length());
            let length = (chunk.length() - from).min(u32::try_from(copy.len() - done).unwrap_or(u32::MAX));
            let end = done + length as usize;
            chunk.subarray(from, from + length).copy_to(&mut copy[done..end]);
            done = end;
        }
    }
}

impl Octets {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Held::Here(bytes) => bytes.len(),
            Held::Outside(chunks) => chunks.len,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of some of them; what lies behind the end is left out.
    #[must_use]
    pub fn copy(&self, range: Range<usize>) -> Vec<u8> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        match &self.0 {
            Held::Here(bytes) => bytes[start..end].to_vec(),
            Held::Outside(chunks) => {
                let mut copy = vec![0; end - start];
                chunks.copy(start, &mut copy);
                copy
            }
        }
    }

    /// A copy of the first of them.
    #[must_use]
    pub fn beginning(&self, len: usize) -> Vec<u8> {
        self.copy(0..len)
    }

    /// All of them as what the browser can show or save.
    #[must_use]
    pub fn blob(&self, media_type: &str) -> Option<Blob> {
        let parts = match &self.0 {
            Held::Here(bytes) => Array::of1(&Uint8Array::from(&bytes[..])),
            Held::Outside(chunks) => chunks.chunks.iter().map(|(_, chunk)| chunk).collect(),
        };
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
    }
}

impl From<&[u8]> for Octets {
    fn from(bytes: &[u8]) -> Self {
        Self(Held::Here(bytes.into()))
    }
}

impl From<Gathering> for Octets {
    fn from(gathering: Gathering) -> Self {
        Self(Held::Outside(Rc::new(gathering)))
    }
}
