//! An HTTP Archive, version 1.2: exchanges in the form that browsers' network panels and many tools read.
//!
//! What is not known is −1 where the format allows that, and a comment where it does not.

mod entry;
mod timings;

use exchange::Exchange;
use serde::Serialize;

pub use entry::{Content, Cookie, Entry, NameValue, PostData, Request, Response};
pub use timings::Timings;

/// What becomes of values that let whoever has them act in another's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// The values of [`exchange::message::SECRET_FIELDS`] are replaced, because archives are passed on.
    #[default]
    Redacted,
    /// They stand in the archive.
    Shown,
}

/// An archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Har {
    /// Its only member.
    pub log: Log,
}

/// What an archive has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Log {
    /// The version of the format.
    pub version: &'static str,
    /// Who made it.
    pub creator: Creator,
    /// The exchanges.
    pub entries: Vec<Entry>,
}

/// Who made an archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Creator {
    /// The program's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// An archive of these exchanges, in this order.
pub fn har<'e>(exchanges: impl IntoIterator<Item = &'e Exchange>, secrets: Secrets) -> Har {
    Har {
        log: Log {
            version: "1.2",
            creator: Creator {
                name: "Roundtrip",
                version: env!("CARGO_PKG_VERSION"),
            },
            entries: exchanges
                .into_iter()
                .map(|exchange| Entry::of(exchange, secrets))
                .collect(),
        },
    }
}
