//! The toolbox: httpbin's paths and shapes, on the echo origin.
//!
//! What a caller sends comes back from here, so nothing here may run in a page of ours: the origin is another one, the front
//! puts everything into a sandbox, and no cookie of ours lives here.

mod delay;
mod echo;
mod index;
mod no_cors;

pub use delay::delay;
pub use index::index;
pub use no_cors::no_cors;
