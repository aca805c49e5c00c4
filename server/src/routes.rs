//! From endpoint descriptors to routes.
//!
//! [`Routes`] takes a descriptor and its handler. What follows from the descriptor is done here, once for all endpoints: the
//! route and its methods, OPTIONS and preflights, 405 with Allow, 406, the phase and the metrics of the route, and the entry in
//! the OpenAPI document. So none of these can forget an endpoint.

use std::{
    future::{Ready, ready},
    pin::Pin,
    sync::Arc,
    task::{self, Context, Poll},
};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter},
};
use contract::{Endpoint, Problem, ProblemKind, endpoint::Content};
use futures_util::future::Either;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header::ALLOW};
use pin_project_lite::pin_project;

use crate::{
    AppState, accept::accepts, clock::Clock, cors::Cors, metrics::RouteMetrics, openapi::Operation, origin::Audience,
    problem::Rejection,
};

/// Routes of one origin that share who may read them.
pub struct Routes {
    origin: Audience,
    cors: Cors,
    paths: Vec<PathRoutes>,
    operations: Vec<Operation>,
}

struct PathRoutes {
    path: &'static str,
    methods: Vec<Method>,
    handlers: MethodRouter<AppState>,
}

impl Routes {
    /// No routes yet. They belong to that origin.
    #[must_use]
    pub fn new(origin: Audience, cors: Cors) -> Self {
        Self {
            origin,
            cors,
            paths: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// Adds an endpoint.
    #[must_use]
    pub fn serve<E, H, T>(mut self, _: E, handler: H) -> Self
    where
        E: Endpoint,
        H: Handler<T, AppState>,
        T: 'static,
    {
        let facts = RouteFacts {
            cors: self.cors,
            metrics: RouteMetrics::new(self.origin, E::PATH),
            media_type: E::Response::MEDIA_TYPE,
        };
        let handler = Routed::new(facts, handler);
        let index = self
            .paths
            .iter()
            .position(|routes| routes.path == E::PATH)
            .unwrap_or_else(|| {
                self.paths.push(PathRoutes {
                    path: E::PATH,
                    methods: Vec::new(),
                    handlers: MethodRouter::new(),
                });
                self.paths.len() - 1
            });
        let routes = &mut self.paths[index];
        for method in E::METHODS {
            let filter = MethodFilter::try_from(method.clone()).expect("endpoints use methods that axum knows");
            routes.handlers = std::mem::take(&mut routes.handlers).on(filter, handler.clone());
            routes.methods.push(method.clone());
        }
        self.operations.extend(Operation::of::<E>());
        self
    }

    /// What the OpenAPI document says of them.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The router.
    pub fn into_router(self) -> Router<AppState> {
        let Self { origin, cors, .. } = self;
        self.paths.into_iter().fold(Router::new(), |router, routes| {
            let PathRoutes {
                path,
                methods,
                handlers,
            } = routes;
            router.route(path, with_fallback(handlers, origin, path, cors, &methods))
        })
    }
}

/// What answers a path that takes GET and is no endpoint: a page, an asset. The metrics know it by `name`, which for an asset is
/// not its path, because that changes with each build.
pub fn get_only<H, T>(origin: Audience, name: &str, handler: H) -> MethodRouter<AppState>
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let facts = RouteFacts {
        cors: Cors::Closed,
        metrics: RouteMetrics::new(origin, name),
        // What a page or an asset is does not depend on what the caller would like it to be.
        media_type: None,
    };
    let handlers = axum::routing::get(Routed::new(facts, handler));
    with_fallback(handlers, origin, name, Cors::Closed, &[Method::GET])
}

/// Adds what answers the methods that are left.
fn with_fallback(
    handlers: MethodRouter<AppState>,
    origin: Audience,
    name: &str,
    cors: Cors,
    methods: &[Method],
) -> MethodRouter<AppState> {
    let allow = allow(methods);
    let other = move |method: Method, fields: HeaderMap| async move { other_method(&method, &fields, cors, &allow) };
    let facts = RouteFacts {
        cors,
        metrics: RouteMetrics::new(origin, name),
        media_type: None,
    };
    handlers.fallback(Routed::new(facts, other))
}

/// The value of Allow: the methods, and those that go without saying.
fn allow(methods: &[Method]) -> HeaderValue {
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if let Some(get) = names.iter().position(|name| *name == "GET") {
        names.insert(get + 1, "HEAD");
    }
    names.push("OPTIONS");
    HeaderValue::try_from(names.join(", ")).expect("methods are tokens")
}

/// OPTIONS, and whatever the path does not take.
fn other_method(method: &Method, request: &HeaderMap, cors: Cors, allow: &HeaderValue) -> Response {
    if method == Method::OPTIONS {
        let mut response = StatusCode::NO_CONTENT.into_response();
        response.headers_mut().insert(ALLOW, allow.clone());
        cors.write_preflight(request, allow, response.headers_mut());
        return response;
    }
    let detail = format!(
        "{method} is not among the methods that this resource takes: {}",
        allow.to_str().unwrap_or_default()
    );
    Rejection::new(Problem::new(ProblemKind::MethodNotAllowed).with_detail(detail))
        .with_field(ALLOW, allow.clone())
        .into_response()
}

/// The answer to a request that rules out what there is.
fn not_acceptable(media_type: &str) -> Response {
    let detail = format!("the resource is {media_type}, which the Accept field rules out");
    Rejection::new(Problem::new(ProblemKind::NotAcceptable).with_detail(detail)).into_response()
}

/// What is the same for each request that a handler gets.
struct RouteFacts {
    cors: Cors,
    metrics: RouteMetrics,
    /// What it answers, if that is one media type.
    media_type: Option<&'static str>,
}

/// A handler, and around it what is done for all: it marks when the handler is called, refuses what the handler cannot answer
/// in, counts, and opens the response to other origins where the route is open.
///
/// It is a handler and no layer, because a layer around a route would cost each request two more boxes and a clone.
#[derive(Clone)]
struct Routed<H> {
    facts: Arc<RouteFacts>,
    handler: H,
}

impl<H> Routed<H> {
    fn new(facts: RouteFacts, handler: H) -> Self {
        Self {
            facts: Arc::new(facts),
            handler,
        }
    }
}

impl<T, H: Handler<T, AppState>> Handler<T, AppState> for Routed<H> {
    type Future = Answering<H::Future>;

    fn call(self, request: Request, state: AppState) -> Self::Future {
        let Self { facts, handler } = self;
        let clock = request
            .extensions()
            .get::<Clock>()
            .cloned()
            .expect("the front gives every request a clock");
        clock.handler_called();
        let answer = match facts.media_type {
            Some(media_type) if !accepts(request.headers(), media_type) => {
                Either::Right(ready(not_acceptable(media_type)))
            }
            _ => Either::Left(handler.call(request, state)),
        };
        Answering { answer, facts, clock }
    }
}

pin_project! {
    /// The response of a [`Routed`] handler.
    struct Answering<F> {
        #[pin]
        answer: Either<F, Ready<Response>>,
        facts: Arc<RouteFacts>,
        clock: Clock,
    }
}

impl<F: Future<Output = Response>> Future for Answering<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let mut response = task::ready!(this.answer.poll(cx));
        this.facts.cors.write(response.headers_mut());
        this.facts
            .metrics
            .record(response.status(), this.clock.handler_answered());
        Poll::Ready(response)
    }
}
