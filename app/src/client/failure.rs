//! What went wrong on the way, as far as a page can know.
//!
//! Fetch tells a page only that it failed, on purpose: more would let pages explore networks. What more there is to know is
//! found out here and said with how it is known.

use exchange::{Failure, FailureKind};

/// What is known when a fetch has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Who or what ended it, if it did not end by itself.
    pub ended_by: Option<EndedBy>,
    /// Whether the device says that it has no network.
    pub offline: bool,
    /// Whether the URL is of another origin than the page.
    pub cross_origin: bool,
    /// Whether a second request, one that asks for no answer to read, reached a server; `None` if there was none.
    pub reachable: Option<bool>,
    /// The browser's own words.
    pub words: String,
    /// Whether the head of the response had come.
    pub head_came: bool,
}

/// Who or what ended a request before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The person.
    Cancel,
    /// The time that it was given, in milliseconds.
    Timeout(u32),
}

/// What the evidence says.
#[must_use]
pub fn conclude(evidence: &Evidence) -> Failure {
    let words = &evidence.words;
    let (kind, detail) = match evidence {
        Evidence { ended_by: Some(EndedBy::Cancel), .. } => {
            (FailureKind::Aborted, "The request was cancelled. The server may have carried it out all the same.".to_owned())
        }
        Evidence { ended_by: Some(EndedBy::Timeout(ms)), .. } => (
            FailureKind::Timeout,
            format!("No whole answer within {}.{} s, so the request was given up.", ms / 1_000, ms % 1_000 / 100),
        ),
        Evidence { offline: true, .. } => (FailureKind::Offline, "This device says that it has no network.".to_owned()),
        Evidence { head_came: true, .. } => (
            FailureKind::ConnectionClosed,
            format!("The head of the response came, but the connection ended before the body was whole. The browser says: {words}"),
        ),
        Evidence { reachable: Some(true), .. } => (
            FailureKind::Cors,
            "A server answers there, but without the CORS fields that would let this page read the answer, so the browser \
             keeps it. That is concluded from a second request, which asked for nothing to read and went through."
                .to_owned(),
        ),
        Evidence { cross_origin: false, .. } => (
            FailureKind::Network,
            format!("The server of this page does not answer: it may have been stopped. The browser says: {words}"),
        ),
        _ => (
            FailureKind::Network,
            format!(
                "No server answers there that this page may reach. A page is not told whether the name has no address, \
                 nothing listens, the connection broke, or the server forbids other origins to use its answers. The \
                 browser says: {words}"
            ),
        ),
    };
    Failure {
        phase: None,
        kind,
        detail,
    }
}

/// What a kind of failure is called, for people.
#[must_use]
pub const fn title(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Aborted => "Cancelled",
        FailureKind::Timeout => "No answer in time",
        FailureKind::Offline => "Offline",
        FailureKind::Cors => "Kept from this page by the browser",
        FailureKind::NameNotResolved => "The name has no address",
        FailureKind::ConnectionRefused => "Nothing listens there",
        FailureKind::ConnectionClosed => "The connection ended early",
        FailureKind::Tls => "The TLS handshake failed",
        FailureKind::Protocol => "The answer is not HTTP",
        FailureKind::InvalidRequest => "The request cannot be sent",
        FailureKind::Network => "No connection",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_evidence_has_its_conclusion() {
        let failed = Evidence {
            ended_by: None,
            offline: false,
            cross_origin: true,
            reachable: Some(false),
            words: "Failed to fetch".into(),
            head_came: false,
        };
        for (evidence, kind, words) in [
            (failed.clone(), FailureKind::Network, "No server answers"),
            (
                Evidence {
                    reachable: Some(true),
                    ..failed.clone()
                },
                FailureKind::Cors,
                "second request",
            ),
            (
                Evidence {
                    cross_origin: false,
                    reachable: None,
                    ..failed.clone()
                },
                FailureKind::Network,
                "server of this page",
            ),
            (
                Evidence {
                    offline: true,
                    ..failed.clone()
                },
                FailureKind::Offline,
                "no network",
            ),
            (
                Evidence {
                    head_came: true,
                    ..failed.clone()
                },
                FailureKind::ConnectionClosed,
                "before the body was whole",
            ),
            (
                Evidence {
                    ended_by: Some(EndedBy::Timeout(2_500)),
                    ..failed.clone()
                },
                FailureKind::Timeout,
                "2.5 s",
            ),
            (
                Evidence {
                    ended_by: Some(EndedBy::Cancel),
                    offline: true,
                    ..failed
                },
                FailureKind::Aborted,
                "cancelled",
            ),
        ] {
            let failure = conclude(&evidence);
            assert_eq!(failure.kind, kind, "{evidence:?}");
            assert!(failure.detail.contains(words), "{}", failure.detail);
        }
    }
}
