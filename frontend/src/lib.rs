//! The WebAssembly entry of Roundtrip's pages.
//!
//! It has one function for each way in which the pages reach a browser: rendered by the server and then brought to life
//! (`hydrate`), or as static files that render themselves (`csr`, built by Trunk).

// The bindings' macro makes items that nobody can document.
#![cfg_attr(target_arch = "wasm32", allow(missing_docs))]

#[cfg(all(feature = "csr", feature = "hydrate"))]
compile_error!("a client either hydrates or renders by itself: enable one of `hydrate` and `csr`");

/// Brings the server-rendered page to life. The shell's script calls it once the module is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}

/// Renders the page into the empty document of `index.html`. Trunk's script calls it on its own as it starts the
/// module.
#[cfg(feature = "csr")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn mount() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
