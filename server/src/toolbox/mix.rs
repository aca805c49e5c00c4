//! `/mix/…`: several effects in one URL, one after the other, in the order written.
//!
//! The head goes out with the first content. What belongs to the head must stand before that; a pause before it delays the head,
//! and one behind it the content that follows.

mod effect;

use std::time::Duration;

use async_compression::tokio::write::GzipEncoder;
use axum::{extract::State, response::Response};
use bytes::Bytes;
use contract::{
    Problem, ProblemKind,
    toolbox::limits::{ALL_BYTES, ALL_SECONDS, EFFECTS},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use percent_encoding::percent_decode_str;
use tokio::io::AsyncWriteExt as _;

use self::effect::Effect;
use super::{
    fields::write,
    plan::{Early, End, Manner, Piece, Plan},
};
use crate::{AppState, problem::Rejection};

/// Reads the effects, and carries them out.
pub async fn mix(State(state): State<AppState>, manner: Manner, request: Parts) -> Result<Response, Rejection> {
    // The path as it was sent: a slash that is encoded belongs to a value.
    let written = request.uri.path().strip_prefix("/mix/").unwrap_or_default();
    let mut mixture = Mixture::default();
    for (index, effect) in written.split('/').enumerate() {
        let wrong = |why: String| {
            Problem::new(ProblemKind::InvalidParameters)
                .with_detail(format!("effect {} (`{}`): {why}", index + 1, effect.escape_debug()))
                .with_fault(format!("/effects/{index}"), why)
        };
        if index as u64 >= EFFECTS.most {
            return Err(wrong(format!("there are more than {} effects", EFFECTS.most)).into());
        }
        // A path that is not UTF-8 has found no route.
        let decoded = percent_decode_str(effect).decode_utf8_lossy();
        Effect::read(&decoded)
            .and_then(|effect| mixture.add(effect))
            .map_err(wrong)?;
    }
    let plan = mixture.plan().await?;
    plan.perform(manner, &state.shutdown).await
}

/// The effects so far.
#[derive(Default)]
struct Mixture {
    plan: Plan,
    fields: Vec<(HeaderName, HeaderValue)>,
    /// Whether anything has asked for a head.
    wants_head: bool,
    gzip: bool,
    bytes: u64,
    time: Duration,
}

impl Mixture {
    /// Adds an effect, or says why it cannot follow the others.
    fn add(&mut self, effect: Effect) -> Result<(), String> {
        if self.plan.end != End::Whole {
            return Err("nothing can follow when the connection has ended".to_owned());
        }
        if effect.is_of_the_head() {
            if !self.plan.pieces.is_empty() {
                return Err("it belongs to the head, which went out with the first content".to_owned());
            }
            self.wants_head = true;
        }
        match effect {
            Effect::Status(status) => self.plan.status = status,
            Effect::Field(name, value) => self.fields.push((name, value)),
            Effect::Redirect(location) => {
                self.fields.push((header::LOCATION, location));
                if !self.plan.status.is_redirection() {
                    self.plan.status = StatusCode::FOUND;
                }
            }
            Effect::Hint(link) => self.plan.before.push(Early::Hints(vec![link])),
            Effect::Gzip => self.gzip = true,
            Effect::Declared(size) => self.plan.declared = Some(size),
            Effect::SlowHead(time) => {
                self.spend(time)?;
                self.plan.head_time += time;
            }
            Effect::Delay(time) => {
                self.spend(time)?;
                if self.plan.pieces.is_empty() {
                    self.plan.before.push(Early::Wait(time));
                } else {
                    self.plan.pieces.push(Piece::Wait(time));
                }
            }
            Effect::Content(data) => {
                self.wants_head = true;
                self.bytes += data.len() as u64;
                if self.bytes > ALL_BYTES.most {
                    return Err(format!("the content comes to more than {} bytes", ALL_BYTES.most));
                }
                self.plan.pieces.push(Piece::Data(data));
            }
            Effect::Trailer(name, value) => {
                self.wants_head = true;
                self.plan.trailers.append(name, value);
            }
            Effect::Close => self.plan.end = End::Close,
            Effect::Reset => self.plan.end = End::Reset,
        }
        Ok(())
    }

    fn spend(&mut self, time: Duration) -> Result<(), String> {
        self.time += time;
        if self.time > Duration::from_secs(ALL_SECONDS.most) {
            return Err(format!("the times come to more than {} seconds", ALL_SECONDS.most));
        }
        Ok(())
    }

    /// The plan that the effects make.
    async fn plan(mut self) -> Result<Plan, Rejection> {
        if self.gzip {
            self.fields
                .push((header::CONTENT_ENCODING, HeaderValue::from_static("gzip")));
            self.bytes = compress(&mut self.plan.pieces).await.map_err(Rejection::internal)?;
        }
        if let Some(declared) = self.plan.declared.filter(|declared| *declared < self.bytes) {
            let detail = format!(
                "{declared} bytes are declared and {} are sent: what is too much would look like another response",
                self.bytes
            );
            return Err(Problem::new(ProblemKind::InvalidParameters)
                .with_detail(detail)
                .with_fault("/effects", "as many bytes declared as are sent, or more")
                .into());
        }
        if self.plan.declared.is_some() && !self.plan.trailers.is_empty() {
            return Err(Problem::new(ProblemKind::InvalidParameters)
                .with_detail("trailer fields need a chunked body, which has no Content-Length (RFC 9112, section 6.2)")
                .with_fault("/effects", "declared= or trailer=, not both")
                .into());
        }
        let mut fields = HeaderMap::new();
        if self.bytes > 0 {
            fields.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/plain; charset=utf-8"),
            );
        }
        write(self.fields, &mut fields);
        Ok(Plan {
            fields,
            has_head: self.wants_head || self.plan.end == End::Whole,
            ..self.plan
        })
    }
}

/// Compresses the content as one stream, so that each piece can be read when it comes. Returns its size.
async fn compress(pieces: &mut [Piece]) -> std::io::Result<u64> {
    let mut encoder = GzipEncoder::new(Vec::new());
    let mut size = 0;
    let last = pieces.iter().rposition(|piece| matches!(piece, Piece::Data(_)));
    for (index, piece) in pieces.iter_mut().enumerate() {
        if let Piece::Data(data) = piece {
            encoder.write_all(data).await?;
            encoder.flush().await?;
            if Some(index) == last {
                encoder.shutdown().await?;
            }
            *data = Bytes::from(std::mem::take(encoder.get_mut()));
            size += data.len() as u64;
        }
    }
    Ok(size)
}
