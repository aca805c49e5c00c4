//! What Roundtrip keeps: the connections to SQLite or PostgreSQL, the migrations, and the entities.
//!
//! - [`Store`] opens a database, brings its schema up to date and hands out connections; [`DatabaseUrl`] names one and
//!   [`StoreError`] says in a line why it could not be had.
//! - [`product`], [`category`] and so on are entities. Callers query with them directly; there is no layer in between.
//! - [`search`] folds text so that a search finds the same on both databases; [`Time`] is a column that holds an instant.
//! - `migration` is the schema's history, and `seed` the practice API's pristine data.
//!
//! # The same answer from both databases
//!
//! What SQLite and PostgreSQL do differently is kept out of the queries by the schema: text is ordered by code point
//! (`COLLATE "C"`), instants are integers, identifiers of pristine rows are given by us and not by a sequence, and
//! search goes over a column that is folded by us and not by the database. The tests run every query on both.
//!
//! # Pristine rows and sandboxes
//!
//! [`category`], [`product`] and [`user`] hold the pristine data, which nothing but a migration writes. A [`sandbox`] lies over
//! them copy-on-write: [`product_overlay`] holds a whole row as the sandbox sees it, or a mark that it was deleted there, and
//! [`user_overlay`] the rows that it has added. What a sandbox sees ([`seen`]) is then the overlay's rows and those pristine
//! rows that they do not cover; a reset deletes the overlay's rows; a read without a sandbox never touches them, and so can be
//! cached for everybody. [`cart_item`], [`shop_order`] with its [`order_line`]s, [`notification`], [`report`] with its
//! [`report_part`]s and [`idempotent_answer`] exist in sandboxes alone, and a [`session`] is of a user, wherever that one is. A
//! [`presence`] is of a connection, and goes with it.
//!
//! # The feed
//!
//! [`feed_topic`] and [`feed_event`] are the log of the crate `feed`, which alone reads and writes them.

pub mod cart_item;
pub mod category;
mod error;
pub mod feed_event;
pub mod feed_topic;
pub mod idempotent_answer;
mod migration;
pub mod notification;
pub mod order_line;
mod postgres;
pub mod presence;
pub mod product;
pub mod product_overlay;
pub mod report;
pub mod report_part;
pub mod sandbox;
pub mod search;
mod seed;
pub mod seen;
pub mod session;
pub mod share;
pub mod shop_order;
mod sqlite;
mod store;
mod time;
mod url;
pub mod user;
pub mod user_overlay;

pub use error::{StoreError, is_conflict, outage};
pub use sqlite::{SqliteFile, Turn};
pub use store::Store;
pub use time::Time;
pub use url::{DatabaseUrl, DatabaseUrlError};
