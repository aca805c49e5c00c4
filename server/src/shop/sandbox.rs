//! Which sandbox a request is about.
//!
//! A request names it in its query, in the field `Sandbox` or in a cookie, in this order: what somebody has written into this one
//! request goes before what a browser adds by itself. The cookie does not count in a request of a page of another origin, nor where its
//! value is not an identifier.

mod disconnect;
mod reset;
pub mod sweep;
pub(super) mod write;

use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderName, Uri, header};
use jiff::{Timestamp, ToSpan};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use store::{Store, Time, sandbox};
use uuid::Uuid;

pub use disconnect::disconnect;
pub use reset::reset;

use crate::{AppState, clock::Clock, cookies, origin::Origin, problem::Rejection, workspace::is_foreign};

/// The field that names a sandbox, in requests and in responses.
pub(super) const SANDBOX: HeaderName = HeaderName::from_static("sandbox");

/// The name of the query's parameter.
const NAME: &str = "sandbox";

/// What a request says of its sandbox.
pub(super) struct Name {
    /// The identifier; none where what was sent is not one, which then names nothing.
    id: Option<Uuid>,
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Query,
    Field,
    Cookie,
}

/// The sandbox that a request names, whether there is one or not.
pub(super) fn named(uri: &Uri, fields: &HeaderMap, own: &Origin) -> Option<Name> {
    let (id, by) = None
        .or_else(|| in_query(uri).map(|text| (text.parse().ok(), By::Query)))
        .or_else(|| in_field(fields).map(|text| (text.parse().ok(), By::Field)))
        .or_else(|| in_cookie(fields, own).map(|id| (Some(id), By::Cookie)))?;
    Some(Name { id, by })
}

fn in_query(uri: &Uri) -> Option<String> {
    let query = uri.query().filter(|query| query.contains(NAME))?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(name, value)| (name == NAME).then(|| value.into_owned()))
}

fn in_field(fields: &HeaderMap) -> Option<String> {
    let value = fields.get(SANDBOX)?;
    Some(String::from_utf8_lossy(value.as_bytes().trim_ascii()).into_owned())
}

fn in_cookie(fields: &HeaderMap, own: &Origin) -> Option<Uuid> {
    cookies::values(fields, cookies::SANDBOX)
        .find_map(|value| Uuid::try_parse_ascii(value).ok())
        .filter(|_| !is_foreign(fields, own))
}

/// A sandbox that is there.
pub(super) struct Seen {
    pub(super) id: Uuid,
    pub(super) row: sandbox::Model,
    /// Whether the query names it, so that links have to as well.
    pub(super) by_query: bool,
}

/// The sandbox that a request reads; none where it names none, and 404 where there is no such sandbox.
pub(super) async fn seen(
    state: &AppState,
    clock: &Clock,
    uri: &Uri,
    fields: &HeaderMap,
) -> Result<Option<Seen>, Rejection> {
    match named(uri, fields, &state.origins.app) {
        None => Ok(None),
        Some(name) => find(state, clock, name).await.map(Some),
    }
}

/// The sandbox of this name.
pub(super) async fn find(state: &AppState, clock: &Clock, name: Name) -> Result<Seen, Rejection> {
    let unknown = || name.unknown(&state.origins.app);
    let id = name.id.ok_or_else(unknown)?;
    let found = clock
        .store(sandbox::Entity::find_by_id(id.to_string()).one(state.store.reader()))
        .await?;
    let row = found.ok_or_else(unknown)?;
    touch(&state.store, &row).await?;
    Ok(Seen {
        id,
        row,
        by_query: name.by == By::Query,
    })
}

impl Name {
    pub(super) fn id(&self) -> Option<Uuid> {
        self.id
    }

    /// The answer where there is no such sandbox. A cookie that names one would be sent again and again, and no page can delete
    /// it, so the answer does.
    pub(super) fn unknown(&self, own: &Origin) -> Rejection {
        let detail = "there is no such sandbox: it was not used for too long, or never was one; leave its id out, and the next \
                      write makes one";
        let rejection = Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(detail));
        if self.by != By::Cookie {
            return rejection;
        }
        rejection.with_field(header::SET_COOKIE, cookies::delete(cookies::SANDBOX, own))
    }
}

/// Whether there is still a sandbox with this id; it is used by that.
pub(super) async fn is_there(store: &Store, id: &str) -> Result<bool, Rejection> {
    let found = sandbox::Entity::find_by_id(id).one(store.reader()).await?;
    let Some(row) = found else { return Ok(false) };
    touch(store, &row).await?;
    Ok(true)
}

/// Notes that a sandbox is used, at most once an hour, so that a read is hardly ever a write.
async fn touch(store: &Store, row: &sandbox::Model) -> Result<(), Rejection> {
    let now = Timestamp::now();
    let due = Time::from(now - 1.hour());
    if row.used_at > due {
        return Ok(());
    }
    sandbox::Entity::update_many()
        .col_expr(sandbox::Column::UsedAt, Expr::value(Time::from(now)))
        .filter(sandbox::Column::Id.eq(row.id.as_str()))
        .filter(sandbox::Column::UsedAt.lte(due))
        .exec(store.writer())
        .await?;
    Ok(())
}
