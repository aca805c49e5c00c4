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

use axum::{body::Body, extract::Request, response::Response};
use futures_util::future::Either;
use http::{HeaderValue, Method, StatusCode, header};
use http_body::Body as _;
use percent_encoding::percent_decode_str;

use super::{Route, RouteFacts, Routes, not_acceptable};
use crate::{AppState, clock::Clock};

/// The routes of one origin, ready to answer.
#[derive(Clone)]
pub struct Table(Arc<Parts>);

struct Parts {
    paths: matchit::Router<Resource>,
    elsewhere: Route,
    state: AppState,
}

/// What answers at one path.
struct Resource {
    methods: Vec<(Method, Route)>,
    any: Option<Route>,
    other: Route,
}

impl Resource {
    /// What answers a method. HEAD is answered as GET is (RFC 9110, section 9.3.2).
    fn route(&self, method: &Method) -> &Route {
        let sought = if method == Method::HEAD { &Method::GET } else { method };
        let found = self.methods.iter().find(|(method, _)| method == sought);
        match (found, &self.any) {
            (Some((_, route)), _) => route,
            (None, Some(any)) if method != Method::OPTIONS => any,
            (None, _) => &self.other,
        }
    }
}

impl Table {
    /// A table of these routes. What has no route is answered by `elsewhere`.
    pub(super) fn new(state: AppState, routes: impl IntoIterator<Item = Routes>, elsewhere: Route) -> Self {
        let mut paths = matchit::Router::new();
        for path in routes.into_iter().flat_map(|routes| routes.paths) {
            let other = path.other();
            let resource = Resource {
                methods: path.methods,
                any: path.any,
                other,
            };
            paths
                .insert(path.path, resource)
                .expect("a path is routed once, and in matchit's syntax");
        }
        Self(Arc::new(Parts {
            paths,
            elsewhere,
            state,
        }))
    }

    /// What answers a request, which gets the parameters of its path.
    fn route(&self, request: &mut Request) -> &Route {
        let Parts { paths, elsewhere, .. } = &*self.0;
        let Ok(found) = paths.at(request.uri().path()) else {
            return elsewhere;
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
            return elsewhere;
        };
        request.extensions_mut().insert(PathParameters(parameters));
        route
    }

    /// Answers a request.
    pub(crate) fn answer(&self, mut request: Request) -> Answering {
        let route = self.route(&mut request);
        let facts = Arc::clone(&route.facts);
        let clock = request
            .extensions()
            .get::<Clock>()
            .cloned()
            .expect("the front gives every request a clock");
        let is_head = request.method() == Method::HEAD;
        clock.handler_called();
        let answer = match facts.media_type {
            Some(media_type) if facts.rules_out(media_type, request.headers()) => {
                Either::Right(ready(not_acceptable(media_type)))
            }
            _ => Either::Left(route.handler.call(request, self.0.state.clone())),
        };
        Answering {
            answer,
            facts,
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
    facts: Arc<RouteFacts>,
    clock: Clock,
    is_head: bool,
}

impl Future for Answering {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = task::ready!(Pin::new(&mut self.answer).poll(cx));
        self.facts.cors.write(response.headers_mut());
        self.facts
            .metrics
            .record(response.status(), self.clock.handler_answered());
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
