//! Problems as responses.
//!
//! `contract::Problem` is what the caller reads. [`Rejection`] is that problem with the fields that its status asks for, and
//! with what only the log may know.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use contract::{Problem, ProblemKind, problem::PROBLEM_JSON};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
};
use store::StoreError;

/// A request that ends with a problem.
///
/// Its large parts are boxed: every `Result` of a handler has room for one, and few ever hold it.
#[derive(Debug)]
pub struct Rejection {
    /// What the caller reads.
    pub problem: Box<Problem>,
    /// The fields that go with it: Allow, Accept, Retry-After and the like.
    pub fields: Box<HeaderMap>,
    /// What only the log may know.
    pub cause: Option<String>,
}

/// What went wrong inside, for the log; a response carries it as an extension to the place that writes the log.
#[derive(Clone, Debug)]
pub struct Cause(pub String);

impl Rejection {
    /// A rejection with this problem.
    #[must_use]
    pub fn new(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            fields: Box::default(),
            cause: None,
        }
    }

    /// The server's own fault: the caller learns no more than that, the log learns why.
    #[must_use]
    pub fn internal(cause: impl ToString) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(ProblemKind::Internal.into())
        }
    }

    /// Something that the server needs does not work at the moment: the caller learns what, the log learns why.
    #[must_use]
    pub fn outage(what: &str, cause: impl ToString) -> Self {
        let problem = Problem::new(ProblemKind::Unavailable)
            .with_detail(format!("{what}. The request failed; send it again later."));
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(problem)
        }
    }

    /// The same rejection with one more field.
    #[must_use]
    pub fn with_field(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.fields.append(name, value);
        self
    }
}

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self::new(problem)
    }
}

impl From<ProblemKind> for Rejection {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind.into())
    }
}

/// How many seconds a client is asked to wait when the server cannot answer, unless it is known better.
const OUTAGE_RETRY: HeaderValue = HeaderValue::from_static("10");

impl From<sea_orm::DbErr> for Rejection {
    fn from(error: sea_orm::DbErr) -> Self {
        match store::outage(&error) {
            Some(why) => Self::outage(why, error),
            None => Self::internal(error),
        }
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        Self {
            cause: Some(error.to_string()),
            ..Self::new(Problem::new(ProblemKind::Unavailable).with_detail("the database does not answer"))
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.problem)).into_response();
        let fields = response.headers_mut();
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        // 404, 405, 410, 414 and 501 may be kept by any cache unless told otherwise (RFC 9110, section 15.1), and a
        // problem that is mended would live on there.
        fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        fields.extend(*self.fields);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            fields.entry(RETRY_AFTER).or_insert(OUTAGE_RETRY);
        }
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(Cause(cause));
        }
        response
    }
}
