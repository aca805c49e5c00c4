//! The copy of an exchange that a share keeps: without secrets, and packed.

use std::io;

use async_compression::tokio::bufread::{ZstdDecoder, ZstdEncoder};
use contract::{Problem, ProblemKind};
use exchange::{Exchange, Timeline, Transcript};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt as _;
use wire::redact::{self, SecretValues};

use crate::{observe::Record, problem::Rejection};

/// So many bytes a copy may have before it is packed. The words for thousands of parts of a few bytes each are many.
const MOST_PLAIN: usize = 16 * 1024 * 1024;

/// And so many packed. Two messages of 64 KiB that nothing can make smaller fit, each as bytes and as a body.
const MOST_PACKED: usize = 512 * 1024;

/// A copy of an exchange.
#[derive(Serialize, Deserialize)]
pub(super) struct Frozen {
    /// As the server saw it.
    pub(super) exchange: Exchange,
    /// The phases as whoever sent the request measured them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) timeline: Option<Timeline>,
    pub(super) transcript: Transcript,
}

impl Frozen {
    /// A copy to be passed on: without the values of credentials, cookies and whatever else is a secret by its name, and without the client's
    /// address.
    /// `exchange` is what the record tells, with its bodies decoded.
    pub(super) fn new(record: &Record, mut exchange: Exchange, timeline: Option<Timeline>) -> Self {
        let values = SecretValues::of(&exchange);
        let mut transcript = record.redacted_transcript();
        values.hide_in_halves(&mut transcript.request, &mut transcript.response);
        redact::exchange(&mut exchange);
        if let Some(connection) = &mut exchange.connection {
            connection.client = None;
        }
        Self {
            exchange,
            timeline,
            transcript,
        }
    }

    /// Its bytes as they are kept. Refuses one that is too large.
    pub(super) async fn pack(&self) -> Result<Vec<u8>, Rejection> {
        let plain = serde_json::to_vec(self).map_err(Rejection::internal)?;
        if plain.len() > MOST_PLAIN {
            return Err(too_large("of which so many parts are told"));
        }
        let mut packed = Vec::new();
        ZstdEncoder::new(&plain[..])
            .read_to_end(&mut packed)
            .await
            .map_err(Rejection::internal)?;
        if packed.len() > MOST_PACKED {
            return Err(too_large("of so many bytes"));
        }
        Ok(packed)
    }

    /// The copy in these bytes.
    pub(super) async fn unpack(packed: &[u8]) -> io::Result<Self> {
        let mut plain = Vec::new();
        ZstdDecoder::new(packed)
            .take(MOST_PLAIN as u64)
            .read_to_end(&mut plain)
            .await?;
        Ok(serde_json::from_slice(&plain)?)
    }
}

fn too_large(why: &str) -> Rejection {
    let detail = format!(
        "an exchange {why} cannot be shared: a copy has at most {} MiB of JSON, and {} KiB when it is packed",
        MOST_PLAIN >> 20,
        MOST_PACKED >> 10
    );
    Problem::new(ProblemKind::Conflict).with_detail(detail).into()
}
