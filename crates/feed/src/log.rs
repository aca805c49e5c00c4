//! Reading the log in the database. Each question is one statement, and so sees one moment of the topic.

use std::{fmt::Write as _, sync::Arc};

use bytes::Bytes;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};
use store::Time;

use crate::{
    Cursor, Event, Gap, Position, Topic,
    event::Key,
    gap::{Extent, resolve},
};

/// The most events that are read at once.
pub(crate) const MAX_PAGE: usize = 1_000;

/// How much data is read at once, in bytes. A single event may have more than its share, and is read all the same.
const PAGE_BYTES: i64 = 1 << 20;

/// Events behind a place. The first of them bounds the bytes of all; a topic without events behind the place is a row with
/// nothing in the event's columns.
const BEHIND: &str = "\
SELECT t.epoch, t.head, t.floor, e.seq, e.at, e.kind, e.data, e.writer, e.writer_id \
FROM feed_topic t \
LEFT JOIN feed_event f ON f.epoch = t.epoch AND (t.epoch = $2 OR $2 = 0) AND f.seq = $3 + 1 \
LEFT JOIN feed_event e ON e.epoch = f.epoch AND e.seq > $3 AND e.seq <= $3 + $4 AND e.bytes <= f.bytes + $5 \
WHERE t.name = $1 ORDER BY e.seq";

/// The same from the oldest that is there.
const FROM_EARLIEST: &str = "\
SELECT t.epoch, t.head, t.floor, e.seq, e.at, e.kind, e.data, e.writer, e.writer_id \
FROM feed_topic t \
LEFT JOIN feed_event f ON f.epoch = t.epoch AND f.seq = t.floor + 1 \
LEFT JOIN feed_event e ON e.epoch = f.epoch AND e.seq > t.floor AND e.seq <= t.floor + $2 AND e.bytes <= f.bytes + $3 \
WHERE t.name = $1 ORDER BY e.seq";

/// Events up to a place, the newest first. The last of them bounds the bytes of all.
const UP_TO: &str = "\
SELECT t.epoch, t.head, t.floor, e.seq, e.at, e.kind, e.data, e.writer, e.writer_id \
FROM feed_topic t \
LEFT JOIN feed_event l ON l.epoch = t.epoch AND (t.epoch = $2 OR $2 = 0) \
AND l.seq = CASE WHEN $2 = 0 OR $3 > t.head THEN t.head ELSE $3 END \
LEFT JOIN feed_event e ON e.epoch = l.epoch AND e.seq <= l.seq AND e.seq > l.seq - $4 AND e.bytes > l.bytes - $5 \
WHERE t.name = $1 ORDER BY e.seq DESC";

/// Where topics begin and end.
const EXTENTS: &str = "SELECT t.name, t.epoch, t.head, t.floor FROM feed_topic t WHERE t.name IN (";

/// What the log has behind a place.
#[derive(Debug)]
pub struct Page {
    /// What the reader has missed. The events follow it.
    pub gap: Option<Gap>,
    /// Contiguous, in order; none where there is nothing yet.
    pub events: Vec<Arc<Event>>,
    /// Where to go on.
    pub cursor: Cursor,
    /// Whether there was more when this was read.
    pub more: bool,
    /// Where the topic began and ended then.
    pub(crate) extent: Option<Extent>,
}

/// Reads at most `limit` events behind a place.
pub(crate) async fn page(
    connection: &impl ConnectionTrait,
    topic: &Topic,
    from: Position,
    limit: usize,
) -> Result<Page, DbErr> {
    let limit = limit.clamp(1, MAX_PAGE);
    if from == Position::Latest {
        let extent = extent(connection, topic).await?;
        return Ok(Page {
            gap: None,
            events: Vec::new(),
            cursor: extent.map_or(Cursor::ORIGIN, Extent::latest),
            more: false,
            extent,
        });
    }
    let name = topic.as_str().into();
    let count = i64::try_from(limit).unwrap_or(i64::MAX).into();
    let backend = connection.get_database_backend();
    let statement = match from {
        Position::After(cursor) => {
            let (epoch, seq) = (cursor.epoch().cast_signed(), cursor.seq().cast_signed());
            // Nothing lies behind the last number there is, and one more would not be a number.
            let seq = seq.min(i64::MAX - MAX_PAGE as i64);
            let values = [name, epoch.into(), seq.into(), count, PAGE_BYTES.into()];
            Statement::from_sql_and_values(backend, BEHIND, values)
        }
        _ => Statement::from_sql_and_values(backend, FROM_EARLIEST, [name, count, PAGE_BYTES.into()]),
    };
    let rows = connection.query_all_raw(statement).await?;
    let extent = rows.first().map(Extent::of_row).transpose()?;
    let (gap, mut cursor) = match from {
        Position::After(cursor) => resolve(topic, cursor, extent),
        _ => (None, extent.map_or(Cursor::ORIGIN, Extent::earliest)),
    };
    let mut events = Vec::new();
    if gap.is_none() {
        events.reserve(rows.len());
        for row in &rows {
            events.extend(event(topic, row)?);
        }
    }
    if let Some(last) = events.last() {
        cursor = last.cursor();
    }
    Ok(Page {
        gap,
        events,
        more: extent.is_some_and(|extent| cursor != extent.latest()),
        cursor,
        extent,
    })
}

/// Reads at most `limit` events before the one with this cursor, in order; without a cursor, the last ones.
pub(crate) async fn before(
    connection: &impl ConnectionTrait,
    topic: &Topic,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<Arc<Event>>, DbErr> {
    let (epoch, seq) = match cursor {
        None => (0, 0),
        Some(cursor) if cursor.seq() <= 1 => return Ok(Vec::new()),
        Some(cursor) => (cursor.epoch().cast_signed(), cursor.seq().cast_signed() - 1),
    };
    let count = i64::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(i64::MAX);
    let values = [
        topic.as_str().into(),
        epoch.into(),
        seq.into(),
        count.into(),
        PAGE_BYTES.into(),
    ];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), UP_TO, values);
    let mut events = Vec::new();
    for row in connection.query_all_raw(statement).await? {
        events.extend(event(topic, &row)?);
    }
    events.reverse();
    Ok(events)
}

/// Where a topic begins and ends; `None` if there is no such topic.
pub(crate) async fn extent(connection: &impl ConnectionTrait, topic: &Topic) -> Result<Option<Extent>, DbErr> {
    let extents = extents(connection, std::slice::from_ref(topic)).await?;
    Ok(extents.first().map(|(_, extent)| *extent))
}

/// Where topics begin and end, by their names; those that do not exist are not among them.
pub(crate) async fn extents(
    connection: &impl ConnectionTrait,
    topics: &[Topic],
) -> Result<Vec<(String, Extent)>, DbErr> {
    let mut sql = EXTENTS.to_owned();
    for number in 1..=topics.len() {
        let separator = if number == 1 { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(sql, "{separator}${number}");
    }
    sql.push(')');
    let names = topics.iter().map(|topic| topic.as_str().into());
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, names);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "name")?, Extent::of_row(row)?)))
        .collect()
}

impl Extent {
    fn of_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            epoch: row.try_get("", "epoch")?,
            head: row.try_get("", "head")?,
            floor: row.try_get("", "floor")?,
        })
    }
}

/// The event of a row, if it has one.
fn event(topic: &Topic, row: &QueryResult) -> Result<Option<Arc<Event>>, DbErr> {
    let Some(seq) = row.try_get::<Option<i64>>("", "seq")? else {
        return Ok(None);
    };
    let at: Time = row.try_get("", "at")?;
    let kind: String = row.try_get("", "kind")?;
    let data: String = row.try_get("", "data")?;
    let writer: Option<String> = row.try_get("", "writer")?;
    let id: Option<String> = row.try_get("", "writer_id")?;
    let key = writer.zip(id).map(|(writer, id)| Key {
        writer: writer.into(),
        id: id.into(),
    });
    Ok(Some(Event::new(
        topic.clone(),
        Cursor::of(row.try_get("", "epoch")?, seq),
        Timestamp::from(at),
        kind,
        Bytes::from(data),
        key,
    )))
}
