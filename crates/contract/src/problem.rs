//! Problem details (RFC 9457): the one shape of every error that Roundtrip answers with.
//!
//! [`ProblemKind`] is the closed list of what can go wrong, each with its status, title and explanation. [`Problem`] is one
//! occurrence. A kind's explanation is what the page behind the problem's `type` shows.

use std::{borrow::Cow, fmt, str::FromStr};

use http::StatusCode;
use serde::{Deserialize, Serialize};

/// The media type of a problem (RFC 9457, section 3).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The path below which each kind has its page.
const TYPE_PREFIX: &str = "/problems/";

/// One occurrence of a problem, as it travels in an `application/problem+json` representation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A path of the app origin, `/problems/…`, whose page explains this kind of problem.
    #[serde(rename = "type")]
    pub type_: Cow<'static, str>,
    /// What kind of problem it is, the same for each occurrence.
    pub title: Cow<'static, str>,
    /// The status code of the response that carried it.
    pub status: u16,
    /// What went wrong this time, and what would be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where in the request something is wrong, one entry for each fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// One fault in what the caller sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// A JSON pointer (RFC 6901) into the body, or into the query taken as an object of its parameters.
    pub pointer: String,
    /// What is wrong there, and what would be right.
    pub detail: String,
}

impl Problem {
    /// A problem of that kind, with nothing said yet about this occurrence.
    #[must_use]
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            type_: Cow::Owned(kind.path()),
            title: Cow::Borrowed(kind.title()),
            status: kind.status().as_u16(),
            detail: None,
            errors: Vec::new(),
        }
    }

    /// The same problem, saying what went wrong this time.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same problem, with one more fault of the request.
    #[must_use]
    pub fn with_fault(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(Fault {
            pointer: pointer.into(),
            detail: detail.into(),
        });
        self
    }

    /// The kind that its `type` names, if it is one of ours.
    #[must_use]
    pub fn kind(&self) -> Option<ProblemKind> {
        self.type_.strip_prefix(TYPE_PREFIX)?.parse().ok()
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.title)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// No kind has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no problem type of that name")]
pub struct UnknownKind;

/// What a kind is: its name in URLs, its status, and words for people.
struct Description {
    slug: &'static str,
    status: StatusCode,
    title: &'static str,
    section: &'static str,
    explanation: &'static str,
    remedy: &'static str,
}

/// Writes the enum, the list of its variants and their descriptions from one table, so that no kind can lack a part.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $slug:literal, $status:ident, $title:literal, $section:literal, $explanation:literal, $remedy:literal;)+) => {
        /// What can go wrong with a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemKind { $($(#[$doc])* $name,)+ }

        impl ProblemKind {
            /// Every kind, by status.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            const fn description(self) -> Description {
                match self {
                    $(Self::$name => Description {
                        slug: $slug, status: StatusCode::$status, title: $title,
                        section: $section, explanation: $explanation, remedy: $remedy,
                    },)+
                }
            }
        }
    };
}

kinds! {
    /// The message breaks the syntax of HTTP.
    BadRequest: "bad-request", BAD_REQUEST, "The request is malformed", "RFC 9110, section 15.5.1",
        "The bytes that arrived are not a well-formed HTTP request, so the server cannot know what was asked and does not guess.",
        "The detail names the rule that was broken and where. Look at the bytes that the client really sent.";
    /// The body is not JSON.
    MalformedJson: "malformed-json", BAD_REQUEST, "The body is not valid JSON", "RFC 8259",
        "The request says that its body is JSON, but the body breaks JSON's grammar.",
        "The detail gives line and column of the first fault. Common ones: single quotes, a trailing comma, a value cut short.";
    /// A query parameter has a value that is not allowed.
    InvalidParameters: "invalid-parameters", BAD_REQUEST, "A parameter is not valid", "RFC 9110, section 15.5.1",
        "A parameter, of the query or of the task that is asked for, has a value that the resource does not understand.",
        "Each entry of errors names one parameter and what it takes.";
    /// Credentials are missing or wrong.
    Unauthorized: "unauthorized", UNAUTHORIZED, "Credentials are needed", "RFC 9110, section 15.5.2",
        "The resource is only for someone who has shown who they are, and the request carries no valid credentials.",
        "The WWW-Authenticate field says which scheme to use.";
    /// The caller may not do this.
    Forbidden: "forbidden", FORBIDDEN, "That is not allowed", "RFC 9110, section 15.5.4",
        "The server understood the request and refuses it. Credentials would not change that.",
        "The detail says which rule refused it.";
    /// Nothing is there.
    NotFound: "not-found", NOT_FOUND, "There is nothing at that address", "RFC 9110, section 15.5.5",
        "No resource answers to this path, or the one that did is gone.",
        "Check the path letter by letter: paths are case-sensitive, and a slash at the end makes another path.";
    /// The resource is there but not for this method.
    MethodNotAllowed: "method-not-allowed", METHOD_NOT_ALLOWED, "The resource does not take that method", "RFC 9110, section 15.5.6",
        "There is a resource at this path, but it does not support the request's method.",
        "The Allow field lists the methods that it takes.";
    /// No representation fits what the caller accepts.
    NotAcceptable: "not-acceptable", NOT_ACCEPTABLE, "No representation fits the Accept field", "RFC 9110, section 15.5.7",
        "The resource has no representation of a media type that the request's Accept field allows.",
        "The detail lists the media types that there are. Accept: */* takes any.";
    /// The caller took too long to send its request.
    RequestTimeout: "request-timeout", REQUEST_TIMEOUT, "The request took too long to arrive", "RFC 9110, section 15.5.9",
        "The server waited for the rest of the request and it did not come in time, so the connection is closed.",
        "Send the request whole. A Content-Length larger than the body makes a server wait like this.";
    /// The state of the resource speaks against it.
    Conflict: "conflict", CONFLICT, "The request conflicts with what is there", "RFC 9110, section 15.5.10",
        "The request is well-formed, but the present state of the resource does not allow it.",
        "Read the resource again, resolve the conflict, and send a new request.";
    /// A length must be declared.
    LengthRequired: "length-required", LENGTH_REQUIRED, "A Content-Length is needed", "RFC 9110, section 15.5.12",
        "This resource needs to know the size of the body before it arrives.",
        "Send the body with a Content-Length field.";
    /// A condition of the request does not hold.
    PreconditionFailed: "precondition-failed", PRECONDITION_FAILED, "A precondition does not hold", "RFC 9110, section 15.5.13",
        "The request was to be carried out only if a condition holds (If-Match, for one), and it does not: somebody else was quicker.",
        "Read the resource again to get its present ETag, and decide anew.";
    /// The body is larger than is taken.
    ContentTooLarge: "content-too-large", PAYLOAD_TOO_LARGE, "The body is too large", "RFC 9110, section 15.5.14",
        "The body is larger than this resource takes.",
        "The detail says how large a body may be.";
    /// The target is longer than is taken.
    UriTooLong: "uri-too-long", URI_TOO_LONG, "The request target is too long", "RFC 9110, section 15.5.15",
        "The target in the request line is longer than the server reads.",
        "Move what is long out of the query and into a body.";
    /// The body's media type is not supported.
    UnsupportedMediaType: "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "The body's media type is not supported", "RFC 9110, section 15.5.16",
        "The resource does not understand bodies of the media type that Content-Type names, or the field is missing.",
        "The detail says which media type was received and which are taken.";
    /// None of the ranges that are asked for is there.
    RangeNotSatisfiable: "range-not-satisfiable", RANGE_NOT_SATISFIABLE, "No such range is there", "RFC 9110, section 15.5.17",
        "The Range field asks for bytes that lie behind the end of the representation.",
        "The Content-Range field says how long the representation is.";
    /// The expectation cannot be met.
    ExpectationFailed: "expectation-failed", EXPECTATION_FAILED, "The expectation cannot be met", "RFC 9110, section 15.5.18",
        "The Expect field asks for something other than 100-continue, the only expectation there is.",
        "Leave the Expect field out.";
    /// The request reached a server that is not responsible for its host.
    MisdirectedRequest: "misdirected-request", MISDIRECTED_REQUEST, "No origin of that name is served here", "RFC 9110, section 15.5.20",
        "The connection reached this server, but the host that the request names is none of its origins.",
        "Use one of the URLs that the server printed when it started.";
    /// The content is well-formed but breaks a rule.
    ValidationFailed: "validation-failed", UNPROCESSABLE_ENTITY, "The content breaks a rule", "RFC 9110, section 15.5.21",
        "The body is well-formed and of the right media type, but what it says is not acceptable.",
        "Each entry of errors points to one value and says what would be right.";
    /// The resource speaks another protocol.
    UpgradeRequired: "upgrade-required", UPGRADE_REQUIRED, "Another protocol is needed", "RFC 9110, section 15.5.22",
        "The resource does not speak plain HTTP, and the request does not ask for the protocol that it speaks.",
        "The Upgrade field names the protocol; ask for it with Connection: Upgrade.";
    /// The caller is too quick.
    TooManyRequests: "too-many-requests", TOO_MANY_REQUESTS, "Too many requests", "RFC 6585, section 4",
        "This caller has sent more requests than it may in this time.",
        "Wait for as long as the Retry-After field says.";
    /// The field section is larger than is taken.
    FieldsTooLarge: "fields-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE, "The header fields are too large", "RFC 6585, section 5",
        "The header section as a whole, or the number of its fields, is over the server's limit.",
        "Send fewer or shorter fields. Cookies are the usual cause.";
    /// The server made a mistake.
    Internal: "internal", INTERNAL_SERVER_ERROR, "The server failed", "RFC 9110, section 15.6.1",
        "Something went wrong in the server that is not the caller's fault. What it was stands in the server's log, beside the Exchange-Id of this response.",
        "Try again. If it fails again, look the Exchange-Id up in the log.";
    /// The request needs something that the server does not have.
    NotImplemented: "not-implemented", NOT_IMPLEMENTED, "The server cannot do that", "RFC 9110, section 15.6.2",
        "The request needs a method or a transfer coding that the server does not implement.",
        "The detail names it.";
    /// The server cannot answer for now.
    Unavailable: "unavailable", SERVICE_UNAVAILABLE, "The server cannot answer at the moment", "RFC 9110, section 15.6.4",
        "The server is starting, stopping, overloaded, or something that it needs does not answer.",
        "Wait a little and try again; if there is a Retry-After field, it says how long.";
    /// The version of HTTP is not spoken here.
    VersionNotSupported: "version-not-supported", HTTP_VERSION_NOT_SUPPORTED, "That version of HTTP is not spoken here", "RFC 9110, section 15.6.6",
        "The request line names a version of HTTP that this connection does not speak.",
        "Use HTTP/1.1, or HTTP/2 with its own connection preface.";
    /// No more can be written into the sandbox.
    SandboxFull: "sandbox-full", INSUFFICIENT_STORAGE, "The sandbox is full", "RFC 4918, section 11.5",
        "A sandbox holds a limited number of rows and bytes, and what was to be written would be beyond one of them. Nothing was written.",
        "Delete something that you have added, or start again with POST /api/sandbox/reset.";
}

impl ProblemKind {
    /// Its name in URLs.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        self.description().slug
    }

    /// The path of the app origin whose page explains it; the problem's `type`.
    #[must_use]
    pub fn path(self) -> String {
        format!("{TYPE_PREFIX}{}", self.slug())
    }

    /// The status code of responses that carry it.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.description().status
    }

    /// A short summary.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.description().title
    }

    /// The section of the specification that defines its status code or the rule that was broken.
    #[must_use]
    pub const fn section(self) -> &'static str {
        self.description().section
    }

    /// What it means, in a sentence or two.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.description().explanation
    }

    /// What the caller can do about it.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        self.description().remedy
    }
}

impl FromStr for ProblemKind {
    type Err = UnknownKind;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.slug() == slug)
            .ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_lead_back() {
        for &kind in ProblemKind::ALL {
            assert_eq!(kind.slug().parse(), Ok(kind));
            assert_eq!(Problem::new(kind).kind(), Some(kind));
        }
    }

    #[test]
    fn kinds_stand_in_order_of_status() {
        assert!(ProblemKind::ALL.is_sorted_by_key(|kind| kind.status().as_u16()));
    }

    #[test]
    fn leaves_out_what_is_not_said() {
        let json = serde_json::to_value(Problem::new(ProblemKind::NotFound)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"type": "/problems/not-found", "title": "There is nothing at that address", "status": 404})
        );
    }

    #[test]
    fn travels_as_json_and_back() {
        let problem = Problem::new(ProblemKind::ValidationFailed)
            .with_detail("two values are wrong")
            .with_fault("/name", "is empty")
            .with_fault("/price", "is negative");
        let json = serde_json::to_string(&problem).unwrap();
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
    }

    #[test]
    fn reads_a_problem_of_another_server() {
        let problem: Problem = serde_json::from_str(
            r#"{"type":"https://example.com/out-of-credit","title":"No credit","status":403,"balance":30}"#,
        )
        .unwrap();
        assert_eq!(problem.kind(), None);
        assert_eq!(problem.title, "No credit");
    }
}
