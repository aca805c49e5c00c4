//! Writers and readers of the event log in real server processes, while connections are cut at random and servers are killed; and
//! the check of what came of it. `make test` and `make bench` share it; nothing here is part of the product.
//!
//! - [`run`], [`Plan`]: the whole, and how much of it
//! - [`node`]: a server in a process of its own, which can be killed and started again
//! - [`proxy`]: what stands between clients and a node, and cuts connections
//! - `client`: requests through it
//! - `writer`, `reader`: who says something, and who reads it by one of the transports
//! - [`ledger`]: what was said and what was read, and whether they agree

mod client;
pub mod ledger;
pub mod node;
pub mod place;
pub mod proxy;
mod reader;
mod scenario;
mod writer;

pub use self::scenario::{Outcome, Plan, Rounds, run};
