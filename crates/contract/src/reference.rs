//! The reference: what the methods, status codes and fields of HTTP mean, as data.

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters},
};

/// What all lists may answer with.
const LIST_PROBLEMS: &[ProblemKind] = &[ProblemKind::Forbidden];

/// What all entries may answer with.
const ENTRY_PROBLEMS: &[ProblemKind] = &[ProblemKind::Forbidden, ProblemKind::NotFound];

/// What one name means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Term {
    /// The name, in the spelling of its specification; of a status code it is the reason phrase.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// When one meets it.
    pub when: String,
    /// The specification and its section: `RFC 9110, section 9.3.1`.
    pub spec: String,
}

/// A status code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTerm {
    /// The code, 100 to 599.
    pub code: u16,
    /// What it means.
    #[serde(flatten)]
    pub term: Term,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldTerm {
    /// Which messages carry it.
    pub carried: Carried,
    /// What it means.
    #[serde(flatten)]
    pub term: Term,
    /// The words that may stand in its value, where there are such.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directives: Vec<Term>,
}

/// Which messages carry a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Carried {
    /// Requests only.
    Requests,
    /// Responses only.
    Responses,
    /// Requests and responses.
    Both,
}

/// All entries of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entries<T> {
    /// The entries, by name or number.
    // Inline, because a derived schema does not register what stands in for its type parameter.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub items: Vec<T>,
}

/// The path of an entry that has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct NamePath {
    /// The name: of a method in its own case, of a field in any.
    pub name: String,
}

/// The path of a status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct CodePath {
    /// The code.
    #[cfg_attr(feature = "openapi", param(minimum = 100, maximum = 599))]
    pub code: u16,
}

/// `GET /v1/reference/methods`: every registered method.
#[derive(Clone, Copy, Debug)]
pub struct ListMethods;

impl Endpoint for ListMethods {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/methods";
    const ID: &'static str = "list_methods";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "Every registered method, and what it means";
    const PROBLEMS: &'static [ProblemKind] = LIST_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Entries<Term>>;
}

/// `GET /v1/reference/methods/{name}`: one method.
#[derive(Clone, Copy, Debug)]
pub struct GetMethod;

impl Endpoint for GetMethod {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/methods/{name}";
    const ID: &'static str = "get_method";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "What a method means";
    const PROBLEMS: &'static [ProblemKind] = ENTRY_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/v1/reference/methods/GET");
    type Path = NamePath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Term>;
}

/// `GET /v1/reference/statuses`: every registered status code.
#[derive(Clone, Copy, Debug)]
pub struct ListStatuses;

impl Endpoint for ListStatuses {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/statuses";
    const ID: &'static str = "list_statuses";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "Every registered status code, and what it means";
    const PROBLEMS: &'static [ProblemKind] = LIST_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Entries<StatusTerm>>;
}

/// `GET /v1/reference/statuses/{code}`: one status code.
#[derive(Clone, Copy, Debug)]
pub struct GetStatus;

impl Endpoint for GetStatus {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/statuses/{code}";
    const ID: &'static str = "get_status";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "What a status code means";
    const PROBLEMS: &'static [ProblemKind] = ENTRY_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/v1/reference/statuses/404");
    type Path = CodePath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<StatusTerm>;
}

/// `GET /v1/reference/fields`: every field that is known here.
#[derive(Clone, Copy, Debug)]
pub struct ListFields;

impl Endpoint for ListFields {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/fields";
    const ID: &'static str = "list_fields";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "Header and trailer fields, with the words that stand in their values";
    const PROBLEMS: &'static [ProblemKind] = LIST_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Entries<FieldTerm>>;
}

/// `GET /v1/reference/fields/{name}`: one field.
#[derive(Clone, Copy, Debug)]
pub struct GetField;

impl Endpoint for GetField {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/v1/reference/fields/{name}";
    const ID: &'static str = "get_field";
    const GROUP: Group = Group::Reference;
    const SUMMARY: &'static str = "What a field means, with the words that stand in its value";
    const PROBLEMS: &'static [ProblemKind] = ENTRY_PROBLEMS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/v1/reference/fields/ETag");
    type Path = NamePath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<FieldTerm>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_stands_flat_in_its_entry() {
        let term = Term {
            name: "Age".into(),
            meaning: "m".into(),
            when: "w".into(),
            spec: "s".into(),
        };
        let field = FieldTerm {
            carried: Carried::Responses,
            term,
            directives: Vec::new(),
        };
        let json = serde_json::to_string(&field).unwrap();
        assert_eq!(
            json,
            r#"{"carried":"responses","name":"Age","meaning":"m","when":"w","spec":"s"}"#
        );
        assert_eq!(serde_json::from_str::<FieldTerm>(&json).unwrap(), field);
    }
}
