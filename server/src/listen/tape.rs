//! What is kept of one message's bytes, and of when they came.

use smallvec::SmallVec;
use tokio::time::Instant;

/// So many bytes of a message are kept, from its beginning: any head that is taken here, and enough of a body to see what it is.
pub const KEPT_BYTES: usize = 64 * 1024;

/// The times of so many reads or writes are kept of a message.
pub const KEPT_ARRIVALS: usize = 1024;

/// What a tape may hold of memory between two messages: enough for an ordinary head and a small body.
const SPARE_BYTES: usize = 2 * 1024;

/// One direction of an exchange, as it passed.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    /// The bytes, or the first [`KEPT_BYTES`] of them.
    pub bytes: Vec<u8>,
    /// How many bytes passed.
    pub size: u64,
    /// Where each piece began and when it was read or written, or the first [`KEPT_ARRIVALS`] of them. Most messages come in one.
    pub arrivals: SmallVec<[(u64, Instant); 1]>,
    /// When the last piece was read or written.
    pub last: Option<Instant>,
    /// Whether the message ended; if not, its connection did.
    pub ended: bool,
}

impl Tape {
    /// The next bytes of the message.
    pub(super) fn append(&mut self, bytes: &[u8]) {
        let room = KEPT_BYTES.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.size += bytes.len() as u64;
    }

    /// The piece that begins at that byte of the message passed at that time.
    pub(super) fn note(&mut self, offset: u64, at: Instant) {
        if self.arrivals.len() < KEPT_ARRIVALS {
            self.arrivals.push((offset, at));
        }
        self.last = Some(at);
    }

    /// What it holds, in no more memory than that takes. What is short is copied, so that the tape keeps its own.
    #[must_use]
    pub fn take(&mut self) -> Self {
        if self.bytes.capacity() > SPARE_BYTES {
            std::mem::take(self)
        } else {
            self.clone()
        }
    }

    /// Ready for another message, with the memory that it has if that is not much: the connection may be idle for long.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(SPARE_BYTES);
        self.arrivals = SmallVec::new();
        self.size = 0;
        self.last = None;
        self.ended = false;
    }
}
