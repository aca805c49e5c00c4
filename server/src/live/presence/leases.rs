//! The leases in the database, and what people notice of a change to them.
//!
//! Somebody is online in a room while any of their leases there says so, away while all of them do, and offline without one. An event
//! tells each change of that, in the same transaction as the change of the leases, so the log and the table never say different
//! things. Nothing but a [`change`] writes either, and it has the sandbox for itself.

use std::collections::{BTreeMap, HashMap};

use contract::shop::{Person, Present, Status, UserStatus};
use feed::{Feed, NewEvent};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use store::{Store, Time, presence, sandbox, session};

use crate::{
    live::{room::PRESENCE, topics},
    problem::Rejection,
};

/// What is done to leases.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    /// They begin or go on.
    Hold,
    /// They end.
    End,
    /// Those end that have expired by now and were not renewed in the last moment.
    Expire(Time),
}

/// Does it to leases of a sandbox, and tells what that changes for people. Whether there is such a sandbox; if not, nothing is done.
pub(super) async fn change(
    store: &Store,
    feed: &Feed,
    sandbox: &str,
    leases: &[presence::Model],
    change: Change,
) -> Result<bool, Rejection> {
    let transaction = store.begin().await?;
    let found = sandbox::Entity::find_by_id(sandbox).lock_exclusive();
    if found.one(&transaction).await?.is_none() {
        return Ok(false);
    }
    let people = leases.iter().map(|lease| ((&*lease.room, lease.user_id), lease));
    let people: BTreeMap<(&str, i64), &presence::Model> = people.collect();
    let mut before = Vec::with_capacity(people.len());
    for lease in people.values() {
        before.push(status(&transaction, lease).await?);
    }
    change.make(&transaction, leases).await?;
    let mut events = Vec::new();
    for (lease, before) in people.values().zip(before) {
        let status = status(&transaction, lease).await?;
        if status != before {
            let changed = UserStatus {
                room: lease.room.clone(),
                user: person(lease.user_id, &lease.username, &lease.name),
                status,
            };
            events.push(NewEvent::new(PRESENCE, &changed).map_err(Rejection::internal)?);
        }
    }
    if events.is_empty() {
        transaction.commit().await?;
        return Ok(true);
    }
    let pending = feed
        .append_in(&transaction, &topics::of_sandbox(sandbox), events)
        .await?;
    transaction.commit().await?;
    feed.committed(pending);
    Ok(true)
}

impl Change {
    async fn make(self, transaction: &DatabaseTransaction, leases: &[presence::Model]) -> Result<(), DbErr> {
        if let Self::Hold = self {
            let rows = leases.iter().map(|lease| lease.clone().into_active_model().reset_all());
            let goes_on = OnConflict::columns([presence::Column::Connection, presence::Column::Room])
                .update_columns([presence::Column::Away, presence::Column::ExpiresAt])
                .to_owned();
            let insert = presence::Entity::insert_many(rows).on_conflict(goes_on);
            insert.exec_without_returning(transaction).await?;
            return Ok(());
        }
        let these = leases.iter().fold(Condition::any(), |these, lease| {
            let this = Condition::all()
                .add(presence::Column::Connection.eq(&*lease.connection))
                .add(presence::Column::Room.eq(&*lease.room));
            these.add(this)
        });
        let mut delete = presence::Entity::delete_many().filter(these);
        if let Self::Expire(now) = self {
            delete = delete.filter(presence::Column::ExpiresAt.lte(now));
        }
        delete.exec(transaction).await?;
        Ok(())
    }
}

/// What the person of a lease is in its room.
async fn status(connection: &impl ConnectionTrait, lease: &presence::Model) -> Result<Status, DbErr> {
    let away: Option<bool> = presence::Entity::find()
        .select_only()
        .column(presence::Column::Away)
        .filter(presence::Column::Sandbox.eq(&*lease.sandbox))
        .filter(presence::Column::Room.eq(&*lease.room))
        .filter(presence::Column::UserId.eq(lease.user_id))
        .order_by_asc(presence::Column::Away)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(away.map_or(Status::Offline, present))
}

fn present(away: bool) -> Status {
    if away { Status::Away } else { Status::Online }
}

fn person(id: i64, username: &Option<String>, name: &str) -> Person {
    Person {
        id,
        username: username.clone(),
        name: name.to_owned(),
    }
}

/// Who is in a room, each once.
pub(crate) async fn users(store: &Store, sandbox: &str, room: &str) -> Result<Vec<Present>, DbErr> {
    let mut rows: Vec<(i64, Option<String>, String, bool)> = presence::Entity::find()
        .select_only()
        .columns([
            presence::Column::UserId,
            presence::Column::Username,
            presence::Column::Name,
            presence::Column::Away,
        ])
        .distinct()
        .filter(presence::Column::Sandbox.eq(sandbox))
        .filter(presence::Column::Room.eq(room))
        .order_by_asc(presence::Column::UserId)
        .order_by_asc(presence::Column::Away)
        .into_tuple()
        .all(store.reader())
        .await?;
    rows.dedup_by_key(|(id, ..)| *id);
    let users = rows.iter().map(|(id, username, name, away)| Present {
        user: person(*id, username, name),
        status: present(*away),
    });
    Ok(users.collect())
}

/// Renews all leases of a node; returns how many there are.
pub(super) async fn renew(store: &Store, node: &str, until: Time) -> Result<u64, DbErr> {
    let renewed = presence::Entity::update_many()
        .col_expr(presence::Column::ExpiresAt, Expr::value(until))
        .filter(presence::Column::Node.eq(node))
        .exec(store.writer())
        .await?;
    Ok(renewed.rows_affected)
}

/// Notes that the sandboxes in which somebody is are used, at most once an hour.
pub(super) async fn use_sandboxes(store: &Store, node: &str, now: Timestamp) -> Result<(), DbErr> {
    let in_use = Query::select()
        .column(presence::Column::Sandbox)
        .from(presence::Entity)
        .and_where(presence::Column::Node.eq(node))
        .to_owned();
    sandbox::Entity::update_many()
        .col_expr(sandbox::Column::UsedAt, Expr::value(Time::from(now)))
        .filter(sandbox::Column::UsedAt.lte(Time::from(now - 1.hour())))
        .filter(sandbox::Column::Id.in_subquery(in_use))
        .exec(store.writer())
        .await?;
    Ok(())
}

/// How many leases each connection of a node has.
pub(super) async fn count(store: &Store, node: &str) -> Result<HashMap<String, usize>, DbErr> {
    let rows: Vec<(String, i64)> = presence::Entity::find()
        .select_only()
        .column(presence::Column::Connection)
        .column_as(presence::Column::Room.count(), "leases")
        .filter(presence::Column::Node.eq(node))
        .group_by(presence::Column::Connection)
        .into_tuple()
        .all(store.reader())
        .await?;
    let counts = rows.into_iter();
    Ok(counts
        .map(|(connection, leases)| (connection, usize::try_from(leases).unwrap_or_default()))
        .collect())
}

/// The connections of a node whose login does not count any more.
pub(super) async fn logged_out(store: &Store, node: &str, now: Time) -> Result<Vec<String>, DbErr> {
    let login = Query::select()
        .column((session::Entity, session::Column::TokenHash))
        .from(session::Entity)
        .and_where(
            Expr::col((session::Entity, session::Column::TokenHash))
                .equals((presence::Entity, presence::Column::Session)),
        )
        .and_where(session::Column::ExpiresAt.gt(now))
        .to_owned();
    presence::Entity::find()
        .select_only()
        .column(presence::Column::Connection)
        .distinct()
        .filter(presence::Column::Node.eq(node))
        .filter(Expr::exists(login).not())
        .into_tuple()
        .all(store.reader())
        .await
}

/// Leases that have expired.
pub(super) async fn expired(store: &Store, now: Time, most: usize) -> Result<Vec<presence::Model>, DbErr> {
    presence::Entity::find()
        .filter(presence::Column::ExpiresAt.lte(now))
        .limit(limit(most))
        .all(store.reader())
        .await
}

/// The leases of a node.
pub(super) async fn of_node(store: &Store, node: &str, most: usize) -> Result<Vec<presence::Model>, DbErr> {
    presence::Entity::find()
        .filter(presence::Column::Node.eq(node))
        .limit(limit(most))
        .all(store.reader())
        .await
}

fn limit(most: usize) -> u64 {
    u64::try_from(most).unwrap_or(u64::MAX)
}

/// The leases of connections.
pub(super) async fn of_connections(store: &Store, connections: &[String]) -> Result<Vec<presence::Model>, DbErr> {
    presence::Entity::find()
        .filter(presence::Column::Connection.is_in(connections))
        .all(store.reader())
        .await
}
