//! The practice API: what a learner writes a front end against.
//!
//! A module for each noun of the path. Reads answer from [`Caches`]: the pristine data are the same for everybody, so a
//! representation of them is made once and then handed out.

pub mod categories;
pub mod data;
pub mod hello;
pub mod products;
mod representation;

use std::{sync::Arc, time::Duration};

use axum::response::Response;
use http::HeaderMap;
use moka::future::Cache;

use crate::problem::Rejection;
use representation::{CacheStatus, Representation};

/// How long a representation is kept. Nothing writes to the pristine rows but a migration, and after that the nodes that still
/// run are right again within this time.
const KEPT_FOR: Duration = Duration::from_secs(300);

/// How many bytes of representations are kept. Callers make up queries as they like, so the rarely used ones must go.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// What the practice API keeps in memory.
#[derive(Debug)]
pub struct Caches {
    pristine: Cache<Key, Arc<Representation>>,
}

/// What a representation of the pristine data is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// A page of products, by the query as it was sent: that spares a hit from understanding it.
    Products(Box<str>),
    /// A product, by its number.
    Product(i64),
    Categories,
}

impl Default for Caches {
    fn default() -> Self {
        let pristine = Cache::builder()
            .max_capacity(KEPT_BYTES)
            .weigher(weight)
            .time_to_live(KEPT_FOR)
            .build();
        Self { pristine }
    }
}

impl Caches {
    /// Answers with the representation that is kept, or with the one that `make` makes, which is then kept. Problems are not.
    async fn answer(
        &self,
        key: Key,
        request: &HeaderMap,
        make: impl AsyncFnOnce() -> Result<Representation, Rejection>,
    ) -> Result<Response, Rejection> {
        if let Some(kept) = self.pristine.get(&key).await {
            return Ok(kept.respond(request, CacheStatus::Hit));
        }
        // In a box, because a query's future is kilobytes, which every hit would carry about as well.
        let made = Arc::new(Box::pin(make()).await?);
        self.pristine.insert(key, made.clone()).await;
        Ok(made.respond(request, CacheStatus::Miss))
    }
}

fn weight(key: &Key, kept: &Arc<Representation>) -> u32 {
    let named = if let Key::Products(query) = key { query.len() } else { 0 };
    u32::try_from(named + kept.size()).unwrap_or(u32::MAX)
}
