//! The pages, rendered on the server.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering::Relaxed},
};

use app::{App, shell::shell, status::StatusSink};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{ResponseOptions, generate_route_list};

use crate::{
    AppState,
    cors::Cors,
    origin::{Audience, Origin},
    problem::Rejection,
    routes::Routes,
    workspace::{self, Token},
};

/// The pages that the application has.
pub fn routes() -> Routes {
    let pages = generate_route_list(App);
    let routes = Routes::new(Audience::App, Cors::Closed);
    pages.iter().fold(routes, |routes, page| {
        routes.get(page.path().to_owned(), page.path().to_owned(), page_handler)
    })
}

/// Renders the page that the request's path names.
async fn page_handler(State(state): State<AppState>, request: Request<Body>) -> Response {
    render(&state, request).await
}

async fn render(state: &AppState, request: Request<Body>) -> Response {
    let status = Arc::new(AtomicU16::new(StatusCode::OK.as_u16()));
    let sink = status.clone();
    let echo = state.origins.echo.clone();
    let context = move || {
        let sink = sink.clone();
        provide_context(StatusSink::new(move |status| sink.store(status, Relaxed)));
        if let Some(options) = use_context::<ResponseOptions>() {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy(&echo));
        }
    };
    // A browser gets its workspace with the first document, so that what the page sends is recorded from the start. A link on another
    // site leads here too, and the browser keeps the workspace that it has.
    let is_new = !workspace::has_cookie(request.headers());
    let cookie = is_new.then(|| Token::random().set_cookie(&state.origins.app));
    let state = state.clone();
    // Rendered whole before the head is written, so that the page can choose the status of its response.
    let handler = leptos_axum::render_app_async_with_context(context, move || shell(state.page_assets.clone()));
    let mut response = handler(request).await;
    if let Ok(status) = StatusCode::from_u16(status.load(Relaxed)) {
        *response.status_mut() = status;
    }
    let fields = response.headers_mut();
    if let Some(cookie) = cookie {
        fields.append(header::SET_COOKIE, cookie);
    }
    // The document names its assets by their hashes and carries a nonce: a kept copy would be wrong after an update.
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fields.insert(
        header::HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// The content security policy of a document, with the nonce that its scripts carry.
///
/// Scripts and styles come from here only, without a `style` attribute anywhere. Requests may go anywhere, because to send them
/// is what the pages are for. What they bring is shown as an image by a URL of the page's own, or in a frame of the echo origin.
fn policy(echo: &Origin) -> HeaderValue {
    let nonce = leptos::nonce::use_nonce()
        .map(|nonce| format!(" 'nonce-{nonce}'"))
        .unwrap_or_default();
    // `cargo leptos watch` tells the page on a port of its own that it was built anew.
    let is_watched = cfg!(debug_assertions) && std::env::var_os("LEPTOS_WATCH").is_some();
    let reload = if is_watched { " ws:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'{nonce}; img-src 'self' blob: data:; \
         font-src 'self'; connect-src 'self' http: https:{reload}; frame-src {echo}; manifest-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// What answers a path that nothing else does: a page for someone who navigates, a problem for everything else.
pub async fn nothing_there(State(state): State<AppState>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    let is_api = path.starts_with("/api/") || path.starts_with("/v1/");
    let navigates = matches!(*request.method(), Method::GET | Method::HEAD) && accepts_html(request.headers());
    if navigates && !is_api {
        return render(&state, request).await;
    }
    let mut response = not_found(path).into_response();
    if path.starts_with("/api/") {
        Cors::Open.write(response.headers_mut());
    }
    response
}

/// The problem of a path that names nothing.
#[must_use]
pub fn not_found(path: &str) -> Rejection {
    Problem::new(ProblemKind::NotFound)
        .with_detail(format!("no resource has the path {path}"))
        .into()
}

/// Whether the caller asks for HTML by name, as browsers do when they navigate.
fn accepts_html(fields: &HeaderMap) -> bool {
    let accept = fields
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accept.split(',').any(|range| {
        range
            .split(';')
            .next()
            .is_some_and(|range| range.trim().eq_ignore_ascii_case("text/html"))
    })
}
