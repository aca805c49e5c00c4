//! What the listener counts. The handles are looked up once, when a listener starts: the recorder must be installed before that.

use metrics::{Counter, Gauge, counter, gauge};

/// The meters of one listener.
#[derive(Clone)]
pub(super) struct Meters {
    pub(super) open: Gauge,
    pub(super) accepted: Counter,
    pub(super) accept_errors: Counter,
    pub(super) handshake_failures: Counter,
    pub(super) evicted: Counter,
    pub(super) refused: Counter,
}

impl Meters {
    pub(super) fn register() -> Self {
        Self {
            open: gauge!("roundtrip_connections_open"),
            accepted: counter!("roundtrip_connections_accepted_total"),
            accept_errors: counter!("roundtrip_accept_errors_total"),
            handshake_failures: counter!("roundtrip_tls_handshake_failures_total"),
            evicted: counter!("roundtrip_connections_closed_total", "reason" => "evicted"),
            refused: counter!("roundtrip_connections_closed_total", "reason" => "limit"),
        }
    }
}

/// Counts one refused message; not on any path that a sound request takes.
pub(super) fn count_refusal(kind: contract::ProblemKind) {
    counter!("roundtrip_messages_refused_total", "reason" => kind.slug()).increment(1);
}
