//! The status code of the response that carries a page.

use std::sync::Arc;

use leptos::prelude::use_context;

/// Where a page says which status code its response should have. The server provides one as a context; the browser has none,
/// because there is no response to speak of.
#[derive(Clone)]
pub struct StatusSink(Arc<dyn Fn(u16) + Send + Sync>);

impl StatusSink {
    /// A sink that hands each status code to `set`.
    pub fn new(set: impl Fn(u16) + Send + Sync + 'static) -> Self {
        Self(Arc::new(set))
    }
}

/// Asks for a status code other than 200. It must be called while the page is first rendered, before anything is awaited.
pub(crate) fn respond_with(status: u16) {
    if let Some(StatusSink(set)) = use_context() {
        set(status);
    }
}
