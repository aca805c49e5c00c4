//! From the path and the method of a request to what answers it.
//!
//! Handlers are axum's, and so are their extractors; to find the one that a request is for is done here. `axum::Router` does
//! more than a small answer needs, and the answer notices: it clones a boxed service for each request, boxes the response's future
//! twice, and leaves the matched route among the extensions.

use std::{
    future::{Ready, ready},
    pin::Pin,
    sync::Arc,
    task::{self, Context, Poll},
};

use axum::{
    body::Body,
    extract::{FromRef, Request},
    response::Response,
};
use futures_util::future::Either;
use http::{HeaderValue, Method, StatusCode, header};
use http_body::Body as _;
use percent_encoding::percent_decode_str;

use super::{Route, Routes, not_acceptable};
use crate::{AppState, clock::Clock};

/// The routes of one origin, ready to answer. Each request holds on to its table, and a count that several cores change takes
/// each of them longer than the rest of finding the route; so every clone has a count of its own, and every connection a clone.
pub struct Table(Held);

type Held = Arc<Arc<Parts>>;

impl Clone for Table {
    fn clone(&self) -> Self {
        Self(Arc::new(Arc::clone(&self.0)))
    }
}

struct Parts {
    paths: matchit::Router<Resource>,
    routes: Vec<Route>,
    state: AppState,
}

/// Which of the routes answers where there is none.
const ELSEWHERE: usize = 0;

/// Which of the routes answers at one path.
struct Resource {
    methods: Vec<(Method, usize)>,
    any: Option<usize>,
    other: usize,
}

impl Resource {
    /// What answers a method. HEAD is answered as GET is (RFC 9110, section 9.3.2).
    fn route(&self, method: &Method) -> usize {
        let sought = if method == Method::HEAD { &Method::GET } else { method };
        let found = self.methods.iter().find(|(method, _)| method == sought);
        match (found, self.any) {
            (Some((_, route)), _) => *route,
            (None, Some(any)) if method != Method::OPTIONS => any,
            (None, _) => self.other,
        }
    }
}

/// What handlers work with for one request. An extractor that asks for a part of it gets that.
#[derive(Clone)]
pub struct RequestState {
    table: Held,
    /// The request's clock, which also knows how the request came.
    pub clock: Clock,
}

impl RequestState {
    /// What is the same for all requests.
    #[must_use]
    pub fn app(&self) -> &AppState {
        &self.table.state
    }
}

impl FromRef<RequestState> for AppState {
    fn from_ref(state: &RequestState) -> Self {
        state.app().clone()
    }
}

impl Table {
    /// A table of these routes. What has no route is answered by `elsewhere`.
    pub(super) fn new(state: AppState, routes: impl IntoIterator<Item = Routes>, elsewhere: Route) -> Self {
        let mut paths = matchit::Router::new();
        // The first is the one at `ELSEWHERE`.
        let mut all = vec![elsewhere];
        let mut number = |route| {
            all.push(route);
            all.len() - 1
        };
        for path in routes.into_iter().flat_map(|routes| routes.paths) {
            let other = number(path.other());
            let methods = path.methods.into_iter();
            let resource = Resource {
                methods: methods.map(|(method, route)| (method, number(route))).collect(),
                any: path.any.map(&mut number),
                other,
            };
            paths
                .insert(path.path, resource)
                .expect("a path is routed once, and in matchit's syntax");
        }
        Self(Arc::new(Arc::new(Parts {
            paths,
            routes: all,
            state,
        })))
    }

    /// Which route a request is for, which gets the parameters of its path.
    fn route(&self, request: &mut Request) -> usize {
        let Ok(found) = self.0.paths.at(request.uri().path()) else {
            return ELSEWHERE;
        };
        let route = found.value.route(request.method());
        if found.params.is_empty() {
            return route;
        }
        let decode = |(name, value): (&str, &str)| {
            let value = percent_decode_str(value).decode_utf8().ok()?;
            Some((name.to_owned(), value.into_owned()))
        };
        // Each text is written in UTF-8 here, so what is none names nothing.
        let Some(parameters) = found.params.iter().map(decode).collect() else {
            return ELSEWHERE;
        };
        request.extensions_mut().insert(PathParameters(parameters));
        route
    }

    /// Answers a request.
    pub(crate) fn answer(&self, mut request: Request, clock: Clock) -> Answering {
        let index = self.route(&mut request);
        let Route { facts, handler } = &self.0.routes[index];
        let is_head = request.method() == Method::HEAD;
        clock.handler_called();
        let answer = match facts.media_type {
            Some(media_type) if facts.rules_out(media_type, request.headers()) => {
                Either::Right(ready(not_acceptable(media_type)))
            }
            _ => {
                let state = RequestState {
                    table: Arc::clone(&self.0),
                    clock: clock.clone(),
                };
                Either::Left(handler.call(request, state))
            }
        };
        Answering {
            answer,
            table: Arc::clone(&self.0),
            route: index,
            clock,
            is_head,
        }
    }
}

/// What stood in the places of a path's parameters, by their names.
#[derive(Clone, Debug, Default)]
pub struct PathParameters(pub Vec<(String, String)>);

/// The future of a handler's response, as axum's handlers that are functions have it.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The response to a request. Around the handler's own it marks when that was there, counts it, and opens it to other origins
/// where the route is open.
pub(crate) struct Answering {
    answer: Either<Answer, Ready<Response>>,
    table: Held,
    route: usize,
    clock: Clock,
    is_head: bool,
}

impl Future for Answering {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = task::ready!(Pin::new(&mut self.answer).poll(cx));
        let Route { facts, .. } = &self.table.routes[self.route];
        facts.cors.write(response.headers_mut());
        facts.metrics.record(response.status(), self.clock.handler_answered());
        if self.is_head {
            response = without_content(response);
        }
        Poll::Ready(response)
    }
}

/// The head that the response to a GET would have had (RFC 9110, section 9.3.2).
fn without_content(mut response: Response) -> Response {
    let length = response.body().size_hint().exact();
    // A 204 must not have the field, and in a 304 it would have to be that of the representation that is not sent (section 8.6).
    let has_content = !matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if let Some(length) = length.filter(|_| has_content) {
        let fields = response.headers_mut();
        fields
            .entry(header::CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
    response.map(|_| Body::empty())
}
