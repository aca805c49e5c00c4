//! From endpoint descriptors to routes.
//!
//! [`Routes`] takes a descriptor and its handler. What follows from the descriptor is done here, once for all endpoints: the
//! route and its methods, OPTIONS and preflights, 405 with Allow, 406, the phase and the metrics of the route, and the entry in
//! the OpenAPI document. So none of these can forget an endpoint.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    body::Body,
    extract::Request,
    handler::Handler,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter},
};
use contract::{Endpoint, Problem, ProblemKind, endpoint::ResponseContent};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, ALLOW},
};
use tower::{Layer, Service, ServiceExt};

use crate::{
    AppState, accept::accepts, clock::Clock, cors::Cors, metrics::RouteMetrics, openapi::Operation, problem::Rejection,
};

/// Routes of one origin that share who may read them.
pub struct Routes {
    cors: Cors,
    paths: Vec<PathRoutes>,
    operations: Vec<Operation>,
}

struct PathRoutes {
    path: &'static str,
    methods: Vec<Offer>,
    handlers: MethodRouter<AppState>,
}

/// A method, and the media type of what it answers.
type Offer = (Method, Option<&'static str>);

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new(cors: Cors) -> Self {
        Self {
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
            routes.methods.push((method.clone(), E::Response::MEDIA_TYPE));
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
    pub fn into_router(self, origin: &'static str) -> Router<AppState> {
        let cors = self.cors;
        self.paths.into_iter().fold(Router::new(), |router, routes| {
            let allow = allow(&routes.methods);
            let other =
                move |method: Method, fields: HeaderMap| async move { other_method(&method, &fields, cors, &allow) };
            let metrics = RouteMetrics::new(origin, routes.path);
            let facts = Arc::new(RouteFacts {
                cors,
                metrics,
                offers: routes.methods,
            });
            router.route(routes.path, routes.handlers.fallback(other).layer(RouteLayer(facts)))
        })
    }
}

/// What answers a path that takes GET and is no endpoint: a page, an asset. The metrics know it by `name`, which for an asset is
/// not its path, because that changes with each build.
pub fn get_only<H, T>(origin: &'static str, name: &str, handler: H) -> MethodRouter<AppState>
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let allow = allow(&[(Method::GET, None)]);
    let other =
        move |method: Method, fields: HeaderMap| async move { other_method(&method, &fields, Cors::Closed, &allow) };
    // What a page or an asset is does not depend on what the caller would like it to be.
    let facts = Arc::new(RouteFacts {
        cors: Cors::Closed,
        metrics: RouteMetrics::new(origin, name),
        offers: Vec::new(),
    });
    axum::routing::get(handler).fallback(other).layer(RouteLayer(facts))
}

/// The value of Allow: the methods, and those that go without saying.
fn allow(offers: &[Offer]) -> HeaderValue {
    let mut names: Vec<&str> = offers.iter().map(|(method, _)| method.as_str()).collect();
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

/// What is the same for each request to a path.
struct RouteFacts {
    cors: Cors,
    metrics: RouteMetrics,
    offers: Vec<Offer>,
}

impl RouteFacts {
    /// The media type that the request would be answered in, where its Accept field rules that out.
    fn unacceptable(&self, request: &Request<Body>) -> Option<&'static str> {
        if !request.headers().contains_key(ACCEPT) {
            return None;
        }
        let method = if *request.method() == Method::HEAD {
            &Method::GET
        } else {
            request.method()
        };
        let (_, media_type) = self.offers.iter().find(|(offered, _)| offered == method)?;
        media_type.filter(|media_type| !accepts(request.headers(), media_type))
    }
}

/// The answer to a request that rules out what there is.
fn not_acceptable(media_type: &str) -> Response {
    let detail = format!("the resource is {media_type}, which the Accept field rules out");
    Rejection::new(Problem::new(ProblemKind::NotAcceptable).with_detail(detail)).into_response()
}

/// Marks when the handler is called, counts, and opens the response to other origins where the routes are open.
#[derive(Clone)]
struct RouteLayer(Arc<RouteFacts>);

impl<S> Layer<S> for RouteLayer {
    type Service = RouteService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        RouteService {
            facts: self.0.clone(),
            inner,
        }
    }
}

#[derive(Clone)]
struct RouteService<S> {
    facts: Arc<RouteFacts>,
    inner: S,
}

impl<S> Service<Request<Body>> for RouteService<S>
where
    S: Service<Request<Body>, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if let Some(clock) = request.extensions().get::<Clock>() {
            clock.handler_called();
        }
        let started = Instant::now();
        let facts = self.facts.clone();
        let answer = match facts.unacceptable(&request) {
            Some(media_type) => Err(media_type),
            None => Ok(self.inner.clone().oneshot(request)),
        };
        Box::pin(async move {
            let mut response = match answer {
                Ok(answer) => answer.await?,
                Err(media_type) => not_acceptable(media_type),
            };
            facts.cors.write(response.headers_mut());
            facts.metrics.record(response.status(), started);
            Ok(response)
        })
    }
}
