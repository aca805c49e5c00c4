//! `/v1/shares`, and the making of a share: read-only links to frozen copies of exchanges.
//!
//! An exchange lies on its workspace's shelf in memory and soon makes room for others; a share is a row of the database, so that a
//! link outlives both that and a restart. There is a bound on how many a workspace has, on each of them, and on all together.

mod frozen;

use axum::{
    Json,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
};
use contract::{
    Endpoint, Problem, ProblemKind,
    endpoint::NoParameters,
    shares::{GetShare, KEPT_DAYS, MOST_SHARES, NewShare, PAGE, Share, SharePath, SharedExchange, Shares, SharesQuery},
};
use exchange::{Timeline, Timestamp, timeline::Side};
use http::{HeaderValue, StatusCode, header, request::Parts};
use jiff::SignedDuration;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use store::{Time, share};
use uuid::Uuid;
use wire::export::{curl, fetch};

use self::frozen::Frozen;
use super::{
    Caller,
    exchanges::{Found, NO_STORE, har_file},
};
use crate::{
    AppState,
    decoding::decoded,
    extract::{MaybeJson, Path, Query},
    problem::Rejection,
    random::{bytes, hexadecimal},
    routes::RequestState,
};

/// All shares together have so many bytes. What is promised to be kept is kept, so when there is no room none is made.
const ALL_BYTES: i64 = 256 * 1024 * 1024;

/// When there is no room: so many seconds until it is worth asking again. Some end every day.
const FULL_FOR: HeaderValue = HeaderValue::from_static("86400");

/// So many characters of a target are listed.
const TARGET_CHARACTERS: usize = 300;

/// How many phases somebody may tell of, and how many bytes a note to one may have.
const MOST_SPANS: usize = 9;
const LONGEST_NOTE: usize = 300;

/// The key of the advisory lock that a node of PostgreSQL holds while it makes a share; any number that nobody else uses.
const ADVISORY_LOCK: i64 = 0x526f_756e_6473_6872;

/// `POST /v1/exchanges/{id}/share`
pub async fn create(
    State(state): State<AppState>,
    Caller(caller): Caller,
    Found(record): Found,
    MaybeJson(wanted): MaybeJson<NewShare>,
) -> Result<Response, Rejection> {
    // Where there is no workspace nothing is found in it.
    let workspace = caller.ok_or(ProblemKind::NotFound)?.workspace();
    let NewShare { timeline } = wanted.unwrap_or_default();
    if let Some(timeline) = &timeline {
        check(timeline)?;
    }
    let exchange = decoded(record.exchange()).await;
    let frozen = Frozen::new(&record, exchange, timeline);
    let content = frozen.pack().await?;
    let exchange = &frozen.exchange;
    let now = Timestamp::now();
    let kept_until = now
        .checked_add(SignedDuration::from_hours(24 * KEPT_DAYS))
        .map_err(Rejection::internal)?;
    let row = share::Model {
        token: token(),
        workspace: workspace.key(),
        exchange: exchange.id.to_string(),
        method: exchange.request.method.clone(),
        target: exchange.request.target.chars().take(TARGET_CHARACTERS).collect(),
        status: exchange.outcome.response().map(|response| response.status.into()),
        shared_at: now.into(),
        kept_until: kept_until.into(),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        content,
    };
    insert(&state, &row).await?;
    let share = shown(&state, row.into())?;
    let path = SharePath {
        token: share.token.clone(),
    };
    let location = HeaderValue::try_from(GetShare::target(&path, &NoParameters {})).map_err(Rejection::internal)?;
    Ok((
        StatusCode::CREATED,
        [NO_STORE, (header::LOCATION, location)],
        Json(share),
    )
        .into_response())
}

/// What is told of phases: only the sender's own, and no more than there are.
fn check(timeline: &Timeline) -> Result<(), Rejection> {
    let mut problem = Problem::new(ProblemKind::ValidationFailed);
    if timeline.0.len() > MOST_SPANS {
        problem = problem.with_fault("/timeline", format!("at most {MOST_SPANS} phases"));
    }
    for (index, span) in timeline.0.iter().enumerate().take(MOST_SPANS) {
        let pointer = format!("/timeline/{index}");
        if span.phase.side() == Side::Server {
            let right = "a phase of the client or of the browser: the server's are in its own record";
            problem = problem.with_fault(pointer, right);
        } else if timeline.0[..index].iter().any(|other| other.phase == span.phase) {
            problem = problem.with_fault(pointer, "each phase once");
        } else if span.reading.note().is_some_and(|note| note.len() > LONGEST_NOTE) {
            problem = problem.with_fault(format!("{pointer}/why"), format!("at most {LONGEST_NOTE} bytes"));
        }
    }
    if problem.errors.is_empty() {
        Ok(())
    } else {
        Err(problem.into())
    }
}

/// The secret of a new link: 128 bits, in letters and digits that every program takes for part of it.
fn token() -> String {
    hexadecimal(&bytes()[..16])
}

/// Whether a text could be one. Not every text may be asked a database for: PostgreSQL has none with a NUL in it.
fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Puts a share in if there is room for it, and clears what has ended.
async fn insert(state: &AppState, row: &share::Model) -> Result<(), Rejection> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = state.store.writer().begin_with_options(options).await?;
    // Two that look at the same time would both see room. SQLite lets one write at a time anyway.
    if transaction.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})");
        transaction.execute_unprepared(&lock).await?;
    }
    share::Entity::delete_many()
        .filter(share::Column::KeptUntil.lte(row.shared_at))
        .exec(&transaction)
        .await?;
    let own = share::Entity::find()
        .filter(share::Column::Workspace.eq(row.workspace.clone()))
        .count(&transaction)
        .await?;
    let refusal = if own >= MOST_SHARES {
        let detail = format!(
            "the workspace has {MOST_SHARES} links already, and can have no more: take one back first (DELETE \
             /v1/shares/{{token}}; GET /v1/shares lists them)"
        );
        Some(Problem::new(ProblemKind::Conflict).with_detail(detail).into())
    } else if all_bytes(&transaction).await? + row.size > ALL_BYTES {
        let detail = format!(
            "all links of this server have {} MiB together, and no room is left",
            ALL_BYTES >> 20
        );
        let problem = Problem::new(ProblemKind::Unavailable).with_detail(detail);
        Some(Rejection::new(problem).with_field(header::RETRY_AFTER, FULL_FOR))
    } else {
        // An insert takes only what is set, and every other value is `Unchanged`.
        row.clone().into_active_model().reset_all().insert(&transaction).await?;
        None
    };
    // What has ended is gone in any case.
    transaction.commit().await?;
    refusal.map_or(Ok(()), Err)
}

async fn all_bytes(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let sizes = share::Column::Size.sum();
    // The sum of big integers is a decimal number to PostgreSQL.
    let sum = sea_orm::sea_query::ExprTrait::cast_as(sizes, "BIGINT");
    let found = share::Entity::find()
        .select_only()
        .column_as(sum, "bytes")
        .into_tuple::<Option<i64>>()
        .one(transaction)
        .await?;
    Ok(found.flatten().unwrap_or(0))
}

/// `GET /v1/shares`
pub async fn list(
    State(state): State<AppState>,
    Caller(caller): Caller,
    Query(SharesQuery { exchange }): Query<SharesQuery>,
) -> Result<Response, Rejection> {
    let Some(token) = caller else {
        return Ok(([NO_STORE], Json(Shares { items: Vec::new() })).into_response());
    };
    let mut query = share::Entity::find()
        .filter(share::Column::Workspace.eq(token.workspace().key()))
        .filter(share::Column::KeptUntil.gt(Time::from(Timestamp::now())));
    if let Some(exchange) = exchange {
        query = query.filter(share::Column::Exchange.eq(exchange.to_string()));
    }
    // Without their content, which may be much.
    let rows = query
        .order_by_desc(share::Column::SharedAt)
        .order_by_desc(share::Column::Token)
        .limit(MOST_SHARES)
        .into_partial_model::<share::Listed>()
        .all(state.store.reader())
        .await?;
    let items = rows
        .into_iter()
        .map(|row| shown(&state, row))
        .collect::<Result<_, _>>()?;
    Ok(([NO_STORE], Json(Shares { items })).into_response())
}

/// A share as its workspace sees it.
fn shown(state: &AppState, row: share::Listed) -> Result<Share, Rejection> {
    Ok(Share {
        url: format!("{}{PAGE}{}", state.origins.app, row.token),
        token: row.token,
        exchange: row.exchange.parse::<Uuid>().map_err(Rejection::internal)?,
        method: row.method,
        target: row.target,
        status: row.status.and_then(|status| u16::try_from(status).ok()),
        shared_at: row.shared_at.into(),
        kept_until: row.kept_until.into(),
    })
}

/// `DELETE /v1/shares/{token}`
pub async fn delete(
    State(state): State<AppState>,
    Caller(caller): Caller,
    Path(SharePath { token }): Path<SharePath>,
) -> Result<StatusCode, Rejection> {
    let workspace = caller.filter(|_| is_token(&token)).ok_or_else(not_shared)?.workspace();
    let deleted = share::Entity::delete_many()
        .filter(share::Column::Token.eq(token))
        .filter(share::Column::Workspace.eq(workspace.key()))
        .filter(share::Column::KeptUntil.gt(Time::from(Timestamp::now())))
        .exec(state.store.writer())
        .await?;
    if deleted.rows_affected == 0 {
        return Err(not_shared());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/shares/{token}`
pub async fn get(Shared { frozen, times }: Shared) -> Response {
    let (shared_at, kept_until) = times;
    let shared = SharedExchange {
        exchange: frozen.exchange,
        timeline: frozen.timeline,
        shared_at: shared_at.into(),
        kept_until: kept_until.into(),
    };
    ([NO_STORE], Json(shared)).into_response()
}

/// `GET /v1/shares/{token}/wire`
pub async fn wire(Shared { frozen, .. }: Shared) -> Response {
    ([NO_STORE], Json(frozen.transcript)).into_response()
}

/// `GET /v1/shares/{token}/har`
pub async fn archive(Shared { frozen, .. }: Shared) -> Result<Response, Rejection> {
    har_file(&frozen.exchange)
}

/// `GET /v1/shares/{token}/curl`
pub async fn command(Shared { frozen, .. }: Shared) -> Response {
    ([NO_STORE], curl(&frozen.exchange) + "\n").into_response()
}

/// `GET /v1/shares/{token}/fetch`
pub async fn script(Shared { frozen, .. }: Shared) -> Response {
    ([NO_STORE], fetch(&frozen.exchange) + "\n").into_response()
}

/// The share that the path names.
pub struct Shared {
    frozen: Frozen,
    times: (Time, Time),
}

impl FromRequestParts<RequestState> for Shared {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &RequestState) -> Result<Self, Rejection> {
        // Anybody may read it who has the link, but no page of another origin for him.
        let _ = Caller::from_request_parts(parts, state).await?;
        let Path(SharePath { token }) = Path::from_request_parts(parts, state).await?;
        if !is_token(&token) {
            return Err(not_shared());
        }
        let found = share::Entity::find_by_id(token)
            .filter(share::Column::KeptUntil.gt(Time::from(Timestamp::now())))
            .one(state.app().store.reader())
            .await?;
        let row = found.ok_or_else(not_shared)?;
        Ok(Self {
            frozen: Frozen::unpack(&row.content).await.map_err(Rejection::internal)?,
            times: (row.shared_at, row.kept_until),
        })
    }
}

/// What is said of a link that leads nowhere, whyever it does.
fn not_shared() -> Rejection {
    Problem::new(ProblemKind::NotFound)
        .with_detail(format!(
            "no exchange is shared under that token: it is mistyped, it was taken back, or its {KEPT_DAYS} days are over"
        ))
        .into()
}
