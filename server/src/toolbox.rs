//! The toolbox: httpbin's paths and shapes, what go-httpbin adds, and our own, on the echo origin.
//!
//! What a caller sends comes back from here, so nothing here may run in a page of ours: the origin is another one, the front
//! puts everything into a sandbox, and no cookie of ours lives here.
//!
//! - `arguments`: what callers choose, held to its limit; `fields`: the fields that they may choose
//! - `echo`, `json`: what was seen of a request, and how it is written
//! - `plan`: what a response is to be like on the wire; `twister`: bytes that can be foretold
//! - the rest: the tools, each in the file of its first path

pub mod anything;
pub(crate) mod arguments;
pub mod base64;
pub mod basic_auth;
pub mod bytes;
pub mod cache;
pub mod chunks;
pub mod close;
pub mod codings;
pub mod cookies;
pub mod delay;
pub mod digest_auth;
pub mod drip;
pub mod dump;
pub mod early_hints;
mod echo;
pub mod fail;
mod fields;
mod form;
pub mod frame;
pub mod headers;
pub mod html;
pub mod image;
pub mod index;
pub mod json;
pub mod links;
pub mod mix;
pub mod no_cors;
mod plan;
pub mod range;
pub mod redirect;
pub mod response_headers;
pub mod slow_headers;
pub mod sse;
pub mod status;
pub mod stream;
pub mod trailers;
mod twister;
pub mod unstable;
pub mod upload;
pub mod uuid;
pub mod websocket;
