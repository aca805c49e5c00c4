//! What an endpoint is: a method, a path, and the types of what goes in and what comes out.
//!
//! Each endpoint is a unit struct that implements [`Endpoint`]. The traits of its [`Content`] say how it becomes bytes, so that
//! the browser's client can make any call from the descriptor alone, and what schema they have, so that the OpenAPI document
//! is made from it too.

mod content;
mod limit;

use http::{Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub use self::{
    content::{
        Content, Html, Json, JsonOrEvents, JsonOrForm, JsonOrTable, MediaType, MergePatch, NoContent, Raw,
        RequestContent, ResponseContent, Schema, Text,
    },
    limit::{Limit, Unit},
};
use crate::ProblemKind;

/// What may stand as it is in a path segment: the unreserved characters of RFC 3986, section 2.3.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same in a parameter that takes the rest of the path.
const SEGMENTS: &AsciiSet = &SEGMENT.remove(b'/');

/// One operation that a server offers.
pub trait Endpoint {
    /// The methods that it takes; the first is the one that a client uses unless told otherwise. HEAD and OPTIONS go without
    /// saying.
    const METHODS: &'static [Method];
    /// Its path, with parameters in braces: `/api/products/{id}`. The last one may take all the rest, slashes included:
    /// `/anything/{*path}`.
    const PATH: &'static str;
    /// A name that is unique among all endpoints; the `operationId` of the OpenAPI document.
    const ID: &'static str;
    /// The group that it belongs to.
    const GROUP: Group;
    /// What it does, in one line.
    const SUMMARY: &'static str;
    /// The status of its usual answer.
    const STATUS: StatusCode = StatusCode::OK;
    /// The problems that it may answer with, beside those that any request may meet.
    const PROBLEMS: &'static [ProblemKind] = &[];
    /// What else it may answer beside problems, and when: status codes, `3XX` for all of a class, or `default` for
    /// every one. `200` and `default` have the content of the usual answer.
    const OTHER_ANSWERS: &'static [(&'static str, &'static str)] = &[];
    /// The fields of the request that it goes by, beside those that any resource does.
    const REQUEST_FIELDS: &'static [RequestField] = &[];
    /// Other fields of its usual answer that a caller can rely on.
    const RESPONSE_FIELDS: &'static [&'static str] = &[];
    /// Whether it answers 304 to a request whose condition holds (RFC 9110, section 13).
    const CONDITIONAL: bool = false;
    /// Whether it takes every other method as well, those that nobody has heard of included. [`METHODS`](Self::METHODS) are then
    /// the ones that the OpenAPI document and Allow name.
    const ANY_METHOD: bool = false;
    /// What its parameters may be at most.
    const LIMITS: &'static [Limit] = &[];
    /// A target that shows it at work; the OpenAPI document has the values in it as examples of the parameters.
    const EXAMPLE: Option<&'static str> = None;
    /// Content of a request that shows it at work, in JSON.
    const BODY_EXAMPLE: Option<&'static str> = None;

    /// The parameters in its path.
    type Path: Parameters;
    /// The parameters in its query.
    type Query: Parameters;
    /// The content of the request.
    type Body: RequestContent;
    /// The content of its usual answer.
    type Response: ResponseContent;

    /// Whether an answer of that status, or of `default`, has the content of the usual answer.
    #[must_use]
    fn has_usual_content(status: &str) -> bool {
        is_usual(Self::STATUS, Self::OTHER_ANSWERS, status)
    }

    /// The method that a client uses.
    #[must_use]
    fn method() -> Method {
        Self::METHODS[0].clone()
    }

    /// The target in origin form (RFC 9112, section 3.2.1), with the parameters in their places.
    #[must_use]
    fn target(path: &Self::Path, query: &Self::Query) -> String {
        let path = fill(Self::PATH, &to_object(path));
        join(path, &serde_urlencoded::to_string(query).unwrap_or_default())
    }
}

/// Whether an answer of that status has the usual content, which answers of the usual status have.
fn is_usual(usual: StatusCode, others: &[(&str, &str)], status: &str) -> bool {
    // As a number, because the names of all status codes would be part of the client.
    let is_usual = status.parse().is_ok_and(|code: u16| code == usual.as_u16());
    is_usual || (matches!(status, "200" | "default") && others.iter().any(|(other, _)| *other == status))
}

/// A field of the request that an endpoint goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestField {
    /// Who asks.
    Authorization,
    /// A name for the request, so that sending it again does nothing twice.
    IdempotencyKey,
    /// The state that the resource has to be in.
    IfMatch,
    /// The sandbox that the request is about.
    Sandbox,
}

impl RequestField {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorization => "Authorization",
            Self::IdempotencyKey => "Idempotency-Key",
            Self::IfMatch => "If-Match",
            Self::Sandbox => "Sandbox",
        }
    }

    /// The regular expression that its value matches, where not every one is taken.
    #[must_use]
    pub const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Authorization | Self::IfMatch | Self::Sandbox => None,
            // What is around it is not part of a field's value (RFC 9110, section 5.5).
            Self::IdempotencyKey => Some(r"^[!-~]([\t -~]{0,253}[!-~])?$"),
        }
    }

    /// What it does, in a sentence or two.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Authorization => "Bearer and the token of a login; the cookie that a login set does as well.",
            Self::IdempotencyKey => {
                "Any text of 1 to 255 visible characters. For 24 hours the same request with the same key, in the same \
                 sandbox, gets the same answer and does nothing more; another request with it is refused with 422. Of two \
                 at once, the second waits for the first."
            }
            Self::IfMatch => {
                "The entity tag of the state that the caller has seen; in any other state the answer is 412."
            }
            Self::Sandbox => {
                "The id of the sandbox that the request is about. The parameter `sandbox` of the query goes before it, and \
                 the cookie `sandbox` comes after it. Without any, what is read is the pristine data, and what is written \
                 makes a sandbox, whose id the answer has in its own Sandbox field."
            }
        }
    }
}

/// Who an endpoint is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The practice API, on the app origin.
    Practice,
    /// The toolbox, on the echo origin.
    Toolbox,
    /// What was recorded of the caller's own exchanges.
    Exchanges,
    /// What happens, as it happens.
    Feeds,
    /// What the names of HTTP mean.
    Reference,
    /// How the server is, and what it offers.
    System,
}

impl Group {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Practice,
        Self::Toolbox,
        Self::Exchanges,
        Self::Feeds,
        Self::Reference,
        Self::System,
    ];

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Practice => "Practice API",
            Self::Toolbox => "Toolbox",
            Self::Exchanges => "Exchanges",
            Self::Feeds => "Feeds",
            Self::Reference => "Reference",
            Self::System => "System",
        }
    }
}

/// A struct of parameters, each of which is written as text.
pub trait Parameters: Serialize + DeserializeOwned + ParameterSchema {}

impl<T: Serialize + DeserializeOwned + ParameterSchema> Parameters for T {}

/// The parameters of an endpoint that has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct NoParameters {}

/// What the OpenAPI document needs to know of parameters; nothing, where the document is not made.
#[cfg(feature = "openapi")]
pub trait ParameterSchema: utoipa::IntoParams {}
#[cfg(feature = "openapi")]
impl<T: utoipa::IntoParams> ParameterSchema for T {}

/// What the OpenAPI document needs to know of parameters; nothing, where the document is not made.
#[cfg(not(feature = "openapi"))]
pub trait ParameterSchema {}
#[cfg(not(feature = "openapi"))]
impl<T> ParameterSchema for T {}

#[cfg(feature = "openapi")]
impl utoipa::IntoParams for NoParameters {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        Vec::new()
    }
}

fn to_object(parameters: &impl Serialize) -> serde_json::Map<String, Value> {
    match serde_json::to_value(parameters) {
        Ok(Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    }
}

fn join(mut path: String, query: &str) -> String {
    if !query.is_empty() {
        path.push('?');
        path.push_str(query);
    }
    path
}

/// Puts the parameters in the places of the template that name them; a place without a parameter stays as it is.
fn fill(template: &str, parameters: &serde_json::Map<String, Value>) -> String {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            path.push('{');
            rest = after;
            continue;
        };
        let (name, allowed) = name.strip_prefix('*').map_or((name, SEGMENT), |name| (name, SEGMENTS));
        match parameters.get(name) {
            Some(Value::String(text)) => path.extend(utf8_percent_encode(text, allowed)),
            Some(value) => path.extend(utf8_percent_encode(&value.to_string(), allowed)),
            None => {
                path.push('{');
                path.push_str(name);
                path.push('}');
            }
        }
        rest = after;
    }
    path.push_str(rest);
    path
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(template: &str, parameters: Value) -> String {
        let Value::Object(object) = parameters else {
            panic!("parameters are an object")
        };
        fill(template, &object)
    }

    #[test]
    fn fills_parameters_in() {
        for (template, parameters, path) in [
            ("/hello", json!({}), "/hello"),
            ("/api/products/{id}", json!({"id": 7}), "/api/products/7"),
            ("/a/{x}/b/{y}", json!({"x": "1", "y": "2"}), "/a/1/b/2"),
            ("/delay/{seconds}", json!({"seconds": 0.5}), "/delay/0.5"),
            ("/status/{codes}", json!({"codes": "a/b ü"}), "/status/a%2Fb%20%C3%BC"),
            ("/anything/{*path}", json!({"path": "a/b c"}), "/anything/a/b%20c"),
            ("/api/{missing}", json!({}), "/api/{missing}"),
            ("/odd/{open", json!({}), "/odd/{open"),
        ] {
            assert_eq!(filled(template, parameters), path, "{template}");
        }
    }
}
