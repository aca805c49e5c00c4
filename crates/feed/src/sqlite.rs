//! A group of appends on SQLite, by its own functions.
//!
//! The driver that the store has hands each statement to a thread of its connection and waits for the answer, so that five
//! statements cost ten changes of threads: more than the commit does. Here the thread that commits has the connection, and its
//! statements prepared. What is written is what `write` writes in a transaction of the caller, under the same lock.

use std::collections::{HashMap, hash_map::Entry};

use jiff::Timestamp;
use rusqlite::{
    CachedStatement, Connection, OpenFlags, OptionalExtension as _, Row, Transaction, TransactionBehavior, params,
};
use sea_orm::DbErr;
use store::{SqliteFile, Time, Turn, feed_topic};

use crate::{
    NewEvent, Topic,
    write::{Written, new_epoch},
};

const FIND_TOPIC: &str = "SELECT epoch, head, floor, bytes, oldest_at, last_at FROM feed_topic WHERE name = ?1";
const MAKE_TOPIC: &str =
    "INSERT INTO feed_topic (epoch, name, head, floor, bytes, oldest_at, last_at) VALUES (?1, ?2, 0, 0, 0, ?3, ?3)";
const MOVE_ON: &str = "UPDATE feed_topic SET head = ?2, bytes = ?3, oldest_at = ?4, last_at = ?5 WHERE epoch = ?1";
const FIND_EVENT: &str = "SELECT seq, at FROM feed_event WHERE epoch = ?1 AND writer = ?2 AND writer_id = ?3";
const INSERT_EVENT: &str = "INSERT INTO feed_event (epoch, seq, at, kind, data, bytes, writer, writer_id) \
                            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// A connection that writes, in turn with the store.
#[derive(Debug)]
pub(crate) struct Log {
    connection: Connection,
    file: SqliteFile,
}

/// The driver's errors are known to the callers of this crate as those of the store.
pub(crate) fn error(error: rusqlite::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}

impl Log {
    /// Opens another connection to the file of a store, whose schema is there.
    pub(crate) fn open(file: SqliteFile) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            connection: connect(&file)?,
            file,
        })
    }

    /// Waits for the turn. Exclusive, because a connection cannot be looked at by two threads while one waits.
    pub(crate) async fn turn(&mut self) -> Result<Turn, DbErr> {
        self.file.turn().await
    }

    /// Appends to topics, in the order of the appends, and commits. Blocks for as long as the disk needs.
    pub(crate) fn append(&mut self, appends: &[(Topic, Vec<NewEvent>)]) -> Result<Vec<Written>, DbErr> {
        if !self.connection.is_autocommit() {
            // The rollback of an earlier group has failed. A new connection leaves that transaction behind, uncommitted.
            self.connection = connect(&self.file).map_err(error)?;
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(error)?;
        let all_written = write(&transaction, appends)?;
        transaction.commit().map_err(error)?;
        Ok(all_written)
    }
}

fn connect(file: &SqliteFile) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file.path(), flags)?;
    connection.busy_timeout(SqliteFile::BUSY_TIMEOUT)?;
    // As the store's own: what is acknowledged is on the disk.
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn write(transaction: &Transaction<'_>, appends: &[(Topic, Vec<NewEvent>)]) -> Result<Vec<Written>, DbErr> {
    let now = Time::from(Timestamp::now());
    let mut topics: HashMap<&Topic, feed_topic::Model> = HashMap::new();
    let mut all_written = Vec::with_capacity(appends.len());
    let mut events_of = Events::prepare(transaction).map_err(error)?;
    for (topic, events) in appends {
        let row = match topics.entry(topic) {
            Entry::Occupied(row) => row.into_mut(),
            Entry::Vacant(place) => place.insert(find_or_make(transaction, topic, now)?),
        };
        all_written.push(events_of.write(topic, row, events, now).map_err(error)?);
    }
    if all_written.iter().any(|written| !written.events.is_empty()) {
        move_on(transaction, topics.values()).map_err(error)?;
    }
    Ok(all_written)
}

fn find_or_make(transaction: &Transaction<'_>, topic: &Topic, now: Time) -> Result<feed_topic::Model, DbErr> {
    let row = |row: &Row<'_>| {
        Ok(feed_topic::Model {
            epoch: row.get(0)?,
            name: Some(topic.as_str().to_owned()),
            head: row.get(1)?,
            floor: row.get(2)?,
            bytes: row.get(3)?,
            oldest_at: time(row, 4)?,
            last_at: time(row, 5)?,
        })
    };
    let mut find = transaction.prepare_cached(FIND_TOPIC).map_err(error)?;
    if let Some(found) = find.query_row([topic.as_str()], row).optional().map_err(error)? {
        return Ok(found);
    }
    let made = feed_topic::Model {
        epoch: new_epoch()?,
        name: Some(topic.as_str().to_owned()),
        head: 0,
        floor: 0,
        bytes: 0,
        oldest_at: now,
        last_at: now,
    };
    let mut make = transaction.prepare_cached(MAKE_TOPIC).map_err(error)?;
    make.execute(params![made.epoch, topic.as_str(), microseconds(now)])
        .map_err(error)?;
    Ok(made)
}

/// The statements that a group has for each event.
struct Events<'t> {
    find: CachedStatement<'t>,
    insert: CachedStatement<'t>,
}

impl<'t> Events<'t> {
    fn prepare(transaction: &'t Transaction<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            find: transaction.prepare_cached(FIND_EVENT)?,
            insert: transaction.prepare_cached(INSERT_EVENT)?,
        })
    }

    /// Writes the events of one append, with which the topic moves on.
    fn write(
        &mut self,
        topic: &Topic,
        row: &mut feed_topic::Model,
        events: &[NewEvent],
        now: Time,
    ) -> Result<Written, rusqlite::Error> {
        let mut written = Written::to(topic, events.len());
        for event in events {
            let key = event.key.as_ref().map(|key| (&*key.writer, &*key.id));
            // A topic without events has none of this writer's either.
            if let Some((writer, id)) = key.filter(|_| row.head > row.floor) {
                let place = |found: &Row<'_>| Ok((found.get(0)?, time(found, 1)?));
                let found = self.find.query_row(params![row.epoch, writer, id], place);
                if let Some((seq, at)) = found.optional()? {
                    written.has(row.epoch, seq, at);
                    continue;
                }
            }
            let at = microseconds(written.takes(row, event, now));
            let (epoch, seq, bytes) = (row.epoch, row.head, row.bytes);
            let (writer, id) = key.unzip();
            self.insert
                .execute(params![epoch, seq, at, event.kind, event.text(), bytes, writer, id])?;
        }
        Ok(written)
    }
}

fn move_on<'r>(
    transaction: &Transaction<'_>,
    rows: impl Iterator<Item = &'r feed_topic::Model>,
) -> Result<(), rusqlite::Error> {
    let mut statement = transaction.prepare_cached(MOVE_ON)?;
    for row in rows {
        let (oldest_at, last_at) = (microseconds(row.oldest_at), microseconds(row.last_at));
        statement.execute(params![row.epoch, row.head, row.bytes, oldest_at, last_at])?;
    }
    Ok(())
}

fn microseconds(time: Time) -> i64 {
    Timestamp::from(time).as_microsecond()
}

fn time(row: &Row<'_>, column: usize) -> Result<Time, rusqlite::Error> {
    let microseconds: i64 = row.get(column)?;
    let timestamp = Timestamp::from_microsecond(microseconds);
    timestamp
        .map(Time::from)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, microseconds))
}
