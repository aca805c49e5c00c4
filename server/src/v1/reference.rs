//! `/v1/reference`: what the names of HTTP mean. The words are `wire`'s; here they become documents.

use std::sync::LazyLock;

use axum::response::Response;
use contract::{
    Problem, ProblemKind,
    reference::{Carried, CodePath, Entries, FieldTerm, NamePath, StatusTerm, Term},
};
use serde::Serialize;
use wire::meaning::{self, FieldMeaning, Meaning, StatusMeaning};

use super::Caller;
use crate::{
    document::Document,
    extract::{Fields, Path},
    problem::Rejection,
};

/// The lists, each written down when it is first asked for.
static METHODS: LazyLock<Document> = LazyLock::new(|| entries(meaning::methods().map(term)));
static STATUSES: LazyLock<Document> = LazyLock::new(|| entries(meaning::statuses().map(status_term)));
static FIELDS: LazyLock<Document> = LazyLock::new(|| entries(meaning::fields().map(field_term)));

/// `GET /v1/reference/methods`
pub async fn methods(_: Caller, Fields(request): Fields) -> Response {
    METHODS.respond(&request)
}

/// `GET /v1/reference/methods/{name}`
pub async fn method(_: Caller, path: Path<NamePath>, Fields(request): Fields) -> Result<Response, Rejection> {
    let Path(NamePath { name }) = path;
    let Some(found) = meaning::method(&name) else {
        // Methods have a case (RFC 9110, section 9.1), and that is easily forgotten.
        let meant = meaning::method(&name.to_ascii_uppercase());
        let hint = meant.map(|meant| format!("; methods have a case, and `{}` is one", meant.name));
        return Err(unknown(&format!(
            "no method `{name}` is registered{}",
            hint.unwrap_or_default()
        )));
    };
    entry(&term(found), &request)
}

/// `GET /v1/reference/statuses`
pub async fn statuses(_: Caller, Fields(request): Fields) -> Response {
    STATUSES.respond(&request)
}

/// `GET /v1/reference/statuses/{code}`
pub async fn status(_: Caller, path: Path<CodePath>, Fields(request): Fields) -> Result<Response, Rejection> {
    let Path(CodePath { code }) = path;
    let found = meaning::status(code).ok_or_else(|| unknown(&format!("no status code {code} is registered")))?;
    entry(&status_term(found), &request)
}

/// `GET /v1/reference/fields`
pub async fn fields(_: Caller, Fields(request): Fields) -> Response {
    FIELDS.respond(&request)
}

/// `GET /v1/reference/fields/{name}`
pub async fn field(_: Caller, path: Path<NamePath>, Fields(request): Fields) -> Result<Response, Rejection> {
    let Path(NamePath { name }) = path;
    let found = meaning::field(&name).ok_or_else(|| unknown(&format!("no field `{name}` is known here")))?;
    entry(&field_term(found), &request)
}

fn entries<T: Serialize>(items: impl Iterator<Item = T>) -> Document {
    let entries = Entries { items: items.collect() };
    Document::new(&entries).expect("names and sentences have a JSON form")
}

fn entry(entry: &impl Serialize, request: &http::HeaderMap) -> Result<Response, Rejection> {
    let document = Document::new(entry).map_err(Rejection::internal)?;
    Ok(document.respond(request))
}

fn unknown(detail: &str) -> Rejection {
    Problem::new(ProblemKind::NotFound).with_detail(detail).into()
}

fn term(meaning: &Meaning) -> Term {
    let Meaning {
        name,
        phrase,
        when,
        spec,
    } = *meaning;
    Term {
        name: name.to_owned(),
        meaning: phrase.to_owned(),
        when: when.to_owned(),
        spec: spec.to_owned(),
    }
}

fn status_term(status: &StatusMeaning) -> StatusTerm {
    StatusTerm {
        code: status.code,
        term: term(&status.meaning),
    }
}

fn field_term(field: &FieldMeaning) -> FieldTerm {
    let carried = match field.carried {
        meaning::Carried::ByRequests => Carried::Requests,
        meaning::Carried::ByResponses => Carried::Responses,
        meaning::Carried::ByBoth => Carried::Both,
    };
    let name = field.meaning.name;
    let words = meaning::directives().filter(|word| word.field.eq_ignore_ascii_case(name));
    FieldTerm {
        carried,
        term: term(&field.meaning),
        directives: words.map(|word| term(word.meaning)).collect(),
    }
}
