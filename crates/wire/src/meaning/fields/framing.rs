//! Fields that belong to the connection, to the framing of messages and to those who pass them on.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    request(
        "ALPN",
        "The protocols that the client means to speak inside the tunnel that it asks for.",
        "CONNECT requests to a proxy.",
        "RFC 7639, section 2",
    ),
    both(
        "Capsule-Protocol",
        "Says that the stream carries capsules, typed blocks of data.",
        "Tunnels for UDP or IP packets over HTTP.",
        "RFC 9297, section 3.4",
    ),
    request(
        "CDN-Loop",
        "The content delivery networks that the request already went through, so that they notice a loop.",
        "Requests between content delivery networks and to origins behind them.",
        "RFC 8586, section 2",
    ),
    both(
        "Close",
        "Reserved: the word is a connection option, and a field of this name would be confusing.",
        "Never as a field.",
        "RFC 9112, section 9.6",
    ),
    both(
        "Connection",
        "What the sender wants of this one connection, and which fields concern only it.",
        "`close`, `keep-alive`, and `Upgrade` when a WebSocket opens. HTTP/2 forbids it.",
        "RFC 9110, section 7.6.1",
    ),
    request(
        "Forwarded",
        "What proxies changed or would hide: the client's address, the host and the scheme of the original request.",
        "Servers behind a reverse proxy, if it uses the standard field.",
        "RFC 7239, section 4",
    ),
    request(
        "HTTP2-Settings",
        "The settings with which a client would begin HTTP/2 after an upgrade on a plain connection. The current HTTP/2 has dropped that.",
        "Tools that try HTTP/2 without TLS.",
        "RFC 7540, section 3.2.1",
    ),
    both(
        "Keep-Alive",
        "How long an idle connection is kept, and for how many more requests.",
        "Servers that tell their limits. HTTP/2 forbids it.",
        "RFC 2068, section 19.7.1.1",
    ),
    both(
        "Proxy-Connection",
        "A mistake that stayed: some clients sent it to proxies in place of Connection. It should not be used.",
        "Old programs that are set to use a proxy.",
        "RFC 9112, appendix C.2.2",
    ),
    response(
        "Proxy-Status",
        "What each proxy on the way did with the request, and which error it met.",
        "Content delivery networks that explain a 502 or 504.",
        "RFC 9209, section 2",
    ),
    request(
        "TE",
        "Which transfer codings the client takes besides `chunked`, and whether it wants trailer fields.",
        "Calls by gRPC say `trailers`, the only value that HTTP/2 allows.",
        "RFC 9110, section 10.1.4",
    ),
    both(
        "Trailer",
        "Which fields will come after the content.",
        "Chunked messages whose sums or signatures are known only at the end.",
        "RFC 9110, section 6.6.2",
    ),
    both(
        "Transfer-Encoding",
        "How the content is wrapped for this one connection. It is about the way, not about what is sent.",
        "`chunked`, when the size is not known beforehand. HTTP/2 forbids it.",
        "RFC 9112, section 6.1",
    ),
    both(
        "Upgrade",
        "Other protocols that the sender would rather speak on this connection.",
        "The opening of a WebSocket, and answers with 426.",
        "RFC 9110, section 7.8",
    ),
    both(
        "Via",
        "The proxies and gateways that the message went through, with the version of HTTP that they received.",
        "Messages that passed a proxy or a content delivery network.",
        "RFC 9110, section 7.6.3",
    ),
    request(
        "X-Forwarded-For",
        "The address of the client, then of each proxy but the last. Anybody can send it, so only what a trusted proxy added counts.",
        "Servers behind a reverse proxy.",
        "No specification, a convention that came before `Forwarded`",
    ),
    request(
        "X-Forwarded-Host",
        "The Host that the client asked for, before a proxy changed it.",
        "Servers behind a reverse proxy.",
        "No specification, a convention that came before `Forwarded`",
    ),
    request(
        "X-Forwarded-Port",
        "The port that the client connected to.",
        "Servers behind a load balancer.",
        "No specification, a convention of load balancers",
    ),
    request(
        "X-Forwarded-Proto",
        "The scheme that the client used, before a proxy ended its TLS.",
        "Servers behind a reverse proxy that need to know whether the visitor came by https.",
        "No specification, a convention that came before `Forwarded`",
    ),
    request(
        "X-Real-IP",
        "The address of the client as the proxy saw it.",
        "Servers behind nginx.",
        "No specification, a convention of nginx set-ups",
    ),
];
