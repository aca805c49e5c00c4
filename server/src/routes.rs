//! From endpoint descriptors to routes.
//!
//! [`Routes`] takes a descriptor and its handler. What follows from the descriptor is done here and in [`Table`], once for all
//! endpoints: the route and its methods, OPTIONS and preflights, 405 with Allow, 406, the phase and the metrics of the route,
//! and the entry in the OpenAPI document. So none of these can forget an endpoint.

mod descriptor;
mod table;

use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use axum::{
    extract::Request,
    handler::Handler,
    response::{IntoResponse, Response},
};
use contract::{Endpoint, Problem, ProblemKind};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header::ALLOW};

pub use self::table::{PathParameters, RequestState, Table};
pub(crate) use self::{descriptor::Descriptor, table::Answer};
use crate::{
    AppState, accept::accepts, cors::Cors, metrics::RouteMetrics, openapi::Operation, origin::Audience,
    problem::Rejection,
};

/// What a handler is here: any function that axum takes for one.
pub trait Handle<T>: Handler<T, RequestState, Future = Answer> + Sync {}

impl<T, H: Handler<T, RequestState, Future = Answer> + Sync> Handle<T> for H {}

/// Routes of one origin that share who may read them.
pub struct Routes {
    origin: Audience,
    cors: Cors,
    /// What stands in the place of each handler that is added.
    instead: fn(Arc<dyn Call>) -> Arc<dyn Call>,
    paths: Vec<PathRoutes>,
    operations: Vec<Operation>,
}

/// The routes of one path. The metrics know it by its name, which for an asset is not its path, because that changes with each
/// build.
struct PathRoutes {
    path: Cow<'static, str>,
    name: Cow<'static, str>,
    origin: Audience,
    cors: Cors,
    methods: Vec<(Method, Route)>,
    /// What answers every method that is not among them, but for OPTIONS.
    any: Option<Route>,
}

impl Routes {
    /// No routes yet. They belong to that origin.
    #[must_use]
    pub fn new(origin: Audience, cors: Cors) -> Self {
        Self {
            origin,
            cors,
            instead: |handler| handler,
            paths: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// The same, but each handler that is added from here on stands behind another.
    #[must_use]
    pub(crate) fn behind(mut self, instead: fn(Arc<dyn Call>) -> Arc<dyn Call>) -> Self {
        self.instead = instead;
        self
    }

    /// Adds an endpoint.
    #[must_use]
    pub fn serve<E: Endpoint, T: 'static>(self, _: E, handler: impl Handle<T>) -> Self {
        self.add(&const { Descriptor::of::<E>() }, untyped(handler))
    }

    fn add(mut self, endpoint: &Descriptor, handler: Arc<dyn Call>) -> Self {
        let facts = RouteFacts {
            cors: self.cors,
            metrics: RouteMetrics::new(self.origin, endpoint.path),
            media_type: match self.origin {
                Audience::App => endpoint.response.media_type,
                // Whoever tries out an Accept field on the toolbox wants to see it come back (RFC 9110, section 12.5.1, lets
                // a server disregard it).
                Audience::Echo => None,
            },
            other_media_types: endpoint.response.other_media_types,
        };
        let route = Route::new(facts, (self.instead)(handler));
        let methods = endpoint.methods.iter().map(|method| (method.clone(), route.clone()));
        let resource = self.at(endpoint.path.into(), endpoint.path.into());
        resource.methods.extend(methods);
        resource.any = endpoint.any_method.then_some(route);
        self.operations.extend(Operation::of(endpoint));
        self
    }

    /// Adds what takes GET and is no endpoint: a page, an asset.
    #[must_use]
    pub fn get<T: 'static>(
        mut self,
        path: impl Into<Cow<'static, str>>,
        name: impl Into<Cow<'static, str>>,
        handler: impl Handle<T>,
    ) -> Self {
        let name = name.into();
        let route = Route::new(
            RouteFacts {
                cors: self.cors,
                metrics: RouteMetrics::new(self.origin, &name),
                // What a page or an asset is does not depend on what the caller would like it to be.
                media_type: None,
                other_media_types: &[],
            },
            untyped(handler),
        );
        self.at(path.into(), name).methods.push((Method::GET, route));
        self
    }

    /// The routes of a path.
    fn at(&mut self, path: Cow<'static, str>, name: Cow<'static, str>) -> &mut PathRoutes {
        let known = self.paths.iter().position(|routes| routes.path == path);
        let index = known.unwrap_or_else(|| {
            self.paths.push(PathRoutes {
                path,
                name,
                origin: self.origin,
                cors: self.cors,
                methods: Vec::new(),
                any: None,
            });
            self.paths.len() - 1
        });
        &mut self.paths[index]
    }

    /// What the OpenAPI document says of them.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The routes of an origin, ready to answer. What has no route is answered by `elsewhere`, which sees to it itself who may
    /// read that.
    #[must_use]
    pub fn table<T: 'static>(
        origin: Audience,
        routes: impl IntoIterator<Item = Self>,
        elsewhere: impl Handle<T>,
        state: AppState,
    ) -> Table {
        let facts = RouteFacts {
            cors: Cors::Closed,
            metrics: RouteMetrics::new(origin, "elsewhere"),
            media_type: None,
            other_media_types: &[],
        };
        Table::new(state, routes, Route::new(facts, untyped(elsewhere)))
    }
}

impl PathRoutes {
    /// What answers the methods that are left.
    fn other(&self) -> Route {
        let cors = self.cors;
        let allow = allow(self.methods.iter().map(|(method, _)| method.as_str()));
        let other =
            move |method: Method, fields: HeaderMap| async move { other_method(&method, &fields, cors, &allow) };
        let facts = RouteFacts {
            cors,
            metrics: RouteMetrics::new(self.origin, &self.name),
            media_type: None,
            other_media_types: &[],
        };
        Route::new(facts, untyped(other))
    }
}

/// The value of Allow: the methods, and those that go without saying.
fn allow<'a>(methods: impl Iterator<Item = &'a str>) -> HeaderValue {
    let mut names: Vec<&str> = methods.collect();
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
#[cold]
fn not_acceptable(media_type: &str) -> Response {
    let detail = format!("the resource is {media_type}, which the Accept field rules out");
    Rejection::new(Problem::new(ProblemKind::NotAcceptable).with_detail(detail)).into_response()
}

/// What is the same for each request that a handler gets.
struct RouteFacts {
    cors: Cors,
    metrics: RouteMetrics,
    /// What it answers, if that is known.
    media_type: Option<&'static str>,
    /// What else it answers where the caller would rather have that.
    other_media_types: &'static [&'static str],
}

impl RouteFacts {
    /// Whether the Accept field rules out all that there is.
    fn rules_out(&self, media_type: &str, fields: &HeaderMap) -> bool {
        !accepts(fields, media_type) && !self.other_media_types.iter().any(|other| accepts(fields, other))
    }
}

/// A handler, and what is done around it.
#[derive(Clone)]
struct Route {
    facts: Arc<RouteFacts>,
    handler: Arc<dyn Call>,
}

impl Route {
    fn new(facts: RouteFacts, handler: Arc<dyn Call>) -> Self {
        Self {
            facts: Arc::new(facts),
            handler,
        }
    }
}

/// A handler whatever its extractors are.
pub(crate) trait Call: Send + Sync {
    fn call(&self, request: Request, state: RequestState) -> Answer;
}

fn untyped<T: 'static>(handler: impl Handle<T>) -> Arc<dyn Call> {
    Arc::new(Untyped(handler, PhantomData))
}

struct Untyped<H, T>(H, PhantomData<fn() -> T>);

impl<T: 'static, H: Handle<T>> Call for Untyped<H, T> {
    fn call(&self, request: Request, state: RequestState) -> Answer {
        // axum's handlers are called by value; a function that has caught nothing is nothing to clone.
        self.0.clone().call(request, state)
    }
}
