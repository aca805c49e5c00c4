//! The practice API: what a learner writes a front end against.
//!
//! A module for each noun of the path, and in it one for each verb. Reads answer from [`Shop`]'s cache: a representation is made once
//! and then handed out. Writes go into a [`sandbox`], one transaction each.

pub mod cart;
pub mod categories;
pub mod data;
pub mod events;
pub(crate) mod fault;
pub mod head;
pub mod hello;
mod html;
pub mod large_data;
mod listing;
mod members;
pub mod messages;
pub mod notifications;
pub mod orders;
pub mod products;
pub mod reports;
mod representation;
pub mod sandbox;
pub mod session;
pub mod socket;
pub mod users;

use std::{sync::Arc, time::Duration};

use axum::response::Response;
use http::HeaderMap;
use quick_cache::{Weighter, sync::Cache};
use tokio::sync::Notify;
use uuid::Uuid;

pub use reports::work;
pub use sandbox::sweep;

use crate::problem::Rejection;
use representation::{CacheStatus, Representation};
use session::{attempts::Attempts, hashing::Hashing};

/// How long a representation is kept. Nothing writes to the pristine rows but a migration, and after that the nodes that still
/// run are right again within this time.
const KEPT_FOR: Duration = Duration::from_secs(300);

/// How many bytes of representations are kept. Callers make up queries as they like, so the rarely used ones must go.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// About how many representations that are.
const KEPT: usize = 1_000;

/// What the practice API keeps in memory.
#[derive(Debug)]
pub struct Shop {
    representations: Cache<Key, Arc<Representation>, Weight>,
    attempts: Attempts,
    hashing: Hashing,
    /// Wakes those who make reports.
    work: Notify,
}

/// What a representation is of, and in which state: a write makes another key, so what was kept before it is found no more, on
/// whichever node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// The sandbox and its version that was read; none for pristine data, which have one state.
    state: Option<(Uuid, i64)>,
    of: Of,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Of {
    /// A page of products, by the query as it was sent: that spares a hit from understanding it.
    Products(Box<str>),
    /// A product, by its number.
    Product(i64),
    Categories,
    /// A page of users, by the query.
    Users(Box<str>),
    /// A user, by their number and the query.
    User(i64, Box<str>),
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            representations: Cache::with_weighter(KEPT, KEPT_BYTES, Weight),
            attempts: Attempts::default(),
            hashing: Hashing::default(),
            work: Notify::new(),
        }
    }
}

impl Shop {
    /// Answers with the representation that is kept, or with the one that `make` makes, which is then kept. Problems are not.
    async fn answer(
        &self,
        key: Key,
        request: &HeaderMap,
        make: impl AsyncFnOnce() -> Result<Representation, Rejection>,
    ) -> Result<Response, Rejection> {
        let kept = self.representations.get(&key);
        if let Some(kept) = kept.filter(|kept| kept.age() < KEPT_FOR) {
            return Ok(kept.respond(request, Some(CacheStatus::Hit)));
        }
        // In a box, because a query's future is kilobytes, which every hit would carry about as well.
        let made = Arc::new(Box::pin(make()).await?);
        self.representations.insert(key, Arc::clone(&made));
        Ok(made.respond(request, Some(CacheStatus::Miss)))
    }
}

/// A representation weighs as many bytes as it takes.
#[derive(Clone, Debug)]
struct Weight;

impl Weighter<Key, Arc<Representation>> for Weight {
    fn weight(&self, key: &Key, kept: &Arc<Representation>) -> u64 {
        let named = match &key.of {
            Of::Products(query) | Of::Users(query) | Of::User(_, query) => query.len(),
            Of::Product(_) | Of::Categories => 0,
        };
        (named + kept.size()) as u64
    }
}

/// The shop has no other currency (ISO 4217).
const CURRENCY: &str = "EUR";

/// Cents as a decimal number of euros. There is no price below nothing.
fn price(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[cfg(test)]
mod tests {
    use super::price;

    #[test]
    fn a_price_is_exact() {
        for (minor, decimal) in [
            (0, "0.00"),
            (5, "0.05"),
            (90, "0.90"),
            (2490, "24.90"),
            (i64::MAX, "92233720368547758.07"),
        ] {
            assert_eq!(price(minor), decimal);
        }
    }
}
