//! Every route, grouped by audience.

use axum::{
    Router,
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use contract::{
    shop::{GetProduct, Hello, ListCategories, ListProducts, SubmitData},
    system::{Healthz, OpenApi, Readyz},
    toolbox::{Delay, NoCors},
};
use http::{HeaderValue, StatusCode, header};

use crate::{
    AppState,
    cors::Cors,
    host,
    openapi::Operation,
    routes::{Routes, get_only},
    shop, system, toolbox,
};

/// The practice API: open to any page.
fn practice() -> Routes {
    Routes::new(Cors::Open)
        .serve(Hello, shop::hello::hello)
        .serve(SubmitData, shop::data::submit)
        .serve(ListProducts, shop::products::list)
        .serve(GetProduct, shop::products::get)
        .serve(ListCategories, shop::categories::list)
}

/// How the server is, and what it offers.
fn system() -> Routes {
    Routes::new(Cors::Closed)
        .serve(Healthz, system::healthz)
        .serve(Readyz, system::readyz)
        .serve(OpenApi, system::openapi)
}

/// The toolbox, but for what is about being closed.
fn tools() -> Routes {
    Routes::new(Cors::Open).serve(Delay, toolbox::delay)
}

/// Tools that show what a closed resource looks like.
fn closed_tools() -> Routes {
    Routes::new(Cors::Closed).serve(NoCors, toolbox::no_cors)
}

/// What the OpenAPI document lists.
#[must_use]
pub fn operations() -> Vec<Operation> {
    [practice(), system(), tools(), closed_tools()]
        .iter()
        .flat_map(|routes| routes.operations().to_vec())
        .collect()
}

/// The app origin: the pages, the practice API, and our own.
pub fn app(state: AppState) -> Router {
    let router = practice().into_router("app").merge(system().into_router("app"));
    host::pages::host(host::assets::host(router)).with_state(state)
}

/// The echo origin: the toolbox.
pub fn echo(state: AppState) -> Router {
    tools()
        .into_router("echo")
        .merge(closed_tools().into_router("echo"))
        .route("/", get_only("echo", "/", toolbox::index))
        .route("/problems/{slug}", get_only("echo", "/problems/{slug}", problem_page))
        .fallback(no_tool)
        .with_state(state)
}

/// A problem's type is a path of the app origin; whoever follows it on this one is shown the way.
async fn problem_page(axum::extract::State(state): axum::extract::State<AppState>, request: Request<Body>) -> Response {
    let location = format!("{}{}", state.origins.app, request.uri().path());
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(_) => host::pages::not_found(request.uri().path()).into_response(),
    }
}

async fn no_tool(request: Request<Body>) -> Response {
    let mut response = host::pages::not_found(request.uri().path()).into_response();
    Cors::Open.write(response.headers_mut());
    response
}
