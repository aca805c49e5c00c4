//! What every request goes through first and every response goes through last.
//!
//! [`Front`] finds the origin that a request is for, gives the exchange its id and its clock, and sees to it that the response
//! carries `Exchange-Id`, `Server-Timing` and the security fields, that a panic becomes a problem, and that the log has a line.

use std::{any::Any, borrow::Cow, future::ready, panic::AssertUnwindSafe, sync::Arc, time::SystemTime};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use contract::{Problem, ProblemKind};
use futures_util::{FutureExt, future::Either};
use http::{HeaderName, HeaderValue, Request, header};
use smallvec::SmallVec;
use tracing::{debug, error, warn};
use uuid::{ContextV7, Timestamp, Uuid, timestamp::context::ThreadLocalContext};

use crate::{
    clock::Clock,
    compress::Compress,
    cors::Cors,
    listen::{Answer, Arrival},
    observe::Observer,
    origin::{Audience, Naming},
    problem::{Cause, Rejection},
    routes::Table,
};

/// The field that names the exchange.
pub const EXCHANGE_ID: HeaderName = HeaderName::from_static("exchange-id");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// For what is no page: nothing in it runs or loads, wherever it ends up.
const INERT: HeaderValue = HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
/// For the echo origin, whose content may be the caller's: besides, it has an origin that is nobody's.
pub(crate) const SANDBOX: HeaderValue =
    HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");

/// The first and last stop of every request of one listener. Every connection has a clone.
#[derive(Clone)]
pub struct Front {
    naming: Arc<Naming>,
    observer: Observer,
    app: Compress,
    echo: Compress,
}

impl Front {
    /// A front for a listener with those names.
    #[must_use]
    pub fn new(naming: Naming, observer: Observer, app: Table, echo: Table) -> Self {
        Self {
            naming: Arc::new(naming),
            observer,
            app: Compress::new(app),
            echo: Compress::leaving_conditions(echo),
        }
    }
}

impl Answer for Front {
    fn answer(
        &self,
        request: Request<Body>,
        arrival: Arrival,
    ) -> impl Future<Output = Response> + Send + 'static + use<> {
        let now = SystemTime::now();
        let id = new_id(now);
        let clock = Clock::start(arrival, now);
        let audience = self.naming.audience(request.uri(), request.headers());
        let line = Line::of(&request);
        if audience == Some(Audience::App) {
            self.observer.watch(id, request.uri(), request.headers(), &clock);
        }
        let answer = match audience {
            _ if !meets_expectation(&request) => Either::Right(ready(closed(unexpected()))),
            Some(Audience::App) => Either::Left(self.app.answer(request, clock.clone())),
            Some(Audience::Echo) => Either::Left(self.echo.answer(request, clock.clone())),
            None => Either::Right(ready(closed(misdirected()))),
        };
        // A closure behind the future instead of an `async` block around it, which would hold the future twice.
        AssertUnwindSafe(answer).catch_unwind().map(move |outcome| {
            let mut response = match outcome {
                Ok(response) => response,
                Err(panic) => closed(Rejection::internal(words(&*panic))),
            };
            let fields = response.headers_mut();
            fields.insert(EXCHANGE_ID, id_value(id));
            fields.insert(SERVER_TIMING, clock.server_timing());
            secure(audience, fields);
            line.write(id, &response, &clock);
            response
        })
    }
}

/// Whether all that the request expects is to be told to go on, which hyper sees to (RFC 9110, section 10.1.1).
fn meets_expectation(request: &Request<Body>) -> bool {
    let mut expectations = request.headers().get_all(header::EXPECT).iter();
    expectations.all(|value| value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"100-continue"))
}

fn unexpected() -> Rejection {
    Problem::new(ProblemKind::ExpectationFailed)
        .with_detail("the only expectation that can be met is 100-continue")
        .into()
}

fn misdirected() -> Rejection {
    Problem::new(ProblemKind::MisdirectedRequest)
        .with_detail(
            "the host that the request names is none of this server's; start it with --app-origin and --echo-origin to \
             give it public names",
        )
        .into()
}

/// What no route has answered, which no page of another origin may read.
#[cold]
fn closed(rejection: Rejection) -> Response {
    let mut response = rejection.into_response();
    Cors::Closed.write(response.headers_mut());
    response
}

thread_local! {
    static IDS: ContextV7 = const { ContextV7::new() };
}

/// The id of an exchange that begins at that time. Each thread counts for itself, so that none waits for another.
fn new_id(now: SystemTime) -> Uuid {
    // A clock before 1970 is set wrong.
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let counter = ThreadLocalContext::new(&IDS);
    Uuid::new_v7(Timestamp::from_unix(counter, now.as_secs(), now.subsec_nanos()))
}

fn id_value(id: Uuid) -> HeaderValue {
    let mut buffer = Uuid::encode_buffer();
    HeaderValue::from_str(id.hyphenated().encode_lower(&mut buffer)).expect("a UUID is hexadecimal digits and hyphens")
}

/// A path without the token of a share, which is the key to it.
fn loggable(path: &str) -> Cow<'_, str> {
    for before in [contract::shares::PAGE, "/v1/shares/"] {
        if let Some(after) = path.strip_prefix(before) {
            let rest = after.find('/').map_or("", |end| &after[end..]);
            return format!("{before}…{rest}").into();
        }
    }
    path.into()
}

/// Adds the security fields that the response does not have of its own.
fn secure(audience: Option<Audience>, fields: &mut http::HeaderMap) {
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    fields.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    let policy = if audience == Some(Audience::Echo) {
        SANDBOX
    } else {
        INERT
    };
    fields.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", text.unwrap_or("without a word"))
}

/// What the log says of a request. The query is left out, and so is the token of a share: they are secrets, or may be.
struct Line {
    method: http::Method,
    /// Copied, because a short path takes less than a count of those who know the target.
    path: SmallVec<[u8; 32]>,
}

impl Line {
    fn of(request: &Request<Body>) -> Self {
        Self {
            method: request.method().clone(),
            path: SmallVec::from_slice(request.uri().path().as_bytes()),
        }
    }

    /// Only what is logged reads the clock, and the path.
    fn write(&self, id: Uuid, response: &Response, clock: &Clock) {
        let method = &self.method;
        let status = response.status().as_u16();
        let cause = response.extensions().get::<Cause>().map(|Cause(cause)| cause.as_str());
        match (status, cause) {
            (_, Some(cause)) => {
                error!(target: "roundtrip::request", exchange_id = %id, %method, path = &*self.path(), status, duration_us = micros(clock), cause, "request failed");
            }
            (500.., None) => {
                warn!(target: "roundtrip::request", exchange_id = %id, %method, path = &*self.path(), status, duration_us = micros(clock), "request failed");
            }
            _ => {
                debug!(target: "roundtrip::request", exchange_id = %id, %method, path = &*self.path(), status, duration_us = micros(clock), "request answered");
            }
        }
    }

    fn path(&self) -> Cow<'_, str> {
        loggable(str::from_utf8(&self.path).unwrap_or_default())
    }
}

/// How long the request has been worked on, in microseconds.
fn micros(clock: &Clock) -> u64 {
    u64::try_from(clock.elapsed().as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::loggable;

    #[test]
    fn the_log_has_no_token_of_a_share() {
        for (path, logged) in [
            ("/x/0123", "/x/…"),
            ("/v1/shares/0123", "/v1/shares/…"),
            ("/v1/shares/0123/wire", "/v1/shares/…/wire"),
            ("/v1/shares", "/v1/shares"),
            ("/api/products/7", "/api/products/7"),
        ] {
            assert_eq!(loggable(path), logged);
        }
    }
}
