//! A cursor as a client of the protocol sees it: `<epoch>-<seq>`.
//!
//! It is not the type that the server has. A check that shares the code it checks shares its mistakes.

use std::{fmt, str::FromStr};

use anyhow::{Context, Error, Result};

/// The place behind an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which log of that name.
    pub epoch: u64,
    /// The number of the event, from 1 on; 0 is before the first.
    pub seq: u64,
}

impl FromStr for Place {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split_once('-');
        let (epoch, seq) = parts.with_context(|| format!("`{text}` is no cursor"))?;
        Ok(Self {
            epoch: u64::from_str_radix(epoch, 16).with_context(|| format!("the epoch of `{text}`"))?,
            seq: seq.parse().with_context(|| format!("the number of `{text}`"))?,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:x}-{}", self.epoch, self.seq)
    }
}
