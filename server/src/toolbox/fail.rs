//! `/fail/{n}/{key}`: fails so often, then answers.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    toolbox::limits::{FAILURE_KEY, FAILURE_KEYS, FAILURE_MEMORY, FAILURES},
};
use http::{HeaderValue, header, request::Parts};
use quick_cache::sync::Cache;
use tokio::time::Instant;

use super::{
    arguments::{Arguments, beyond, refusal},
    echo::asked,
    json::json,
};
use crate::{problem::Rejection, routes::RequestState};

/// How long a key that nobody uses is remembered.
const MEMORY: Duration = Duration::from_secs(FAILURE_MEMORY.most);

/// How often each key has been used.
#[derive(Debug)]
pub struct Failures(Cache<String, Arc<Mutex<Uses>>>);

/// How often a key has been used, and when last.
#[derive(Debug)]
struct Uses {
    count: u64,
    last: Instant,
}

impl Default for Failures {
    fn default() -> Self {
        Self(Cache::new(FAILURE_KEYS.most as usize))
    }
}

impl Failures {
    /// Uses a key once more; how often it was used before.
    fn count(&self, key: &str) -> u64 {
        let new = || {
            let last = Instant::now();
            Ok::<_, Infallible>(Arc::new(Mutex::new(Uses { count: 0, last })))
        };
        let Ok(uses) = self.0.get_or_insert_with(key, new);
        // A panic while it was held cannot have left it half changed.
        let mut uses = uses.lock().unwrap_or_else(PoisonError::into_inner);
        let before = if uses.last.elapsed() < MEMORY { uses.count } else { 0 };
        *uses = Uses {
            count: before + 1,
            last: Instant::now(),
        };
        before
    }
}

/// Answers 503 to the first n requests of the key, and 200 from then on.
pub async fn fail(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Parts,
) -> Result<Response, Rejection> {
    let failures = arguments.number(&FAILURES)?.ok_or_else(|| beyond("", &FAILURES))?;
    let key = arguments.part("key");
    if key.len() as u64 > FAILURE_KEY.most {
        let detail = format!("the key has {} bytes", key.len());
        return Err(refusal("key", &detail, &format!("at most {} bytes", FAILURE_KEY.most)).into());
    }
    let before = state.app().failures.count(key);
    if before < failures {
        let problem = Problem::new(ProblemKind::Unavailable)
            .with_detail(format!("failure {} of {failures} for the key `{key}`", before + 1));
        return Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from_static("1")));
    }
    Ok(json(&asked(&request, &state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_key_that_nobody_uses_is_forgotten() {
        let failures = Failures::default();
        assert_eq!(
            [failures.count("a"), failures.count("a"), failures.count("b")],
            [0, 1, 0]
        );
        tokio::time::advance(MEMORY - Duration::from_secs(1)).await;
        assert_eq!(failures.count("a"), 2);
        tokio::time::advance(MEMORY).await;
        assert_eq!(failures.count("a"), 0);
    }
}
