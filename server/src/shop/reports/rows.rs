//! The rows of reports: where they come from, and how they are kept.
//!
//! A part of a result is its rows as lines of JSON, packed: they are written once, and read to be shown in whichever format.

use std::{collections::HashMap, io};

use async_compression::tokio::bufread::{ZstdDecoder, ZstdEncoder};
use contract::shop::{OrderRow, ReportKind, TrafficRow};
use jiff::{Timestamp, ToSpan};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Serialize;
use store::{order_line, report, shop_order};
use tokio::io::AsyncReadExt as _;

use crate::{
    observe::{Record, Shelves},
    shop::{
        large_data::{row, scattered},
        price,
    },
    workspace::Workspace,
};

/// How many rows a part has at most. After each, the work can be stopped, and goes on from there.
const PART: i64 = 1_000;

/// How many recorded exchanges a report has at most; a shelf has no more.
pub(super) const MOST_EXCHANGES: usize = 500;

/// So many bytes a part has at most before it is packed. Names have at most 200 characters, and paths are cut.
const MOST_PLAIN: u64 = 4 * 1024 * 1024;

/// So many characters of a path are kept.
const PATH_CHARACTERS: usize = 300;

/// When the first generated exchange is: 2024-01-01T00:00:00Z.
const BEGINNING: Timestamp = Timestamp::constant(1_704_067_200, 0);

/// What generated exchanges are: method, path, status code.
const REQUESTS: [(&str, &str, u16); 8] = [
    ("GET", "/api/products", 200),
    ("GET", "/api/products/12", 200),
    ("GET", "/api/categories", 304),
    ("POST", "/api/cart/items", 201),
    ("GET", "/api/cart", 200),
    ("POST", "/api/orders", 409),
    ("GET", "/api/products/9999", 404),
    ("GET", "/api/events", 200),
];

/// Some rows, packed.
pub(super) struct Part {
    /// How many.
    pub(super) rows: i64,
    pub(super) content: Vec<u8>,
}

impl Part {
    pub(super) async fn of(rows: &[impl Serialize]) -> io::Result<Self> {
        let mut plain = Vec::with_capacity(rows.len() * 128);
        for row in rows {
            if !plain.is_empty() {
                plain.push(b'\n');
            }
            serde_json::to_writer(&mut plain, row)?;
        }
        let mut content = Vec::new();
        ZstdEncoder::new(&plain[..]).read_to_end(&mut content).await?;
        Ok(Self {
            rows: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            content,
        })
    }

    /// How many bytes it has.
    pub(super) fn size(&self) -> i64 {
        i64::try_from(self.content.len()).unwrap_or(i64::MAX)
    }
}

/// The rows of a part: a line of JSON each.
pub(super) async fn unpacked(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    let decoder = ZstdDecoder::new(content);
    decoder.take(MOST_PLAIN).read_to_end(&mut plain).await?;
    Ok(plain)
}

/// How many lines the orders of a sandbox have.
pub(super) fn lines_of(sandbox: &str) -> Select<order_line::Entity> {
    order_line::Entity::find().filter(order_line::Column::Sandbox.eq(sandbox))
}

/// The rows that come next in a report, as many as a part has; none when all are there.
pub(super) async fn next(
    connection: &impl ConnectionTrait,
    report: &report::Model,
    kind: ReportKind,
) -> Result<Option<Part>, NextError> {
    let (from, to) = (report.done, report.total.min(report.done + PART));
    if from >= to {
        return Ok(None);
    }
    let generated = from.unsigned_abs()..to.unsigned_abs();
    let part = match (kind, report.generated) {
        (ReportKind::Orders, true) => Part::of(&generated.map(generated_line).collect::<Vec<_>>()).await?,
        (ReportKind::Traffic, true) => Part::of(&generated.map(generated_exchange).collect::<Vec<_>>()).await?,
        (ReportKind::Orders, false) => {
            let lines = ordered(connection, &report.sandbox, from, to).await?;
            if lines.is_empty() {
                return Err(NextError::Missing);
            }
            Part::of(&lines).await?
        }
        // What was recorded was put down when it was asked for, all of it.
        (ReportKind::Traffic, false) => return Err(NextError::Missing),
    };
    Ok(Some(part))
}

/// Why there is no next part.
#[derive(Debug, thiserror::Error)]
pub(super) enum NextError {
    /// They cannot be read.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// They cannot be packed.
    #[error(transparent)]
    Pack(#[from] io::Error),
    /// They are not there.
    #[error("rows that were there when the report was asked for are not there any more")]
    Missing,
}

/// Lines of orders, by their places. Orders only come, at the end, so a place has the same line each time.
async fn ordered(connection: &impl ConnectionTrait, sandbox: &str, from: i64, to: i64) -> Result<Vec<OrderRow>, DbErr> {
    let lines = lines_of(sandbox)
        .order_by_asc(order_line::Column::OrderNumber)
        .order_by_asc(order_line::Column::Position)
        .offset(from.unsigned_abs())
        .limit((to - from).unsigned_abs())
        .all(connection)
        .await?;
    let orders = shop_order::Entity::find()
        .filter(shop_order::Column::Sandbox.eq(sandbox))
        .filter(shop_order::Column::Number.gte(lines.first().map_or(0, |line| line.order_number)))
        .filter(shop_order::Column::Number.lte(lines.last().map_or(0, |line| line.order_number)))
        .all(connection)
        .await?;
    let placed: HashMap<i64, Timestamp> = orders
        .into_iter()
        .map(|order| (order.number, order.placed_at.into()))
        .collect();
    let rows = lines.into_iter().map(|line| OrderRow {
        order: line.order_number.unsigned_abs(),
        placed_at: placed.get(&line.order_number).copied().unwrap_or_default(),
        product: line.name,
        quantity: line.quantity.unsigned_abs(),
        amount: price(line.price_minor * line.quantity),
    });
    Ok(rows.collect())
}

/// The rows of the large data, as lines of orders.
fn generated_line(index: u64) -> OrderRow {
    let row = row(index);
    OrderRow {
        order: row.id,
        placed_at: row.at,
        product: row.name,
        quantity: row.quantity,
        amount: row.amount,
    }
}

/// The same for exchanges, of which there is one each second.
fn generated_exchange(index: u64) -> TrafficRow {
    let scattered = scattered(index);
    let at = usize::try_from(scattered % REQUESTS.len() as u64).unwrap_or_default();
    let (method, path, status) = REQUESTS[at];
    TrafficRow {
        at: BEGINNING + index.cast_signed().seconds(),
        method: method.to_owned(),
        path: path.to_owned(),
        status: Some(status),
        duration_us: 80 + scattered % 4_900,
    }
}

/// What was recorded of a workspace and is still on this server's shelf, the oldest first.
pub(super) fn recorded(shelves: &Shelves, workspace: Workspace) -> Vec<TrafficRow> {
    let kept = shelves.list(workspace, None, MOST_EXCHANGES, |_| true);
    let records = kept.map(|kept| kept.records).unwrap_or_default();
    records.iter().map(|record| told(record)).collect()
}

fn told(record: &Record) -> TrafficRow {
    let exchange = record.summary();
    let target = &exchange.request.target;
    let path = target.split(['?', '#']).next().unwrap_or(target);
    TrafficRow {
        at: exchange.started_at,
        method: exchange.request.method.clone(),
        path: path.chars().take(PATH_CHARACTERS).collect(),
        status: exchange.outcome.response().map(|response| response.status),
        duration_us: exchange.timeline.exchanged_us(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_is_read_as_it_was_packed() {
        let rows: Vec<TrafficRow> = (0..3).map(generated_exchange).collect();
        let part = Part::of(&rows).await.unwrap();
        assert_eq!(part.rows, 3);
        let plain = unpacked(&part.content).await.unwrap();
        let read = plain.split(|&byte| byte == b'\n').map(serde_json::from_slice);
        assert_eq!(read.collect::<Result<Vec<TrafficRow>, _>>().unwrap(), rows);
    }

    #[test]
    fn generated_rows_are_the_same_each_time_and_differ() {
        let rows: Vec<_> = (0..100).map(generated_exchange).collect();
        assert_eq!(rows[7], generated_exchange(7));
        assert!(
            REQUESTS
                .iter()
                .all(|(method, path, _)| rows.iter().any(|row| row.method == *method && row.path == *path))
        );
        assert_eq!(generated_line(41).order, 42);
    }
}
