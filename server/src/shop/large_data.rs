//! `/api/large-data`: as much JSON as is asked for, made while it is sent, so that it takes the memory of one piece however much it
//! is. The same each time.

use axum::{body::Body, extract::State, response::Response};
use bytes::Bytes;
use contract::shop::{DEFAULT_ROWS, MAX_ROWS, Row};
use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, Uri, header::CACHE_CONTROL};
use jiff::{Timestamp, ToSpan};

use super::{listing::Parameters, price};
use crate::{AppState, problem::Rejection, response::with_content};

/// How many rows a piece has, some 20 kB.
const PIECE: u64 = 160;

/// When the first row is: 2024-01-01T00:00:00Z.
const BEGINNING: Timestamp = Timestamp::constant(1_704_067_200, 0);

const NAMES: [&str; 7] = [
    "kettle",
    "lamp",
    "notebook",
    "headphones",
    "tent",
    "bicycle bell",
    "watering can",
];
const STATUSES: [&str; 4] = ["ordered", "paid", "sent", "delivered"];

/// As many rows as are asked for.
pub async fn get(State(_): State<AppState>, uri: Uri) -> Result<Response, Rejection> {
    let mut parameters = Parameters::of(&uri);
    let rows = parameters.take_filled("rows", rows);
    if !parameters.problem.errors.is_empty() {
        return Err(parameters.problem.into());
    }
    let total = rows.unwrap_or(DEFAULT_ROWS);
    let pieces = stream::unfold(Some(0), move |from| async move {
        let from = from?;
        let to = (from + PIECE).min(total);
        let piece = piece(from, to, total);
        Some((piece, (to < total).then_some(to)))
    });
    // Fused, because a coder asks once more after the end.
    let mut response = with_content(
        HeaderValue::from_static("application/json"),
        Body::from_stream(pieces.fuse()),
    );
    // It is there to be transferred, so it is each time.
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn rows(value: &str) -> Result<u64, String> {
    let number = value.parse().ok().filter(|number| (1..=MAX_ROWS).contains(number));
    number.ok_or_else(|| {
        let excerpt: String = value.chars().take(40).collect();
        format!("must be a whole number from 1 to {MAX_ROWS}, and is `{excerpt}`")
    })
}

/// The rows from `from` on and before `to`, with what stands before the first and behind the last.
fn piece(from: u64, to: u64, total: u64) -> Result<Bytes, serde_json::Error> {
    let mut json = Vec::with_capacity(usize::try_from((to - from) * 144).unwrap_or_default());
    if from == 0 {
        json.extend_from_slice(format!("{{\"total\":{total},\"items\":[").as_bytes());
    }
    for index in from..to {
        if index > 0 {
            json.push(b',');
        }
        serde_json::to_writer(&mut json, &row(index))?;
    }
    if to == total {
        json.extend_from_slice(b"]}");
    }
    Ok(json.into())
}

/// A number by another, scattered by a prime, so that neighbours differ.
pub(super) fn scattered(index: u64) -> u64 {
    index.wrapping_mul(2_654_435_761) >> 7
}

/// The row at that place, from 0.
pub(super) fn row(index: u64) -> Row {
    let scattered = scattered(index);
    let pick = |from: &[&'static str]| {
        let at = usize::try_from(scattered % from.len() as u64).unwrap_or_default();
        from[at].to_owned()
    };
    let quantity = 1 + scattered % 9;
    let cents = 199 + scattered % 9_800;
    Row {
        id: index + 1,
        name: pick(&NAMES),
        status: pick(&STATUSES),
        quantity,
        amount: price(i64::try_from(quantity * cents).unwrap_or_default()),
        at: BEGINNING + i64::try_from(index).unwrap_or_default().minutes(),
    }
}
