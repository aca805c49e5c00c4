//! What the server and its clients agree on.
//!
//! - [`problem`]: the shape of every error (RFC 9457)
//! - [`endpoint`]: what an endpoint is; [`shop`], [`toolbox`], [`exchanges`], [`shares`], [`feeds`], [`reference`] and
//!   [`system`] hold the endpoints themselves
//! - [`page`]: one page of a collection
//!
//! An endpoint is written once, here: the server's routes, the browser's client and the OpenAPI document all read it. This
//! crate knows no I/O, no axum, no Leptos and no database, and builds for the browser.

pub mod endpoint;
pub mod exchanges;
pub mod feeds;
pub mod page;
pub mod problem;
pub mod reference;
pub mod shares;
pub mod shop;
pub mod system;
pub mod toolbox;

pub use endpoint::Endpoint;
pub use page::Page;
pub use problem::{Fault, Problem, ProblemKind};
