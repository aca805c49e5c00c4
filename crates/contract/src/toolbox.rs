//! The toolbox: httpbin's paths and shapes, what go-httpbin adds, and our own, on the echo origin.
//!
//! - [`limits`]: what callers may ask for at most
//! - [`shapes`]: the JSON that the tools answer with
//! - [`inspect`], [`status`], [`redirect`], [`cookies`], [`auth`], [`coding`], [`stream`], [`caching`], [`content`], [`wire`],
//!   [`mix`]: the tools, by what they are for
//!
//! Beside its descriptor each tool has a [`Card`], from which the page at `/` of the echo origin is made.

#[macro_use]
mod tools;

pub mod auth;
pub mod caching;
pub mod coding;
pub mod content;
pub mod cookies;
pub mod inspect;
pub mod limits;
pub mod mix;
pub mod redirect;
pub mod shapes;
pub mod status;
pub mod stream;
pub mod wire;

use http::Method;

pub use self::{
    content::NoCors,
    shapes::{Echo, OneOrMany},
    stream::{Delay, DelayPath},
};
use crate::endpoint::Limit;

/// The methods that a tool names which takes any.
pub const EVERY_METHOD: &[Method] = &[Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// What people are told of a tool.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Its name among all endpoints.
    pub id: &'static str,
    /// The methods that it takes.
    pub methods: &'static [Method],
    /// Whether it takes every other method as well.
    pub any_method: bool,
    /// Its path, with parameters in braces.
    pub path: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// A target that shows it.
    pub example: &'static str,
    /// The options that curl needs for the example.
    pub options: &'static str,
    /// What its parameters may be.
    pub limits: &'static [Limit],
    /// The limits that are no single number.
    pub bounds: &'static str,
    /// What it does over HTTP/2, where that is something else.
    pub http2: &'static str,
}

/// The tools of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What they are for.
    pub title: &'static str,
    /// The tools.
    pub cards: &'static [Card],
}

/// Every tool, by kind.
pub const KINDS: &[Kind] = &[
    Kind {
        title: "What you sent",
        cards: inspect::CARDS,
    },
    Kind {
        title: "Status codes and failures",
        cards: status::CARDS,
    },
    Kind {
        title: "Redirects",
        cards: redirect::CARDS,
    },
    Kind {
        title: "Cookies",
        cards: cookies::CARDS,
    },
    Kind {
        title: "Credentials",
        cards: auth::CARDS,
    },
    Kind {
        title: "Content codings",
        cards: coding::CARDS,
    },
    Kind {
        title: "Time and streams",
        cards: stream::CARDS,
    },
    Kind {
        title: "Caching, conditions and ranges",
        cards: caching::CARDS,
    },
    Kind {
        title: "Content of many types",
        cards: content::CARDS,
    },
    Kind {
        title: "Bytes on the wire",
        cards: wire::CARDS,
    },
    Kind {
        title: "Several effects in one",
        cards: mix::CARDS,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn cards() -> impl Iterator<Item = &'static Card> {
        KINDS.iter().flat_map(|kind| kind.cards)
    }

    #[test]
    fn names_and_paths_are_unique() {
        let ids: BTreeSet<_> = cards().map(|card| card.id).collect();
        let paths: BTreeSet<_> = cards().map(|card| card.path).collect();
        assert_eq!((ids.len(), paths.len()), (cards().count(), cards().count()));
    }

    #[test]
    fn an_example_is_one_of_its_path() {
        for card in cards() {
            let fixed = card.path.split('{').next().unwrap_or_default();
            assert!(card.example.starts_with(fixed), "{}: {}", card.path, card.example);
        }
    }
}
