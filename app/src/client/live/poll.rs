//! Long polling: a request that is answered when something has happened, and then the next one.

use contract::feeds::{Events, MAX_WAIT};

use super::{Arrival, Attempt, Ended, News, Read, Reading};
use crate::{
    client::{Cancel, fetch},
    kit::monotonic_ms,
};

/// An answer that has nothing and comes this much earlier than it had to, in milliseconds, comes from a server that is stopping.
const EARLY_MS: f64 = 2_000.0;

#[expect(clippy::cast_precision_loss, reason = "thirty seconds")]
const WAIT_MS: f64 = MAX_WAIT as f64 * 1_000.0;

pub(super) async fn read(reading: &Reading, attempt: &Attempt) -> Ended {
    // The first one does not wait: it tells whether the server is there, and what was missed.
    let mut wait = 0;
    loop {
        let asked = monotonic_ms();
        let answer = match ask(reading, attempt, wait).await {
            Ok(answer) => answer,
            Err(ended) => return ended,
        };
        let is_empty = answer.events.is_empty() && answer.gap.is_none();
        reading.came(answer);
        if wait == 0 {
            attempt.opened();
            wait = MAX_WAIT;
        } else if is_empty && monotonic_ms() - asked < WAIT_MS - EARLY_MS {
            return Ended::Broken(
                "the server answered before its time with nothing, as one that is stopping does".to_owned(),
            );
        }
        if !attempt.is_wanted() {
            return Ended::Broken("nobody waits for an answer".to_owned());
        }
    }
}

async fn ask(reading: &Reading, attempt: &Attempt, wait: u64) -> Result<Arrival, Ended> {
    let cancel = Cancel::new();
    let ending = cancel.clone();
    attempt.ends_by(move || ending.cancel());
    (reading.tell)(News::Asked);
    let broken = |words: String| {
        Ended::Broken(if cancel.is_cancelled() {
            "this page ended it".to_owned()
        } else {
            words
        })
    };
    let target = format!("{}{}", reading.base, reading.target(Some(wait)));
    let response = fetch::start(&target, &fetch::init("GET", &cancel)).await;
    let response = response.map_err(|words| broken(no_answer(&words)))?;
    let status = response.status();
    let text = response.text().await.map_err(|error| broken(error.to_string()))?;
    if status != 200 {
        return Err(refused(status, &text));
    }
    let content = text.len() as u64;
    let Events { gap, events, cursor } =
        serde_json::from_str(&text).map_err(|error| Ended::Refused(format!("the answer cannot be read: {error}")))?;
    let events = events.into_iter().map(|event| {
        // As long as what the server wrote, which has no blanks either.
        let size = serde_json::to_string(&event).map_or(0, |json| json.len() as u64);
        Read { event, size }
    });
    Ok(Arrival {
        content,
        gap,
        events: events.collect(),
        cursor: Some(cursor),
    })
}

/// That nothing came back, with what the browser says of it.
pub(super) fn no_answer(words: &str) -> String {
    format!("the server does not answer; the browser says: {words}")
}

/// What an answer means that is none of what was asked for.
pub(super) fn refused(status: u16, text: &str) -> Ended {
    let problem = serde_json::from_str::<contract::Problem>(text).ok();
    let words = problem.map_or_else(
        || format!("the server answered {status}"),
        |problem| problem.to_string(),
    );
    if status >= 500 || status == 429 {
        Ended::Broken(words)
    } else {
        Ended::Refused(words)
    }
}
