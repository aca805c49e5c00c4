//! The bundle's files: precompressed, with strong validators, kept for ever where the name changes with the content.

use std::path::PathBuf;

use app::shell::PageAssets;
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::{
    compress::StoredCoding,
    conditional::{Validators, not_modified},
    cors::Cors,
    encoding::{Coding, accepted},
    extract::Fields,
    origin::{Audience, Origin},
    routes::Routes,
};

/// A file of the bundle.
#[derive(Debug)]
pub struct Asset {
    /// What the source calls it, such as `pkg/roundtrip.js` or `favicon.svg`.
    pub logical: &'static str,
    /// The path of its URL, such as `/pkg/roundtrip.0b5c7a9be1.js`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// The opaque tag of the file as it is, without quotes; a coded representation appends `-br` or `-gzip`.
    pub etag: &'static str,
    /// The file as it is.
    pub identity: &'static [u8],
    /// The file compressed with Brotli, where that made it smaller.
    pub br: Option<&'static [u8]>,
    /// The file compressed with gzip, where that made it smaller.
    pub gzip: Option<&'static [u8]>,
    /// Whether the path changes with the content.
    pub immutable: bool,
}

/// A name that changes with the content may be kept for ever (RFC 8246); a year stands for that.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A name that stays must be asked for again.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, no-cache");

impl Asset {
    /// The representation that the caller takes, or 304 if it has that one.
    fn answer(&'static self, request: &HeaderMap) -> Response {
        let (coding, content) = accepted(request)
            .find_map(|coding| {
                let content = match coding {
                    Coding::Brotli => self.br,
                    Coding::Gzip => self.gzip,
                    Coding::Identity => Some(self.identity),
                };
                content.map(|content| (coding, content))
            })
            .unwrap_or((Coding::Identity, self.identity));
        let etag = match coding {
            Coding::Identity => format!("\"{}\"", self.etag),
            Coding::Brotli | Coding::Gzip => format!("\"{}-{}\"", self.etag, coding.name()),
        };
        let Ok(etag) = HeaderValue::try_from(etag) else {
            return crate::problem::Rejection::internal(self.path).into_response();
        };
        let validators = Validators {
            etag,
            last_modified: None,
        };
        let known = validators.known_to(request);
        let mut response = if known { not_modified() } else { content.into_response() };
        response.extensions_mut().insert(StoredCoding);
        let fields = response.headers_mut();
        validators.write(fields);
        fields.insert(header::CACHE_CONTROL, if self.immutable { FOR_EVER } else { ASK_AGAIN });
        if self.br.is_some() || self.gzip.is_some() {
            fields.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if !known {
            fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if coding != Coding::Identity {
                fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            }
        }
        response
    }
}

/// Where a build without a bundle finds its files: what cargo-leptos says, or where it would put them.
fn site_root() -> PathBuf {
    std::env::var_os("LEPTOS_SITE_ROOT").map_or_else(|| PathBuf::from("target/site"), PathBuf::from)
}

/// The routes of the bundle's files, or where there is no bundle, of the folder that stands for it.
pub fn routes(bundle: &'static [Asset]) -> Routes {
    let routes = Routes::new(Audience::App, Cors::Closed);
    if bundle.is_empty() {
        let paths = ["/favicon.svg", "/robots.txt", "/pkg/{*file}", "/fonts/{*file}"];
        return paths.into_iter().fold(routes, |routes, path| {
            let folder = ServeDir::new(site_root());
            let answer = move |request: Request| folder.clone().oneshot(request);
            routes.get(path, path, answer)
        });
    }
    bundle.iter().fold(routes, |routes, asset| {
        let answer = move |Fields(request): Fields| async move { asset.answer(&request) };
        routes.get(asset.path, asset.logical, answer)
    })
}

/// Where a document finds its assets.
#[must_use]
pub fn page_assets(bundle: &[Asset], echo: &Origin) -> PageAssets {
    let path = |logical: &str| {
        let hashed = bundle
            .iter()
            .find(|asset| asset.logical == logical)
            .map(|asset| asset.path.to_owned());
        hashed.unwrap_or_else(|| format!("/{logical}"))
    };
    let wasm = if bundle.is_empty() {
        "pkg/roundtrip.wasm"
    } else {
        "pkg/roundtrip_bg.wasm"
    };
    PageAssets {
        css: path("pkg/roundtrip.css"),
        js: path("pkg/roundtrip.js"),
        wasm: path(wasm),
        echo_origin: echo.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http_body_util::BodyExt;

    use super::*;

    static ASSET: Asset = Asset {
        logical: "pkg/a.js",
        path: "/pkg/a.123.js",
        content_type: "text/javascript",
        etag: "123",
        identity: b"identity",
        br: Some(b"br"),
        gzip: Some(b"gzip"),
        immutable: true,
    };

    fn ask(fields: &[(header::HeaderName, &'static str)]) -> Response {
        let request = fields
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect();
        ASSET.answer(&request)
    }

    #[tokio::test]
    async fn the_coding_is_negotiated_and_each_has_its_tag() {
        for (accept, content, coding, etag) in [
            ("gzip, br", "br", Some("br"), "\"123-br\""),
            ("gzip", "gzip", Some("gzip"), "\"123-gzip\""),
            ("identity", "identity", None, "\"123\""),
        ] {
            let response = ask(&[(header::ACCEPT_ENCODING, accept)]);
            let field = |name| {
                response
                    .headers()
                    .get(name)
                    .map(|value: &HeaderValue| value.to_str().unwrap().to_owned())
            };
            assert_eq!(field(header::CONTENT_ENCODING).as_deref(), coding);
            assert_eq!(field(header::ETAG).as_deref(), Some(etag));
            assert_eq!(field(header::VARY).as_deref(), Some("Accept-Encoding"));
            assert_eq!(
                field(header::CACHE_CONTROL).as_deref(),
                Some("public, max-age=31536000, immutable")
            );
            assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), content);
        }
    }

    #[test]
    fn a_copy_of_another_coding_is_another_copy() {
        let brotli = ask(&[(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, "\"123-br\"")]);
        assert_eq!(brotli.status(), StatusCode::NOT_MODIFIED);
        let gzip = ask(&[(header::ACCEPT_ENCODING, "gzip"), (header::IF_NONE_MATCH, "\"123-br\"")]);
        assert_eq!(gzip.status(), StatusCode::OK);
    }
}
