//! Every route, grouped by audience.

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use contract::{
    exchanges::{
        ClearExchanges, DeleteExchange, GetCurl, GetExchange, GetFetch, GetHar, GetWire, GetWorkspace, ListExchanges,
    },
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
    origin::Audience,
    routes::{Routes, Table},
    shop, system, toolbox, v1,
};

/// The practice API: open to any page.
fn practice() -> Routes {
    Routes::new(Audience::App, Cors::Open)
        .serve(Hello, shop::hello::hello)
        .serve(SubmitData, shop::data::submit)
        .serve(ListProducts, shop::products::list)
        .serve(GetProduct, shop::products::get)
        .serve(ListCategories, shop::categories::list)
}

/// What was recorded of the caller's own exchanges.
fn exchanges() -> Routes {
    Routes::new(Audience::App, Cors::Closed)
        .serve(GetWorkspace, v1::workspace::get)
        .serve(ListExchanges, v1::exchanges::list)
        .serve(ClearExchanges, v1::exchanges::clear)
        .serve(GetExchange, v1::exchanges::get)
        .serve(DeleteExchange, v1::exchanges::delete)
        .serve(GetWire, v1::exchanges::wire)
        .serve(GetHar, v1::exchanges::archive)
        .serve(GetCurl, v1::exchanges::command)
        .serve(GetFetch, v1::exchanges::script)
}

/// How the server is, and what it offers.
fn system() -> Routes {
    Routes::new(Audience::App, Cors::Closed)
        .serve(Healthz, system::healthz)
        .serve(Readyz, system::readyz)
        .serve(OpenApi, system::openapi)
}

/// The toolbox, but for what is about being closed.
fn tools() -> Routes {
    Routes::new(Audience::Echo, Cors::Open).serve(Delay, toolbox::delay)
}

/// Tools that show what a closed resource looks like.
fn closed_tools() -> Routes {
    Routes::new(Audience::Echo, Cors::Closed).serve(NoCors, toolbox::no_cors)
}

/// What the OpenAPI document lists.
#[must_use]
pub fn operations() -> Vec<Operation> {
    [practice(), exchanges(), system(), tools(), closed_tools()]
        .iter()
        .flat_map(|routes| routes.operations().to_vec())
        .collect()
}

/// The app origin: the pages, the practice API, and our own.
#[must_use]
pub fn app(state: AppState) -> Table {
    let routes = [
        practice(),
        exchanges(),
        system(),
        host::assets::routes(state.bundle),
        host::pages::routes(),
    ];
    Routes::table(Audience::App, routes, host::pages::nothing_there, state)
}

/// The echo origin: the toolbox.
#[must_use]
pub fn echo(state: AppState) -> Table {
    let pages = Routes::new(Audience::Echo, Cors::Closed)
        .get("/", "/", toolbox::index)
        .get("/problems/{slug}", "/problems/{slug}", problem_page);
    Routes::table(Audience::Echo, [tools(), closed_tools(), pages], no_tool, state)
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
