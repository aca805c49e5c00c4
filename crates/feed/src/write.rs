//! Writing to the log inside of a transaction, whosever it is.
//!
//! Whoever appends to a topic holds its row until the end of the transaction. So sequence numbers are given in the order of the
//! commits, without holes, and what a writer has appended before is seen. Topics are locked in the order of their names, so that
//! two transactions that append to the same topics do not wait for each other.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement, Value,
};
use store::{Time, feed_event, feed_topic};

use crate::{Appended, Cursor, Event, NewEvent, Topic, event::Key};

/// How many rows are written by one statement. Few sizes, so that their statements stay prepared.
const ROWS: [usize; 5] = [256, 64, 16, 4, 1];

/// How many events are looked for by one statement.
const KEYS: usize = 32;

/// How many names are looked for by one statement.
const NAMES: usize = 256;

/// How often a topic is made that somebody else removes at once.
const TRIES: usize = 5;

const INSERT_EVENT: &str = "INSERT INTO feed_event (epoch, seq, at, kind, data, bytes, writer, writer_id) VALUES ";
const EVENT_COLUMNS: usize = 8;

const TOPIC: &str = "INSERT INTO feed_topic (epoch, name, head, floor, bytes, oldest_at, last_at) VALUES ";
const TOPIC_COLUMNS: usize = 7;
const UNLESS_THERE: &str = " ON CONFLICT (name) DO NOTHING";
const MOVE_ON: &str = " ON CONFLICT (epoch) DO UPDATE SET head = excluded.head, bytes = excluded.bytes, \
oldest_at = excluded.oldest_at, last_at = excluded.last_at";

/// What was written of one append.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) topic: Topic,
    /// For each event, in order.
    pub(crate) appended: Vec<Appended>,
    /// Those that were not there before.
    pub(crate) events: Vec<Arc<Event>>,
}

impl Written {
    /// Nothing yet of an append of so many events.
    pub(crate) fn to(topic: &Topic, count: usize) -> Self {
        Self {
            topic: topic.clone(),
            appended: Vec::with_capacity(count),
            events: Vec::with_capacity(count),
        }
    }

    /// The next event was there before.
    pub(crate) fn has(&mut self, epoch: i64, seq: i64, at: Time) {
        self.appended.push(Appended {
            cursor: Cursor::of(epoch, seq),
            at: at.into(),
            new: false,
        });
    }

    /// Gives the next event a number, and the time, which is returned: the topic moves on by it.
    pub(crate) fn takes(&mut self, row: &mut feed_topic::Model, event: &NewEvent, now: Time) -> Time {
        // A clock that is behind that of another node, or was put back, does not turn time around.
        let time = now.max(row.last_at);
        if row.head == row.floor {
            row.oldest_at = time;
        }
        row.last_at = time;
        row.head += 1;
        row.bytes += i64::try_from(event.data.len()).unwrap_or(i64::MAX);
        let cursor = Cursor::of(row.epoch, row.head);
        let at = Timestamp::from(time);
        self.appended.push(Appended { cursor, at, new: true });
        let (kind, data, key) = (event.kind.clone(), event.data.clone(), event.key.clone());
        let event = Event::new(self.topic.clone(), cursor, at, kind, data, key);
        self.events.push(event);
        time
    }
}

/// Appends to topics, in the order of the appends.
pub(crate) async fn append(
    transaction: &DatabaseTransaction,
    appends: &[(Topic, Vec<NewEvent>)],
) -> Result<Vec<Written>, DbErr> {
    let now = Timestamp::now();
    let names = appends.iter().map(|(topic, _)| topic.as_str()).collect();
    let mut topics = lock(transaction, names, now).await?;
    let mut known = find_known(transaction, &topics, appends).await?;

    let mut rows: Vec<[Value; EVENT_COLUMNS]> = Vec::new();
    let mut all_written = Vec::with_capacity(appends.len());
    for (topic, events) in appends {
        let Some(row) = topics.get_mut(topic.as_str()) else {
            return Err(DbErr::RecordNotFound(format!("the topic {topic} after it was locked")));
        };
        let mut written = Written::to(topic, events.len());
        for event in events {
            let place = event.key.as_ref().map(|key| (row.epoch, key.clone()));
            if let Some((seq, at)) = place.as_ref().and_then(|place| known.get(place)) {
                written.has(row.epoch, *seq, *at);
                continue;
            }
            let at = written.takes(row, event, now.into());
            if let Some(place) = place {
                known.insert(place, (row.head, at));
            }
            rows.push(values(row, event, at));
        }
        all_written.push(written);
    }

    if !rows.is_empty() {
        insert(transaction, INSERT_EVENT, rows, "").await?;
        let changed = topics.into_values().map(topic_values).collect();
        insert(transaction, TOPIC, changed, MOVE_ON).await?;
    }
    Ok(all_written)
}

/// Takes the name from a topic, so that nobody finds it any more. Gives whether there was one.
pub(crate) async fn remove(connection: &impl ConnectionTrait, topic: &Topic) -> Result<bool, DbErr> {
    let removal = feed_topic::Entity::update_many()
        .col_expr(feed_topic::Column::Name, Option::<String>::None.into())
        .filter(feed_topic::Column::Name.eq(topic.as_str()))
        .exec(connection)
        .await?;
    Ok(removal.rows_affected > 0)
}

/// Locks the rows of topics, and makes those that there are not.
async fn lock(
    transaction: &DatabaseTransaction,
    mut names: Vec<&str>,
    now: Timestamp,
) -> Result<BTreeMap<String, feed_topic::Model>, DbErr> {
    names.sort_unstable();
    names.dedup();
    let mut topics = BTreeMap::new();
    for _ in 0..TRIES {
        for some in names.chunks(NAMES) {
            let rows = feed_topic::Entity::find()
                .filter(feed_topic::Column::Name.is_in(some.iter().copied()))
                .order_by_asc(feed_topic::Column::Name)
                .lock_exclusive()
                .all(transaction)
                .await?;
            topics.extend(rows.into_iter().filter_map(|row| Some((row.name.clone()?, row))));
        }
        names.retain(|name| !topics.contains_key(*name));
        if names.is_empty() {
            return Ok(topics);
        }
        let mut rows = Vec::with_capacity(names.len());
        for name in &names {
            rows.push(topic_values(feed_topic::Model {
                epoch: new_epoch()?,
                name: Some((*name).to_owned()),
                head: 0,
                floor: 0,
                bytes: 0,
                oldest_at: now.into(),
                last_at: now.into(),
            }));
        }
        // Another node may be making the same topic. Then this waits until it is there.
        insert(transaction, TOPIC, rows, UNLESS_THERE).await?;
    }
    Err(DbErr::Custom(
        "a topic is removed again and again while it is written to".to_owned(),
    ))
}

/// Never 0, and beyond guessing, so that no two topics have the same.
pub(crate) fn new_epoch() -> Result<i64, DbErr> {
    loop {
        let random = getrandom::u64().map_err(|error| DbErr::Custom(format!("no random numbers: {error}")))?;
        let epoch = (random >> 1).cast_signed();
        if epoch != 0 {
            return Ok(epoch);
        }
    }
}

/// Which of the events that have a writer are there, by epoch and key.
async fn find_known(
    transaction: &DatabaseTransaction,
    topics: &BTreeMap<String, feed_topic::Model>,
    appends: &[(Topic, Vec<NewEvent>)],
) -> Result<HashMap<(i64, Key), (i64, Time)>, DbErr> {
    let mut wanted = Vec::new();
    for (topic, events) in appends {
        // A topic without events has none of these either.
        if let Some(row) = topics.get(topic.as_str()).filter(|row| row.head > row.floor) {
            wanted.extend(events.iter().filter_map(|event| Some((row.epoch, event.key.as_ref()?))));
        }
    }
    let mut known = HashMap::new();
    for some in wanted.chunks(KEYS) {
        let mut any = Condition::any();
        for (epoch, key) in some {
            let one = Condition::all()
                .add(feed_event::Column::Epoch.eq(*epoch))
                .add(feed_event::Column::Writer.eq(&*key.writer))
                .add(feed_event::Column::WriterId.eq(&*key.id));
            any = any.add(one);
        }
        let found: Vec<(i64, i64, Time, String, String)> = feed_event::Entity::find()
            .select_only()
            .columns([
                feed_event::Column::Epoch,
                feed_event::Column::Seq,
                feed_event::Column::At,
                feed_event::Column::Writer,
                feed_event::Column::WriterId,
            ])
            .filter(any)
            .into_tuple()
            .all(transaction)
            .await?;
        for (epoch, seq, at, writer, id) in found {
            let key = Key {
                writer: writer.into(),
                id: id.into(),
            };
            known.insert((epoch, key), (seq, at));
        }
    }
    Ok(known)
}

fn values(row: &feed_topic::Model, event: &NewEvent, at: Time) -> [Value; EVENT_COLUMNS] {
    [
        row.epoch.into(),
        row.head.into(),
        at.into(),
        (&*event.kind).into(),
        event.text().into(),
        row.bytes.into(),
        event.key.as_ref().map(|key| key.writer.to_string()).into(),
        event.key.as_ref().map(|key| key.id.to_string()).into(),
    ]
}

fn topic_values(row: feed_topic::Model) -> [Value; TOPIC_COLUMNS] {
    [
        row.epoch.into(),
        row.name.into(),
        row.head.into(),
        row.floor.into(),
        row.bytes.into(),
        row.oldest_at.into(),
        row.last_at.into(),
    ]
}

/// Inserts rows, many by one statement.
async fn insert<const COLUMNS: usize>(
    transaction: &DatabaseTransaction,
    into: &str,
    rows: Vec<[Value; COLUMNS]>,
    otherwise: &str,
) -> Result<(), DbErr> {
    let backend = transaction.get_database_backend();
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        let count = ROWS.into_iter().find(|&count| count <= rows.len()).unwrap_or(1);
        let mut sql = String::with_capacity(into.len() + otherwise.len() + count * COLUMNS * 6);
        sql.push_str(into);
        for row in 0..count {
            for column in 0..COLUMNS {
                let before = match (row, column) {
                    (0, 0) => "(",
                    (_, 0) => "), (",
                    _ => ", ",
                };
                sql.push_str(before);
                match backend {
                    // Numbered ones have names, which SQLite looks through from the first one for each that is bound.
                    DbBackend::Sqlite => sql.push('?'),
                    // Writing to a string does not fail.
                    _ => drop(write!(sql, "${}", row * COLUMNS + column + 1)),
                }
            }
        }
        sql.push(')');
        sql.push_str(otherwise);
        let values = rows.by_ref().take(count).flatten();
        transaction
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
    }
    Ok(())
}
