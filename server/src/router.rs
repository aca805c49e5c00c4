//! Every route, grouped by audience.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use contract::{
    exchanges::{
        ClearExchanges, DeleteExchange, GetCurl, GetExchange, GetFetch, GetHar, GetWire, GetWorkspace, ListExchanges,
    },
    feeds::ReadFeed,
    reference::{GetField, GetMethod, GetStatus, ListFields, ListMethods, ListStatuses},
    shares::{
        DeleteShare, GetShare, GetSharedCurl, GetSharedFetch, GetSharedHar, GetSharedWire, ListShares, ShareExchange,
    },
    shop::{
        AddCartItem, CancelReport, ChangeCartItem, ChangeProduct, CreateNotification, CreateProduct, CreateUser,
        DeleteCartItem, DeleteProduct, DisconnectReaders, GenerateReport, GetCart, GetLargeData, GetMe, GetOrder,
        GetProduct, GetReport, GetReportResult, GetUser, Hello, ListCategories, ListMessages, ListNotifications,
        ListOrders, ListProducts, ListUsers, Login, Logout, OpenSocket, PlaceOrder, PollMessages, PostMessage,
        ReadNotification, ReplaceProduct, ResetSandbox, StreamEvents, StreamEventsByPost, SubmitData,
    },
    system::{Healthz, OpenApi, Readyz},
    toolbox::{auth, caching, coding, content, cookies, inspect, mix, redirect, status, stream, wire},
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

/// The practice API: open to any page, and failing when it is asked to.
fn practice() -> Routes {
    Routes::new(Audience::App, Cors::Open)
        .behind(|handler| Arc::new(shop::fault::Faulty(handler)))
        .serve(Hello, shop::hello::hello)
        .serve(SubmitData, shop::data::submit)
        .serve(ListProducts, shop::products::list)
        .serve(CreateProduct, shop::products::create)
        .serve(GetProduct, shop::products::get)
        .serve(ReplaceProduct, shop::products::replace)
        .serve(ChangeProduct, shop::products::change)
        .serve(DeleteProduct, shop::products::delete)
        .serve(ListCategories, shop::categories::list)
        .serve(ListUsers, shop::users::list)
        .serve(CreateUser, shop::users::create)
        .serve(GetUser, shop::users::get)
        .serve(Login, shop::session::login)
        .serve(Logout, shop::session::logout)
        .serve(GetMe, shop::session::me)
        .serve(GetCart, shop::cart::get)
        .serve(AddCartItem, shop::cart::add)
        .serve(ChangeCartItem, shop::cart::change)
        .serve(DeleteCartItem, shop::cart::remove)
        .serve(ListOrders, shop::orders::list)
        .serve(PlaceOrder, shop::orders::place)
        .serve(GetOrder, shop::orders::get)
        .serve(ListNotifications, shop::notifications::list)
        .serve(CreateNotification, shop::notifications::create)
        .serve(ReadNotification, shop::notifications::read)
        .serve(ListMessages, shop::messages::list)
        .serve(PostMessage, shop::messages::create)
        .serve(PollMessages, shop::messages::poll)
        .serve(StreamEvents, shop::events::stream)
        .serve(StreamEventsByPost, shop::events::stream_by_post)
        .serve(OpenSocket, shop::socket::open)
        .serve(GenerateReport, shop::reports::generate)
        .serve(GetReport, shop::reports::get)
        .serve(CancelReport, shop::reports::cancel)
        .serve(GetReportResult, shop::reports::result)
        .serve(GetLargeData, shop::large_data::get)
        .serve(ResetSandbox, shop::sandbox::reset)
        .serve(DisconnectReaders, shop::sandbox::disconnect)
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
        .serve(ShareExchange, v1::shares::create)
}

/// What happens, as it happens.
fn feeds() -> Routes {
    Routes::new(Audience::App, Cors::Closed).serve(ReadFeed, v1::feeds::read)
}

/// What somebody has shared: for whoever has the link.
fn shares() -> Routes {
    Routes::new(Audience::App, Cors::Closed)
        .serve(ListShares, v1::shares::list)
        .serve(GetShare, v1::shares::get)
        .serve(DeleteShare, v1::shares::delete)
        .serve(GetSharedWire, v1::shares::wire)
        .serve(GetSharedHar, v1::shares::archive)
        .serve(GetSharedCurl, v1::shares::command)
        .serve(GetSharedFetch, v1::shares::script)
}

/// What the names of HTTP mean.
fn reference() -> Routes {
    Routes::new(Audience::App, Cors::Closed)
        .serve(ListMethods, v1::reference::methods)
        .serve(GetMethod, v1::reference::method)
        .serve(ListStatuses, v1::reference::statuses)
        .serve(GetStatus, v1::reference::status)
        .serve(ListFields, v1::reference::fields)
        .serve(GetField, v1::reference::field)
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
    use toolbox as to;
    Routes::new(Audience::Echo, Cors::Open)
        .serve(inspect::Get, to::anything::get)
        .serve(inspect::Head, to::anything::get)
        .serve(inspect::Post, to::anything::submitted)
        .serve(inspect::Put, to::anything::submitted)
        .serve(inspect::Patch, to::anything::submitted)
        .serve(inspect::Delete, to::anything::submitted)
        .serve(inspect::Anything, to::anything::anything)
        .serve(inspect::AnythingBelow, to::anything::anything)
        .serve(inspect::Headers, to::headers::headers)
        .serve(inspect::Ip, to::headers::ip)
        .serve(inspect::UserAgent, to::headers::user_agent)
        .serve(inspect::NewUuid, to::uuid::new_uuid)
        .serve(inspect::DumpRequest, to::dump::dump_request)
        .serve(inspect::Upload, to::upload::upload)
        .serve(inspect::ResponseHeaders, to::response_headers::response_headers)
        .serve(status::Status, to::status::status)
        .serve(status::Unstable, to::unstable::unstable)
        .serve(status::Fail, to::fail::fail)
        .serve(redirect::Redirect, to::redirect::redirect)
        .serve(redirect::RelativeRedirect, to::redirect::relative_redirect)
        .serve(redirect::AbsoluteRedirect, to::redirect::absolute_redirect)
        .serve(redirect::RedirectTo, to::redirect::redirect_to)
        .serve(cookies::Cookies, to::cookies::cookies)
        .serve(cookies::SetCookies, to::cookies::set_cookies)
        .serve(cookies::SetCookie, to::cookies::set_cookie)
        .serve(cookies::DeleteCookies, to::cookies::delete_cookies)
        .serve(auth::BasicAuth, to::basic_auth::basic_auth)
        .serve(auth::HiddenBasicAuth, to::basic_auth::hidden_basic_auth)
        .serve(auth::Bearer, to::basic_auth::bearer)
        .serve(auth::DigestAuth, to::digest_auth::digest_auth)
        .serve(auth::DigestAuthAlgorithm, to::digest_auth::digest_auth)
        .serve(auth::DigestAuthStale, to::digest_auth::digest_auth)
        .serve(coding::Gzip, to::codings::gzip)
        .serve(coding::Deflate, to::codings::deflate)
        .serve(coding::Brotli, to::codings::brotli)
        .serve(coding::Zstd, to::codings::zstd)
        .serve(coding::Utf8, to::html::utf8)
        .serve(stream::Delay, to::delay::delay)
        .serve(stream::Drip, to::drip::drip)
        .serve(stream::Stream, to::stream::stream)
        .serve(stream::Bytes, to::bytes::bytes)
        .serve(stream::StreamBytes, to::bytes::stream_bytes)
        .serve(stream::Sse, to::sse::sse)
        .serve(stream::Jsonl, to::sse::jsonl)
        .serve(stream::WebSocketEcho, to::websocket::websocket_echo)
        .serve(caching::Cache, to::cache::cache)
        .serve(caching::CacheFor, to::cache::cache_for)
        .serve(caching::Etag, to::cache::etag)
        .serve(caching::Range, to::range::range)
        .serve(content::HtmlPage, to::html::html)
        .serve(content::XmlDocument, to::html::xml)
        .serve(content::JsonDocument, to::json::json_document)
        .serve(content::Image, to::image::image)
        .serve(content::ImageOf, to::image::image_of)
        .serve(content::Links, to::links::links)
        .serve(content::LinksPage, to::links::links_page)
        .serve(content::Base64, to::base64::decode)
        .serve(content::Base64Decode, to::base64::decode)
        .serve(content::Base64Encode, to::base64::encode)
        .serve(content::FormsPost, to::html::form)
        .serve(content::Robots, to::html::robots)
        .serve(content::Deny, to::html::deny)
        .serve(wire::EarlyHints, to::early_hints::early_hints)
        .serve(wire::Chunks, to::chunks::chunks)
        .serve(wire::Trailers, to::trailers::trailers)
        .serve(wire::SlowHeaders, to::slow_headers::slow_headers)
        .serve(wire::Truncate, to::close::truncate)
        .serve(wire::Close, to::close::close)
        .serve(wire::Reset, to::close::reset)
        .serve(mix::Mix, to::mix::mix)
}

/// Tools that show what a closed resource looks like.
fn closed_tools() -> Routes {
    Routes::new(Audience::Echo, Cors::Closed).serve(content::NoCors, toolbox::no_cors::no_cors)
}

/// What the OpenAPI document lists.
#[must_use]
pub fn operations() -> Vec<Operation> {
    [
        practice(),
        exchanges(),
        feeds(),
        shares(),
        reference(),
        system(),
        tools(),
        closed_tools(),
    ]
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
        feeds(),
        shares(),
        reference(),
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
        .get("/", "/", toolbox::index::index)
        .get("/frame", "/frame", toolbox::frame::frame)
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
