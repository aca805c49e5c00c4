//! What the listener knows about a request beyond the request itself.

use std::{net::SocketAddr, sync::Arc};

use tokio::time::Instant;

use super::tap::Claim;

/// How a request came here.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The connection that it came on.
    pub peer: Arc<Peer>,
    /// When its head arrived, where that can be seen.
    pub head: Option<HeadTimes>,
    /// What is recorded of the exchange, where that can be seen.
    pub claim: Option<Claim>,
}

/// The two ends of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The client's address, or that of the last proxy before us.
    pub remote: SocketAddr,
    /// Our address.
    pub local: SocketAddr,
    /// What the TLS handshake agreed on, if there was one.
    pub tls: Option<Arc<TlsFacts>>,
}

/// What a TLS handshake agreed on, in the names of the IANA registries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFacts {
    /// The version, `TLSv1.3` for example.
    pub version: String,
    /// The cipher suite, `TLS13_AES_256_GCM_SHA384` for example.
    pub cipher: String,
    /// The application protocol (RFC 7301), if the client offered any.
    pub alpn: Option<String>,
}

impl TlsFacts {
    pub(super) fn of(session: &rustls::ServerConnection) -> Self {
        let name = |name: Option<&str>| name.unwrap_or("unknown").to_owned();
        Self {
            version: match session.protocol_version() {
                Some(rustls::ProtocolVersion::TLSv1_3) => "TLSv1.3".to_owned(),
                Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2".to_owned(),
                other => name(other.and_then(|version| version.as_str())),
            },
            cipher: name(
                session
                    .negotiated_cipher_suite()
                    .and_then(|suite| suite.suite().as_str()),
            ),
            alpn: session
                .alpn_protocol()
                .map(|protocol| String::from_utf8_lossy(protocol).into_owned()),
        }
    }
}

/// When the head of a request arrived: in HTTP/2, its first HEADERS frame and those that carry it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadTimes {
    /// When the read returned that brought the first byte.
    pub first_byte: Instant,
    /// When the head had arrived whole.
    pub complete: Instant,
    /// When its turn came. That is later where requests before it on the connection were still to be answered, which HTTP/1.1 does
    /// in their order (RFC 9112, section 9.3.2); otherwise it is when the head had arrived.
    pub turn: Instant,
}
