//! `GET /api/reports/{id}/result`: what a report says, in the format that the caller likes best.
//!
//! A part is read, unpacked and written when the client has taken the one before it, so that a result takes the memory of one part,
//! however long it is.

mod table;

use std::{io, sync::Arc};

use axum::{body::Body, extract::State, response::Response};
use bytes::Bytes;
use contract::{
    Problem, ProblemKind,
    shop::{Report, ReportPath, ReportStatus},
};
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, HeaderValue, header};
use sea_orm::EntityTrait;
use store::{Store, report_part};

use self::table::Table;
use super::{find, rows::unpacked, shown};
use crate::{
    AppState,
    accept::liking,
    clock::Clock,
    extract::Path,
    live::NO_STORE,
    problem::Rejection,
    response::with_content,
    shop::{head::Head, sandbox},
};

/// What a result is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
    Html,
}

impl Format {
    /// All of them; of those that a caller likes the same, the first.
    const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Html];

    const fn essence(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
        }
    }

    const fn media_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json",
            // RFC 7111 has the parameter that says that the first line names the columns.
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Html => "text/html; charset=utf-8",
        })
    }

    /// The one that a caller likes best, if any is acceptable.
    fn liked_by(fields: &HeaderMap) -> Option<Self> {
        let mut best = None;
        for format in Self::ALL {
            let weight = liking(fields, format.essence()).map_or(0.0, |liking| liking.weight);
            if weight > best.map_or(0.0, |(_, other)| other) {
                best = Some((format, weight));
            }
        }
        best.map(|(format, _)| format)
    }
}

/// The result.
pub async fn result(
    State(state): State<AppState>,
    clock: Clock,
    Path(ReportPath { id }): Path<ReportPath>,
    head: Head,
) -> Result<Response, Rejection> {
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let row = clock.store(find(state.store.reader(), seen.as_ref(), id)).await?;
    let report = shown(&row)?;
    if report.status != ReportStatus::Complete {
        let detail = format!("the report is {}, and has no result", report.status.name());
        return Err(Problem::new(ProblemKind::Conflict).with_detail(detail).into());
    }
    let format = Format::liked_by(&head.fields).ok_or_else(|| {
        let all = Format::ALL.map(Format::essence).join(", ");
        Problem::new(ProblemKind::NotAcceptable).with_detail(format!("the result is there as {all}"))
    })?;
    let name = format!("attachment; filename=\"{}.csv\"", report.kind.name());
    let mut response = with_content(
        format.media_type(),
        written(state.store.clone(), report, row.parts, format),
    );
    let fields = response.headers_mut();
    fields.insert(NO_STORE.0, NO_STORE.1);
    fields.append(header::VARY, HeaderValue::from_static("Accept"));
    if format == Format::Csv {
        let disposition = HeaderValue::try_from(name).map_err(Rejection::internal)?;
        fields.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// What is written next.
#[derive(Clone, Copy)]
enum Next {
    Beginning,
    Part(i64),
    End,
}

/// The result, as it is sent. A part that is not there, because the sandbox was reset meanwhile, breaks it off.
fn written(store: Store, report: Report, parts: i64, format: Format) -> Body {
    let id = report.id.to_string();
    let shared = Arc::new((store, id, Table::new(report, format)));
    let pieces = stream::try_unfold(Some(Next::Beginning), move |next| {
        let shared = Arc::clone(&shared);
        async move {
            let Some(next) = next else {
                return Ok::<_, io::Error>(None);
            };
            let (store, id, table) = &*shared;
            let (piece, then) = match next {
                Next::Beginning if parts > 0 => (table.beginning()?, Some(Next::Part(0))),
                Next::Beginning => (table.beginning()?, Some(Next::End)),
                Next::Part(part) => {
                    let found = report_part::Entity::find_by_id((id.clone(), part)).one(store.reader());
                    let found = found.await.map_err(io::Error::other)?;
                    let row = found.ok_or_else(|| io::Error::other("the report was deleted while it was read"))?;
                    let lines = unpacked(&row.content).await?;
                    let after = part + 1;
                    let then = if after < parts { Next::Part(after) } else { Next::End };
                    (table.rows(&lines, part == 0)?, Some(then))
                }
                Next::End => (table.end(), None),
            };
            Ok(Some((Bytes::from(piece), then)))
        }
    });
    // Fused, because a coder asks once more after the end.
    Body::from_stream(pieces.fuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_gets_what_it_likes_best() {
        for (accept, format) in [
            ("*/*", Some(Format::Json)),
            ("application/json", Some(Format::Json)),
            ("text/*", Some(Format::Csv)),
            ("text/csv;q=0.5, text/html", Some(Format::Html)),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                Some(Format::Html),
            ),
            ("text/csv, application/json;q=0.9", Some(Format::Csv)),
            ("application/xml", None),
            ("text/csv;q=0", None),
        ] {
            let mut fields = HeaderMap::new();
            fields.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(Format::liked_by(&fields), format, "{accept}");
        }
        assert_eq!(Format::liked_by(&HeaderMap::new()), Some(Format::Json));
    }
}
