//! Faults on demand: with the request field `Practice-Fault`, the practice API fails in the way that is asked for, so that a front end
//! can be seen in each of its states.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use contract::{
    Problem, ProblemKind,
    endpoint::Limit,
    shop::fault::{PRACTICE_FAULT, SLOW_SECONDS},
};
use http::{HeaderName, HeaderValue, header};
use http_body_util::BodyExt as _;
use tokio::time::sleep;

use crate::{
    problem::Rejection,
    routes::{Answer, Call, RequestState},
    toolbox::arguments::time,
};

/// The field that asks for a fault, with its name read: every request of the practice API is asked for it.
const FIELD: HeaderName = HeaderName::from_static(PRACTICE_FAULT);

/// How long an answer may be held back.
const LIMIT: Limit = Limit::seconds("slow", 10);

/// A fault that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The answer comes later.
    Slow(Duration),
    /// There is a problem instead of an answer, and nothing is done.
    Error,
    /// The answer breaks off in the middle of its JSON.
    BrokenJson,
}

impl Fault {
    fn of(value: &HeaderValue) -> Result<Self, Rejection> {
        let text = value.to_str().unwrap_or_default().trim();
        let (name, seconds) = text
            .split_once('=')
            .map_or((text, None), |(name, seconds)| (name, Some(seconds)));
        match (name, seconds) {
            ("slow", None) => Some(Self::Slow(Duration::from_secs(SLOW_SECONDS))),
            ("slow", Some(seconds)) => time(seconds, &LIMIT).map(Self::Slow),
            ("error", None) => Some(Self::Error),
            ("broken-json", None) => Some(Self::BrokenJson),
            _ => None,
        }
        .ok_or_else(|| {
            let detail = format!(
                "{PRACTICE_FAULT} is `{text}`; it can be `slow`, `slow=` and {}, `error` or `broken-json`",
                LIMIT.words()
            );
            Problem::new(ProblemKind::InvalidParameters).with_detail(detail).into()
        })
    }
}

/// A handler that fails when it is asked to.
pub(crate) struct Faulty(pub(crate) Arc<dyn Call>);

impl Call for Faulty {
    fn call(&self, request: Request, state: RequestState) -> Answer {
        let Some(asked) = request.headers().get(FIELD) else {
            return self.0.call(request, state);
        };
        let fault = Fault::of(asked);
        let handler = Arc::clone(&self.0);
        Box::pin(async move {
            match fault {
                Err(rejection) => rejection.into_response(),
                Ok(Fault::Slow(time)) => {
                    sleep(time).await;
                    handler.call(request, state).await
                }
                Ok(Fault::Error) => Rejection::new(failure()).into_response(),
                Ok(Fault::BrokenJson) => broken(handler.call(request, state).await).await,
            }
        })
    }
}

fn failure() -> Problem {
    Problem::new(ProblemKind::Internal).with_detail(format!("the request asked for this by {PRACTICE_FAULT}"))
}

/// The first half of what would have come first, where that is JSON. No cache may keep it, and no tag names it.
async fn broken(response: Response) -> Response {
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_json = media_type.is_some_and(|media_type| media_type.as_bytes().ends_with(b"json"));
    if !is_json {
        return response;
    }
    let (mut parts, mut body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ETAG);
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let first = body
        .frame()
        .await
        .and_then(Result::ok)
        .and_then(|frame| frame.into_data().ok());
    let half = first.map(|bytes| bytes.slice(..bytes.len() / 2)).unwrap_or_default();
    Response::from_parts(parts, Body::from(half))
}
