//! The HTML document around the application, as the server renders it.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{App, theme::THEME_SCRIPT};

/// Where the document finds what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAssets {
    /// The URL of the style sheet.
    pub css: String,
    /// The URL of the client's JavaScript module, which exports `default` (the loader) and `hydrate`.
    pub js: String,
    /// The URL of the client's WebAssembly.
    pub wasm: String,
    /// The echo origin, without a slash at the end.
    pub echo_origin: String,
}

/// Loads the client and lets it take over the document. When that fails the page is as readable as before, and says so.
const BOOTSTRAP: &str = r#"const href = (id) => document.getElementById(id).href;
import(href("client-js"))
  .then((client) => client.default({ module_or_path: href("client-wasm") }).then(() => client.hydrate()))
  .catch((error) => {
    console.error(error);
    document.getElementById("client-failed").hidden = false;
  });"#;

/// The document. Its inline scripts carry the nonce of the response's content security policy.
pub fn shell(assets: PageAssets) -> impl IntoView {
    let nonce = use_nonce();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="roundtrip-api" content="" />
                <meta name="roundtrip-echo" content=assets.echo_origin />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="stylesheet" href=assets.css />
                <link rel="modulepreload" id="client-js" href=assets.js />
                <link as="fetch" rel="preload" id="client-wasm" href=assets.wasm type="application/wasm" crossorigin="anonymous" />
                <script nonce=nonce.clone()>{THEME_SCRIPT}</script>
                {reloading()}
                <MetaTags />
            </head>
            <body>
                <App />
                <div class="client-failed" id="client-failed" role="alert" hidden>
                    <p>
                        <strong>"This page can be read but not used."</strong>
                        " Its program (WebAssembly) could not be loaded. Reload the page, or look into the browser's console for the reason."
                    </p>
                </div>
                <noscript>
                    <div class="client-failed">
                        <p>
                            <strong>"This page can be read but not used."</strong>
                            " It needs JavaScript and WebAssembly to send requests."
                        </p>
                    </div>
                </noscript>
                <script type="module" nonce=nonce>{BOOTSTRAP}</script>
            </body>
        </html>
    }
}

/// What loads the page again when `cargo leptos watch` has built it anew. A release has nothing of it.
#[cfg(debug_assertions)]
fn reloading() -> Option<impl IntoView> {
    std::env::var_os("LEPTOS_WATCH")?;
    let configuration = get_configuration(None).ok()?;
    Some(view! { <AutoReload options=configuration.leptos_options /> })
}

#[cfg(not(debug_assertions))]
const fn reloading() {}
