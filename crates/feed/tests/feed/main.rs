//! The feed as its callers use it, on both databases: every test that can runs the same body on each.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions with #[test] as tests, and not those that they call"
)]

mod appends;
mod crash;
mod databases;
mod model;
mod nodes;
mod readers;
mod retention;
