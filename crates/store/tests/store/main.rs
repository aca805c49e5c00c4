//! The store as its callers use it, on both databases: every test that can runs the same body on each.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions with #[test] as tests, and not those that they call"
)]

mod databases;
mod entities;
mod faults;
mod opening;
mod queries;
