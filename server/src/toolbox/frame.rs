//! `GET /frame`: where the pages show HTML that is somebody else's.
//!
//! The document has one script, which takes HTML from the page around it and puts it into a frame of its own. That one is
//! sandboxed, so nothing in it runs, and takes over the document's policy, so nothing is loaded from anywhere. The document's own
//! origin is nobody's: it can read nothing of any other.

use std::sync::LazyLock;

use axum::{
    extract::State,
    response::{Html, IntoResponse},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::AppState;

/// Links are given a target that a sandbox does not open, so that a press on one does nothing. A document type stays first, because
/// without it the page would be laid out by other rules.
const SCRIPT: &str = r#"
addEventListener("message", ({ source, data }) => {
  if (source !== parent) return;
  let decoder;
  try {
    decoder = new TextDecoder(data.charset);
  } catch {
    decoder = new TextDecoder();
  }
  const html = decoder.decode(data.bytes);
  const type = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? "";
  const page = document.createElement("iframe");
  page.title = "Page";
  page.setAttribute("sandbox", "");
  page.onload = () => parent.postMessage("shown", "*");
  page.srcdoc = `${type}<base target="_blank">${html.slice(type.length)}`;
  document.body.replaceChildren(page);
});
parent.postMessage("ready", "*");
"#;

const STYLE: &str = "html,body,iframe{display:block;width:100%;height:100%;margin:0;border:0}html{background:#fff}";

static PAGE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Roundtrip: frame</title><style>{STYLE}\
         </style></head><body><script>{SCRIPT}</script></body></html>\n"
    )
});

/// The script by its hash, so that no other runs. What is shown may have styles and images of its own, in itself.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    format!(
        "sandbox allow-scripts; default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; \
         font-src data:; media-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
    )
});

/// The frame's document. Only the pages may have it in them.
pub async fn frame(State(state): State<AppState>) -> impl IntoResponse {
    let policy = format!("{}{}", *POLICY, state.origins.app.names().join(" "));
    (
        [
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("sandbox; default-src 'none'")),
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
        ],
        Html(PAGE.as_str()),
    )
}
