//! Secrets: bytes that nobody can guess, and their digits.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// 32 bytes beyond guessing. A UUIDv4 has 122 random bits from the thread's cryptographic generator; two of them are hashed.
#[must_use]
pub fn bytes() -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(Uuid::new_v4());
    hasher.update(Uuid::new_v4());
    hasher.finalize().into()
}

/// Bytes in hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
