//! `POST /api/reports/generate`

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    shop::{MAX_REPORTS, MAX_ROWS, MAX_UNFINISHED_REPORTS, NewReport, ReportAccepted, ReportKind, ReportStatus},
};
use http::{HeaderValue, StatusCode, header};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait as _,
};
use serde_json::Value;
use store::{report, report_part};
use uuid::Uuid;

use super::{
    SOON, path,
    rows::{Part, lines_of, recorded},
    tell,
};
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    live::NO_STORE,
    problem::Rejection,
    shop::{
        head::Head,
        members::{Members, kind, object, whole_number},
        representation::{Representation, Whose},
        sandbox::write::{Begun, Write, Written},
    },
    workspace::Workspace,
};

/// The results of all reports have so many bytes together. What is promised to be kept is kept, so when there is no room none is made.
const ALL_BYTES: i64 = 512 * 1024 * 1024;

/// When there is no room: so many seconds until it is worth asking again. Results are kept for a day.
const FULL_FOR: HeaderValue = HeaderValue::from_static("3600");

/// Puts the work into the queue, and says where to look how far it is.
pub async fn generate(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let asked = asked(&content)?;
    // What is recorded lies in the memory of this server, and soon makes room for more. So it is put down now, and not when the
    // work is done, which may be elsewhere.
    let traffic = match (asked.kind, asked.rows, Workspace::of(&head.fields, &state.origins.app)) {
        (ReportKind::Traffic, None, Some(workspace)) => recorded(&state.exchanges, workspace),
        _ => Vec::new(),
    };
    let part = if traffic.is_empty() {
        None
    } else {
        Some(Part::of(&traffic).await.map_err(Rejection::internal)?)
    };

    let mut write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(soon(answer)),
    };
    clock.store(has_room(&write.transaction, &write.sandbox.id)).await?;
    let row = clock.store(queue(&write, asked, part)).await?;
    let accepted = ReportAccepted {
        status: ReportStatus::Processing,
        task_id: super::id(&row),
        message: format!("The report is being made; GET {} says how far it is.", path(&row.id)),
    };
    let representation = clock.encode(|| Representation::new(&accepted, NO_STORE.1, Whose::Sandbox));
    let representation = representation.map_err(Rejection::internal)?;
    let written = Written::of(StatusCode::ACCEPTED, &representation)
        .without_validators()
        .at(path(&row.id));
    let pending = clock.store(tell(&state.feed, &write.transaction, &row)).await?;
    write.wakes(pending);
    let response = write.commit(written).await?;
    state.shop.work.notify_one();
    Ok(soon(response))
}

fn soon(mut response: Response) -> Response {
    let (name, value) = SOON;
    response.headers_mut().insert(name, value);
    response
}

/// What is asked for. What a task is to do are its parameters, so what is wrong with them is 400.
fn asked(content: &[u8]) -> Result<NewReport, Rejection> {
    let mut members = match object(content) {
        Ok(object) => Members::of(object),
        Err(refused) => return Err(as_parameters(*refused.problem).into()),
    };
    let kind = members.need("kind", report_kind);
    let rows = members.take("rows", whole_number(1, MAX_ROWS.cast_signed()));
    members.finish("kind, rows").map_err(as_parameters)?;
    Ok(NewReport {
        // What is needed and missing is a fault, so there always is one.
        kind: kind.ok_or(ProblemKind::InvalidParameters)?,
        rows: rows.map(i64::unsigned_abs),
    })
}

fn as_parameters(problem: Problem) -> Problem {
    if problem.kind() != Some(ProblemKind::ValidationFailed) {
        return problem;
    }
    Problem {
        errors: problem.errors,
        ..Problem::new(ProblemKind::InvalidParameters)
    }
}

fn report_kind(value: &Value) -> Result<ReportKind, String> {
    let named = value
        .as_str()
        .and_then(|name| ReportKind::ALL.into_iter().find(|kind| kind.name() == name));
    named.ok_or_else(|| {
        let is = value.as_str().map_or_else(
            || kind(value).to_owned(),
            |name| format!("`{}`", name.chars().take(40).collect::<String>()),
        );
        format!("must be `orders` or `traffic`, and is {is}")
    })
}

/// Refuses more than may be under way, and more than can be kept; and makes room among what is over.
async fn has_room(transaction: &DatabaseTransaction, sandbox: &str) -> Result<(), Rejection> {
    let own = report::Entity::find().filter(report::Column::Sandbox.eq(sandbox));
    let unfinished = own.clone().filter(report::Column::FinishedAt.is_null());
    if unfinished.count(transaction).await? >= MAX_UNFINISHED_REPORTS {
        let (name, value) = SOON;
        let problem = Problem::new(ProblemKind::TooManyRequests).with_detail(format!(
            "{MAX_UNFINISHED_REPORTS} reports of the sandbox are under way; wait until one is over, or cancel one"
        ));
        return Err(Rejection::new(problem).with_field(name, value));
    }
    if all_bytes(transaction).await? > ALL_BYTES {
        let problem = Problem::new(ProblemKind::Unavailable).with_detail(format!(
            "the reports of this server have {} MiB together, and no room is left",
            ALL_BYTES >> 20
        ));
        return Err(Rejection::new(problem).with_field(header::RETRY_AFTER, FULL_FOR));
    }
    let count = own.clone().count(transaction).await?;
    if count < MAX_REPORTS {
        return Ok(());
    }
    let oldest: Vec<String> = own
        .select_only()
        .column(report::Column::Id)
        .filter(report::Column::FinishedAt.is_not_null())
        .order_by_asc(report::Column::CreatedAt)
        .limit(count - MAX_REPORTS + 1)
        .into_tuple()
        .all(transaction)
        .await?;
    report::Entity::delete_many()
        .filter(report::Column::Id.is_in(oldest))
        .exec(transaction)
        .await?;
    Ok(())
}

async fn all_bytes(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    // The sum of big integers is a decimal number to PostgreSQL.
    let sum = report::Column::Size.sum().cast_as("BIGINT");
    let found = report::Entity::find()
        .select_only()
        .column_as(sum, "bytes")
        .into_tuple::<Option<i64>>()
        .one(transaction)
        .await?;
    Ok(found.flatten().unwrap_or(0))
}

/// Writes the report, and what there is of it already. How many rows it will have is settled now: what comes later is not in it.
async fn queue(write: &Write, asked: NewReport, part: Option<Part>) -> Result<report::Model, DbErr> {
    let total = match (asked.rows, asked.kind) {
        (Some(rows), _) => rows,
        (None, ReportKind::Orders) => lines_of(&write.sandbox.id).count(&write.transaction).await?,
        (None, ReportKind::Traffic) => part.as_ref().map_or(0, |part| part.rows.unsigned_abs()),
    };
    let row = report::Model {
        id: Uuid::now_v7().to_string(),
        sandbox: write.sandbox.id.clone(),
        kind: asked.kind.name().to_owned(),
        generated: asked.rows.is_some(),
        total: total.cast_signed(),
        done: part.as_ref().map_or(0, |part| part.rows),
        parts: part.is_some().into(),
        size: part.as_ref().map_or(0, Part::size),
        status: ReportStatus::Queued.name().to_owned(),
        error: None,
        created_at: write.now,
        started_at: None,
        finished_at: None,
        claim: None,
        claimed_until: write.now,
        attempts: 0,
    };
    report::Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(&write.transaction)
        .await?;
    if let Some(Part { content, .. }) = part {
        let part = report_part::Model {
            report: row.id.clone(),
            part: 0,
            content,
        };
        report_part::Entity::insert(part.into_active_model().reset_all())
            .exec_without_returning(&write.transaction)
            .await?;
    }
    Ok(row)
}
