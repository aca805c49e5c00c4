//! Counts and durations for Prometheus.
//!
//! Handles are registered once for each route, so that a request pays for a counter and not for a look-up by labels. Without
//! `--admin-listen` no recorder is installed and the handles do nothing.

use std::time::Duration;

use http::StatusCode;
use metrics::{Counter, Histogram, Unit};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::origin::Audience;

const REQUESTS: &str = "roundtrip_requests_total";
const SECONDS: &str = "roundtrip_request_seconds";

/// The bounds of the histogram's buckets, in seconds: from what a cached answer takes to what a caller gives up at.
const BUCKETS: [f64; 10] = [0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 10.0];

/// How often what was recorded is folded into the buckets; between two times it takes memory.
const UPKEEP: Duration = Duration::from_secs(5);

/// Installs the recorder. Metrics that are registered before stay silent, so this comes first.
///
/// # Errors
/// When a recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), &BUCKETS)?
        .install_recorder()?;
    metrics::describe_counter!(REQUESTS, "Requests answered, by origin, route and class of status");
    metrics::describe_histogram!(
        SECONDS,
        Unit::Seconds,
        "From calling the handler to the head of its response"
    );
    Ok(handle)
}

/// Keeps the recorder small for as long as the program runs.
pub async fn upkeep(handle: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}

/// The handles of one route.
pub struct RouteMetrics {
    /// Requests by the first digit of their status, from 1.
    requests: [Counter; 5],
    seconds: Histogram,
}

impl RouteMetrics {
    /// Registers the handles of a route.
    #[must_use]
    pub fn new(origin: Audience, route: &str) -> Self {
        let origin = origin.name();
        let route = route.to_owned();
        Self {
            requests: ["1xx", "2xx", "3xx", "4xx", "5xx"].map(
                |class| metrics::counter!(REQUESTS, "origin" => origin, "route" => route.clone(), "class" => class),
            ),
            seconds: metrics::histogram!(SECONDS, "origin" => origin, "route" => route),
        }
    }

    /// Counts one answer, which took the handler so long.
    pub fn record(&self, status: StatusCode, duration: Duration) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.requests.get(class) {
            counter.increment(1);
        }
        self.seconds.record(duration);
    }
}
