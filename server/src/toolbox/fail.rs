//! `/fail/{n}/{key}`: fails so often, then answers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{extract::State, response::Response};
use contract::{
    Problem, ProblemKind,
    toolbox::limits::{FAILURE_KEY, FAILURE_KEYS, FAILURE_MEMORY, FAILURES},
};
use http::{HeaderValue, header, request::Parts};
use moka::future::Cache;

use super::{
    arguments::{Arguments, beyond, refusal},
    echo::asked,
    json::json,
};
use crate::{AppState, problem::Rejection};

/// How often each key has been used.
#[derive(Clone, Debug)]
pub struct Failures(Cache<String, Arc<AtomicU64>>);

impl Default for Failures {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(FAILURE_KEYS.most)
                .time_to_idle(Duration::from_secs(FAILURE_MEMORY.most))
                .build(),
        )
    }
}

/// Answers 503 to the first n requests of the key, and 200 from then on.
pub async fn fail(State(state): State<AppState>, arguments: Arguments, request: Parts) -> Result<Response, Rejection> {
    let failures = arguments.number(&FAILURES)?.ok_or_else(|| beyond("", &FAILURES))?;
    let key = arguments.part("key");
    if key.len() as u64 > FAILURE_KEY.most {
        let detail = format!("the key has {} bytes", key.len());
        return Err(refusal("key", &detail, &format!("at most {} bytes", FAILURE_KEY.most)).into());
    }
    let uses = state
        .failures
        .0
        .get_with(key.to_owned(), async { Arc::default() })
        .await;
    let before = uses.fetch_add(1, Ordering::Relaxed);
    if before < failures {
        let problem = Problem::new(ProblemKind::Unavailable)
            .with_detail(format!("failure {} of {failures} for the key `{key}`", before + 1));
        return Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from_static("1")));
    }
    Ok(json(&asked(&request, &state.origins.echo)))
}
