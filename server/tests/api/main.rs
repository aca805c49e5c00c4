//! The server by its contract: requests to the whole router, in process, and what comes back.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions with #[test] as tests, and not those that they call"
)]

mod cart;
mod categories;
mod client;
mod compression;
mod conditions;
mod data;
mod document;
mod exchanges;
mod exchanges_http2;
mod exports;
mod faults;
mod front;
mod hello;
mod hostile_text;
mod large_data;
mod live;
mod log;
mod notifications;
mod orders;
mod pages;
mod people;
mod phases;
mod product;
mod products;
mod reference;
mod reports;
mod restart;
mod sandbox;
mod shares;
mod storage;
mod system;
mod toolbox;
mod writes;
