//! The phases of an exchange as an archive has them: in milliseconds, the handshake of TLS inside the connection's making.

use exchange::{Exchange, Phase, Timeline};
use serde::Serialize;

/// How long each phase took, in milliseconds; −1 where that is not known or there was none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timings {
    /// Waiting for a connection.
    pub blocked: f64,
    /// Resolving the name.
    pub dns: f64,
    /// Connecting, TLS included.
    pub connect: f64,
    /// Agreeing on TLS; it lies inside `connect`.
    pub ssl: f64,
    /// Sending the request. The format has no −1 here: see the comment.
    pub send: f64,
    /// Waiting for the response. The format has no −1 here: see the comment.
    pub wait: f64,
    /// Receiving the response. The format has no −1 here: see the comment.
    pub receive: f64,
    /// What the figures cannot say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The phases that the format has no place for −1 for, and those on the server that stand in for them.
const REQUIRED: [(&str, &[Phase], &[Phase]); 3] = [
    ("send", &[Phase::Send], &[Phase::Read]),
    ("wait", &[Phase::Wait], &[Phase::Route, Phase::Handle, Phase::Encode]),
    ("receive", &[Phase::Receive], &[Phase::Write]),
];

impl Timings {
    pub(super) fn of(exchange: &Exchange) -> Self {
        let timeline = &exchange.timeline;
        let optional = |phases: &[Phase]| total_ms(timeline, phases).unwrap_or(-1.0);
        let mut unknown = Vec::new();
        let mut by_server = false;
        let [send, wait, receive] = REQUIRED.map(|(name, client, server)| {
            total_ms(timeline, client).unwrap_or_else(|| match total_ms(timeline, server) {
                Some(total) => {
                    by_server = true;
                    total
                }
                None => {
                    unknown.push(name);
                    0.0
                }
            })
        });
        let mut notes = Vec::new();
        if by_server {
            notes.push("The server measured these: it reads while the client sends.".to_owned());
        }
        if !unknown.is_empty() {
            notes.push(format!(
                "Not known, and 0 only because the format asks for it: {}.",
                unknown.join(", ")
            ));
        }
        Self {
            blocked: optional(&[Phase::Queue]),
            dns: optional(&[Phase::Dns]),
            connect: optional(&[Phase::Connect, Phase::Tls]),
            ssl: optional(&[Phase::Tls]),
            send,
            wait,
            receive,
            comment: (!notes.is_empty()).then(|| notes.join(" ")),
        }
    }

    /// All phases together; `ssl` lies in `connect` and is not counted again.
    pub(super) fn total(&self) -> f64 {
        let total: f64 = [self.blocked, self.dns, self.connect, self.send, self.wait, self.receive]
            .into_iter()
            .filter(|&time| time > 0.0)
            .sum();
        // Sums of thousandths are not exact in binary.
        (total * 1000.0).round() / 1000.0
    }
}

/// How long these phases took together; nothing if none of them has figures.
fn total_ms(timeline: &Timeline, phases: &[Phase]) -> Option<f64> {
    let mut figures = timeline
        .0
        .iter()
        .filter(|span| phases.contains(&span.phase))
        .filter_map(|span| span.reading.value())
        .peekable();
    figures.peek()?;
    Some(figures.map(|interval| interval.duration_us()).sum::<u64>() as f64 / 1000.0)
}
