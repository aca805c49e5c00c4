//! An endpoint without its types.

use contract::{
    Endpoint, ProblemKind,
    endpoint::{Content, Group, Limit, RequestField},
};
use http::{Method, StatusCode};
use utoipa::{
    IntoParams,
    openapi::{
        RefOr, Schema,
        path::{Parameter, ParameterIn},
    },
};

/// What an endpoint's descriptor says, as a value: what goes by it is compiled once, and not anew for each endpoint. The members
/// are those of [`Endpoint`].
pub(crate) struct Descriptor {
    pub(crate) methods: &'static [Method],
    pub(crate) path: &'static str,
    pub(crate) id: &'static str,
    pub(crate) group: Group,
    pub(crate) summary: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) problems: &'static [ProblemKind],
    pub(crate) other_answers: &'static [(&'static str, &'static str)],
    pub(crate) request_fields: &'static [RequestField],
    pub(crate) response_fields: &'static [&'static str],
    pub(crate) conditional: bool,
    pub(crate) any_method: bool,
    pub(crate) limits: &'static [Limit],
    pub(crate) example: Option<&'static str>,
    pub(crate) body_example: Option<&'static str>,
    pub(crate) has_usual_content: fn(&str) -> bool,
    /// The parameters in its path, then those in its query.
    pub(crate) parameters: fn() -> Vec<Parameter>,
    pub(crate) body: ContentDescriptor,
    pub(crate) response: ContentDescriptor,
}

impl Descriptor {
    pub(crate) const fn of<E: Endpoint>() -> Self {
        Self {
            methods: E::METHODS,
            path: E::PATH,
            id: E::ID,
            group: E::GROUP,
            summary: E::SUMMARY,
            status: E::STATUS,
            problems: E::PROBLEMS,
            other_answers: E::OTHER_ANSWERS,
            request_fields: E::REQUEST_FIELDS,
            response_fields: E::RESPONSE_FIELDS,
            conditional: E::CONDITIONAL,
            any_method: E::ANY_METHOD,
            limits: E::LIMITS,
            example: E::EXAMPLE,
            body_example: E::BODY_EXAMPLE,
            has_usual_content: E::has_usual_content,
            parameters: parameters::<E>,
            body: ContentDescriptor::of::<E::Body>(),
            response: ContentDescriptor::of::<E::Response>(),
        }
    }
}

fn parameters<E: Endpoint>() -> Vec<Parameter> {
    let mut parameters = <E::Path as IntoParams>::into_params(|| Some(ParameterIn::Path));
    parameters.append(&mut <E::Query as IntoParams>::into_params(|| Some(ParameterIn::Query)));
    parameters
}

/// What the content of a message is. The members are those of [`Content`].
pub(crate) struct ContentDescriptor {
    pub(crate) media_type: Option<&'static str>,
    pub(crate) required: bool,
    pub(crate) other_media_types: &'static [&'static str],
    pub(crate) schema: fn() -> Option<RefOr<Schema>>,
    pub(crate) referenced: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl ContentDescriptor {
    const fn of<C: Content>() -> Self {
        Self {
            media_type: C::MEDIA_TYPE,
            required: C::REQUIRED,
            other_media_types: C::OTHER_MEDIA_TYPES,
            schema: C::schema,
            referenced: C::referenced,
        }
    }
}
