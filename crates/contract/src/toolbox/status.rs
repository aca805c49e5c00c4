//! Status codes, and requests that fail.

use super::shapes::Asked;
use crate::endpoint::{Json, NoContent};

tools! {
    /// `/status/{codes}`.
    Status = ANY "/status/{codes}" "status" {
        "Answers with that status code, or with one of several by chance: `200:0.9,500:0.1` gives weights";
        example "/status/418";
        path StatusPath {
            /// A status code from 200 to 599, or several with commas between, each with a weight if it is to have one: `200:0.9,500:0.1`.
            #[cfg_attr(feature = "openapi", param(example = "418"))]
            codes: String,
        }
        answers NoContent, or "default" "With the status code that was asked for";
        limits STATUS_CODE, CODES;
        bounds "1xx are interim, see /early-hints";
        problems InvalidParameters;
    }

    /// `/unstable`.
    Unstable = ANY "/unstable" "unstable" {
        "Fails by chance: 200 or 500";
        example "/unstable?failure_rate=0.5";
        query UnstableQuery {
            /// How often it fails, from 0 to 1; half of the time unless said.
            failure_rate: f64,
            /// With a seed, the outcome is the same each time.
            seed: i64,
        }
        answers NoContent, or "500" "It failed";
        limits FAILURE_RATE;
        problems InvalidParameters;
    }

    /// `/fail/{n}/{key}`.
    Fail = ANY "/fail/{n}/{key}" "fail" {
        "Fails the first n times with 503 and Retry-After, then answers; it counts by the key, which you choose";
        example "/fail/2/my-test";
        path FailPath {
            /// How many requests fail.
            n: u64,
            /// What they are counted by.
            #[cfg_attr(feature = "openapi", param(max_length = 64))]
            key: String,
        }
        answers Json<Asked>;
        limits FAILURES, FAILURE_KEY, FAILURE_KEYS, FAILURE_MEMORY;
        problems InvalidParameters, Unavailable;
    }
}
