//! Which sandbox a request is about.
//!
//! A request names it in its query, in the field `Sandbox` or in a cookie, in this order: what somebody has written into this one
//! request goes before what a browser adds by itself. The cookie does not count in a request of a page of another origin.

mod disconnect;
mod reset;
pub mod sweep;
pub(super) mod write;

use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use jiff::{Timestamp, ToSpan};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use store::{Store, Time, sandbox};
use uuid::Uuid;

pub use disconnect::disconnect;
pub use reset::reset;

use crate::{AppState, clock::Clock, origin::Origin, problem::Rejection, workspace::is_foreign};

/// The field that names a sandbox, in requests and in responses.
pub(super) const SANDBOX: HeaderName = HeaderName::from_static("sandbox");

/// The name of the cookie, and of the query's parameter.
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
    let (text, by) = None
        .or_else(|| in_query(uri).map(|text| (text, By::Query)))
        .or_else(|| in_field(fields).map(|text| (text, By::Field)))
        .or_else(|| in_cookie(fields, own).map(|text| (text, By::Cookie)))?;
    Some(Name {
        id: text.parse().ok(),
        by,
    })
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

fn in_cookie(fields: &HeaderMap, own: &Origin) -> Option<String> {
    cookie(fields, NAME)
        .filter(|_| !is_foreign(fields, own))
        .map(str::to_owned)
}

/// The value of a cookie.
pub(super) fn cookie<'a>(fields: &'a HeaderMap, sought: &str) -> Option<&'a str> {
    fields
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == sought).then_some(value))
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
    let id = name.id.ok_or_else(|| name.unknown())?;
    let found = clock
        .store(sandbox::Entity::find_by_id(id.to_string()).one(state.store.reader()))
        .await?;
    let row = found.ok_or_else(|| name.unknown())?;
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
    pub(super) fn unknown(&self) -> Rejection {
        let detail = "there is no such sandbox: it was not used for too long, or never was one; leave its id out, and the next \
                      write makes one";
        let rejection = Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(detail));
        if self.by != By::Cookie {
            return rejection;
        }
        let forget = HeaderValue::from_static("sandbox=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/");
        rejection.with_field(header::SET_COOKIE, forget)
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

/// The value of Set-Cookie that has a browser name the sandbox. It lives as long as the browser: the sandbox's own expiry is by
/// its use.
fn set_cookie(id: &str, own: &Origin) -> HeaderValue {
    let secure = if own.is_secure() { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{NAME}={id}; HttpOnly; SameSite=Lax; Path=/{secure}"))
        .expect("an identifier is hexadecimal digits and hyphens")
}
