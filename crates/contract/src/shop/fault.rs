//! Faults on demand: how a caller asks the practice API to fail.

/// The request field by which a caller asks for a fault: `slow` or `slow=SECONDS` (0 to 10), `error`, or `broken-json`. Nothing else of
/// the practice API depends on it.
pub const PRACTICE_FAULT: &str = "practice-fault";

/// How many seconds an answer is held back by `slow` without a number.
pub const SLOW_SECONDS: u64 = 3;
