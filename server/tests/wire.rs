//! What the listener does on the wire, seen from raw sockets: framing, broken heads, deadlines, limits, protocols, shutdown.
//!
//! Deadlines are configured short and awaited; nothing here measures time. A test that hangs is ended by the guard in
//! [`harness`], which is far longer than anything takes.

#![allow(
    clippy::unwrap_used,
    reason = "a step of the harness that fails is a test that fails"
)]

#[path = "wire/bodies.rs"]
mod bodies;
#[path = "wire/budgets.rs"]
mod budgets;
#[path = "wire/deadlines.rs"]
mod deadlines;
#[path = "wire/endless.rs"]
mod endless;
#[path = "wire/harness.rs"]
mod harness;
#[path = "wire/heads.rs"]
mod heads;
#[path = "wire/messages.rs"]
mod messages;
#[path = "wire/protocols.rs"]
mod protocols;
#[path = "wire/script.rs"]
mod script;
#[path = "wire/shutdown.rs"]
mod shutdown;
#[path = "wire/tap.rs"]
mod tap;
#[path = "wire/unread.rs"]
mod unread;
