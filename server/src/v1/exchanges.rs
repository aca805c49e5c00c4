//! `/v1/exchanges`: what was recorded of the caller's own exchanges.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
};
use contract::{
    Problem, ProblemKind,
    exchanges::{DEFAULT_LIMIT, ExchangePath, Exchanges, ExchangesQuery, MAX_LIMIT},
};
use exchange::{Exchange, Field, Origin};
use http::{HeaderValue, StatusCode, header, request::Parts};
use wire::{
    export::{Secrets, curl, fetch, har},
    redact::SecretValues,
};

use super::Caller;
use crate::{
    AppState,
    decoding::decoded,
    extract::{Path, Query},
    observe::{Record, not_there},
    problem::Rejection,
    routes::RequestState,
};

/// What is kept of a workspace is nobody else's business, a cache's included.
pub(super) const NO_STORE: (header::HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// `GET /v1/exchanges`
pub async fn list(
    State(state): State<AppState>,
    Caller(caller): Caller,
    Query(query): Query<ExchangesQuery>,
) -> Result<Response, Rejection> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    if limit == 0 {
        return Err(invalid("/limit", "at least 1"));
    }
    let sought = query.q.as_deref().map(str::to_lowercase);
    let wanted = |record: &Record| {
        query.origin.is_none_or(|origin| origin == Origin::Served)
            && sought.as_deref().is_none_or(|text| contains(&record.summary(), text))
    };
    // Without a workspace there is an empty one, as for somebody who has just got one.
    let workspace = caller.map(|token| token.workspace());
    let kept = match workspace {
        Some(workspace) => state.exchanges.list(workspace, query.after.as_deref(), limit, wanted),
        None => state.exchanges.nothing(query.after.as_deref()),
    };
    let kept = kept.ok_or_else(|| invalid("/after", "the cursor of an earlier answer"))?;
    let exchanges = Exchanges {
        items: kept.records.iter().map(|record| record.summary()).collect(),
        cursor: kept.cursor,
    };
    Ok(([NO_STORE], Json(exchanges)).into_response())
}

/// `DELETE /v1/exchanges`
pub async fn clear(State(state): State<AppState>, Caller(caller): Caller) -> StatusCode {
    if let Some(token) = caller {
        state.exchanges.clear(token.workspace());
    }
    StatusCode::NO_CONTENT
}

/// `GET /v1/exchanges/{id}`
pub async fn get(Found(record): Found) -> Response {
    ([NO_STORE], Json(decoded(record.exchange()).await)).into_response()
}

/// `DELETE /v1/exchanges/{id}`
pub async fn delete(
    State(state): State<AppState>,
    Caller(caller): Caller,
    Path(ExchangePath { id }): Path<ExchangePath>,
) -> Result<StatusCode, Rejection> {
    let removed = match caller {
        Some(token) => state.exchanges.remove(token.workspace(), id),
        None => false,
    };
    if removed {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(not_there(id).into())
    }
}

/// `GET /v1/exchanges/{id}/wire`
pub async fn wire(Found(record): Found) -> Response {
    ([NO_STORE], Json(record.transcript())).into_response()
}

/// `GET /v1/exchanges/{id}/har`
pub async fn archive(Found(record): Found) -> Result<Response, Rejection> {
    let mut exchange = decoded(record.exchange()).await;
    SecretValues::of(&exchange).hide_in(&mut exchange);
    har_file(&exchange)
}

/// An exchange as an archive, to be saved as a file.
pub(super) fn har_file(exchange: &Exchange) -> Result<Response, Rejection> {
    let name = format!("attachment; filename=\"{}.har\"", exchange.id);
    let disposition = HeaderValue::try_from(name).map_err(Rejection::internal)?;
    Ok((
        [NO_STORE, (header::CONTENT_DISPOSITION, disposition)],
        Json(har([exchange], Secrets::Redacted)),
    )
        .into_response())
}

/// `GET /v1/exchanges/{id}/curl`
pub async fn command(Found(record): Found) -> Response {
    ([NO_STORE], curl(&record.exchange()) + "\n").into_response()
}

/// `GET /v1/exchanges/{id}/fetch`
pub async fn script(Found(record): Found) -> Response {
    ([NO_STORE], fetch(&record.exchange()) + "\n").into_response()
}

/// The record of the exchange that the path names, if it is one of the caller's.
pub struct Found(pub(super) Arc<Record>);

impl FromRequestParts<RequestState> for Found {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &RequestState) -> Result<Self, Rejection> {
        let Caller(caller) = Caller::from_request_parts(parts, state).await?;
        let Path(ExchangePath { id }) = Path::from_request_parts(parts, state).await?;
        let found = match caller {
            Some(token) => state.app().exchanges.get(token.workspace(), id).await,
            None => None,
        };
        found.map(Self).ok_or_else(|| not_there(id).into())
    }
}

fn invalid(pointer: &str, right: &str) -> Rejection {
    Problem::new(ProblemKind::InvalidParameters)
        .with_fault(pointer, right)
        .into()
}

/// Whether the text, which is in lower case, stands in the method, the target, the status or a field.
fn contains(exchange: &Exchange, text: &str) -> bool {
    let is_in = |part: &str| part.to_lowercase().contains(text);
    let in_fields = |fields: &[Field]| {
        fields
            .iter()
            .any(|field| is_in(&format!("{}: {}", field.name.to_text(), field.value.to_text())))
    };
    let in_request =
        is_in(&exchange.request.method) || is_in(&exchange.request.target) || in_fields(&exchange.request.fields);
    in_request
        || exchange
            .outcome
            .response()
            .is_some_and(|response| response.status.to_string().contains(text) || in_fields(&response.fields))
}
