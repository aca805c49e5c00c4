//! `GET /api/notifications`

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    shop::{MAX_NOTIFICATIONS, Notifications, NotificationsQuery},
};
use feed::Cursor;
use http::HeaderValue;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{notification, sandbox};

use super::{cursor, shown};
use crate::{
    AppState,
    clock::Clock,
    extract::Query,
    live::topics,
    problem::Rejection,
    shop::{
        head::Head,
        representation::{Representation, Whose},
        sandbox::seen,
    },
};

/// Asked for again each time; a 304 says that there is nothing new.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// The epoch of who has no sandbox, and so has no notifications.
const NO_EPOCH: &str = "0";

/// Where to read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// The newest, as many as an answer has.
    Newest,
    /// Behind this one.
    Behind(i64),
    /// Behind all that there are.
    Latest,
}

/// What there is, or what is new.
pub async fn list(
    State(state): State<AppState>,
    clock: Clock,
    Query(NotificationsQuery { after }): Query<NotificationsQuery>,
    head: Head,
) -> Result<Response, Rejection> {
    let seen = seen(&state, &clock, &head.uri, &head.fields).await?;
    let epoch = seen.as_ref().map_or(NO_EPOCH, |seen| seen.row.epoch.as_str());
    let from = from(after.as_deref(), epoch)?;
    let notifications = match &seen {
        Some(seen) => {
            // Before the list, so that whoever goes on from there misses nothing that comes while it is read.
            let topic = topics::of_sandbox(&seen.row.id);
            let bounds = clock.store(state.feed.bounds(&topic)).await?;
            let reading = read(state.store.reader(), &seen.row, from, bounds.latest);
            clock.store(reading).await?
        }
        None => Notifications {
            items: Vec::new(),
            unread: 0,
            cursor: cursor(NO_EPOCH, 0),
            events_cursor: Cursor::ORIGIN.to_string(),
        },
    };
    let representation = clock.encode(|| Representation::new(&notifications, CACHE_CONTROL, Whose::Sandbox));
    let representation = representation.map_err(Rejection::internal)?;
    Ok(representation.respond(&head.fields, None))
}

/// What `after` says. A cursor of another epoch is from before a reset, or from before there was a sandbox: all that there is now
/// came later.
fn from(after: Option<&str>, epoch: &str) -> Result<From, Problem> {
    let well_formed = |after: &str| {
        let (of, seq) = after.rsplit_once('-')?;
        let digits = !of.is_empty() && of.len() <= 32 && of.bytes().all(|byte| byte.is_ascii_hexdigit());
        let seq = seq.parse().ok().filter(|seq| *seq >= 0 && digits)?;
        Some(From::Behind(if of == epoch { seq } else { 0 }))
    };
    match after {
        None | Some("") => Ok(From::Newest),
        Some("earliest") => Ok(From::Behind(0)),
        Some("latest") => Ok(From::Latest),
        Some(after) => well_formed(after).ok_or_else(|| {
            let right = "must be the cursor of an earlier answer, `earliest` or `latest`";
            Problem::new(ProblemKind::InvalidParameters).with_fault("/after", right)
        }),
    }
}

async fn read(
    connection: &impl ConnectionTrait,
    sandbox: &sandbox::Model,
    from: From,
    events: Cursor,
) -> Result<Notifications, DbErr> {
    let all = notification::Entity::find().filter(notification::Column::Sandbox.eq(sandbox.id.as_str()));
    let unread = all
        .clone()
        .filter(notification::Column::ReadAt.is_null())
        .count(connection)
        .await?;
    let last = sandbox.next_notification - 1;
    let rows = match from {
        From::Latest => Vec::new(),
        From::Behind(seq) => {
            let behind = all.filter(notification::Column::Seq.gt(seq));
            let oldest_first = behind.order_by_asc(notification::Column::Seq).limit(MAX_NOTIFICATIONS);
            oldest_first.all(connection).await?
        }
        From::Newest => {
            let newest_first = all.order_by_desc(notification::Column::Seq).limit(MAX_NOTIFICATIONS);
            let mut rows = newest_first.all(connection).await?;
            rows.reverse();
            rows
        }
    };
    // Where nothing came, the place is the one that was asked for, or the end.
    let place = match (rows.last(), from) {
        (Some(row), _) => row.seq,
        (None, From::Behind(seq)) => seq.min(last),
        (None, _) => last,
    };
    Ok(Notifications {
        items: rows.into_iter().map(|row| shown(row, &sandbox.epoch)).collect(),
        unread,
        cursor: cursor(&sandbox.epoch, place),
        events_cursor: events.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_epoch_is_the_beginning() {
        for (after, place) in [
            (None, Some(From::Newest)),
            (Some("earliest"), Some(From::Behind(0))),
            (Some("latest"), Some(From::Latest)),
            (Some("ab12-7"), Some(From::Behind(7))),
            (Some("0-7"), Some(From::Behind(0))),
            (Some("ab12--7"), None),
            (Some("ab12-x"), None),
            (Some("7"), None),
            (Some("-7"), None),
        ] {
            assert_eq!(from(after, "ab12").ok(), place, "{after:?}");
        }
    }
}
