//! What is asked of the servers.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::client;

/// A workspace of nobody: a request that names one is recorded.
pub(crate) const WORKSPACE: &str = "Bearer ws_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

const PRODUCTS: &str = "/api/products?per_page=20";

/// Which of the two origins is asked.
#[derive(Clone, Copy)]
pub(crate) enum Origin {
    App,
    Echo,
}

/// One request, sent over and over.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) origin: Origin,
    pub(crate) target: &'static str,
    fields: &'static [(&'static str, &'static str)],
    /// Whether whoever asks has a copy, and asks if it is still right.
    conditional: bool,
    /// Whether the small service in Flask has it too.
    pub(crate) in_flask: bool,
}

impl Case {
    const fn app(name: &'static str, target: &'static str) -> Self {
        Self {
            name,
            origin: Origin::App,
            target,
            fields: &[],
            conditional: false,
            in_flask: false,
        }
    }

    /// The fields that this server is sent: of a copy, the validator is its own.
    pub(crate) fn fields(&self, server: SocketAddr) -> Result<Vec<(&'static str, String)>> {
        let mut fields: Vec<_> = self
            .fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        if self.conditional {
            let answer = client::get(server, self.target, &[])?;
            let tag = answer
                .field("etag")
                .context("an answer without an entity tag cannot be asked for again")?;
            fields.push(("If-None-Match", tag.to_owned()));
        }
        Ok(fields)
    }

    /// The status of its answer.
    pub(crate) fn status(&self) -> u16 {
        if self.conditional { 304 } else { 200 }
    }
}

/// All of them.
pub(crate) const CASES: [Case; 6] = [
    Case::app("/hello", "/hello"),
    Case {
        // Every byte is kept with its time, and an exchange for its sender.
        fields: &[("Authorization", WORKSPACE)],
        ..Case::app("/hello, recorded", "/hello")
    },
    Case {
        in_flask: true,
        ..Case::app(PRODUCTS, PRODUCTS)
    },
    Case {
        fields: &[("Accept-Encoding", "gzip")],
        in_flask: true,
        ..Case::app("  compressed (gzip)", PRODUCTS)
    },
    Case {
        conditional: true,
        in_flask: true,
        ..Case::app("  still right (304)", PRODUCTS)
    },
    Case {
        origin: Origin::Echo,
        in_flask: true,
        ..Case::app("toolbox /get", "/get")
    },
];
