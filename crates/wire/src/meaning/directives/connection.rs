//! Names in the fields of the connection, of framing, and of those who pass messages on.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static CONNECTION: &[Meaning] = in_order(&[
    Meaning::new(
        "close",
        "This connection ends after the response.",
        "The last request on a connection, and servers that are shutting down.",
        "RFC 9112, section 9.6",
    ),
    Meaning::new(
        "HTTP2-Settings",
        "The field of that name is for this connection only.",
        "An upgrade to HTTP/2 on a plain connection, which is no longer standard.",
        "RFC 7540, section 3.2.1",
    ),
    Meaning::new(
        "keep-alive",
        "The sender would like to keep the connection. In HTTP/1.1 that is so without saying.",
        "Many clients out of habit, and HTTP/1.0 where it was needed.",
        "RFC 9112, section 9.3",
    ),
    Meaning::new(
        "TE",
        "The field TE is for this connection only.",
        "Clients that send TE over HTTP/1.1.",
        "RFC 9110, section 10.1.4",
    ),
    Meaning::new(
        "upgrade",
        "The field Upgrade is for this connection only.",
        "The opening of a WebSocket.",
        "RFC 9110, section 7.8",
    ),
]);

pub(super) static KEEP_ALIVE: &[Meaning] = in_order(&[
    Meaning::new(
        "max",
        "For how many more requests the connection is kept.",
        "Servers that tell their limits.",
        "Internet-Draft draft-thomson-hybi-http-timeout",
    ),
    Meaning::new(
        "timeout",
        "For how many seconds an idle connection is kept.",
        "Servers that tell their limits.",
        "Internet-Draft draft-thomson-hybi-http-timeout",
    ),
]);

pub(super) static TRANSFER_CODINGS: &[Meaning] = in_order(&[
    Meaning::new(
        "chunked",
        "The content comes in chunks, each behind its size, and ends with one of size 0.",
        "Content whose size is not known beforehand.",
        "RFC 9112, section 7.1",
    ),
    Meaning::new(
        "compress",
        "Compressed on this connection by the old Unix method.",
        "Hardly ever.",
        "RFC 9112, section 7.2",
    ),
    Meaning::new(
        "deflate",
        "Compressed on this connection with deflate.",
        "Hardly ever; compression is mostly a content coding.",
        "RFC 9112, section 7.2",
    ),
    Meaning::new(
        "gzip",
        "Compressed on this connection with gzip.",
        "Hardly ever; compression is mostly a content coding.",
        "RFC 9112, section 7.2",
    ),
    Meaning::new(
        "identity",
        "Once meant no coding. It was dropped, and should not be sent.",
        "Old programs.",
        "RFC 7230, appendix A.2",
    ),
]);

pub(super) static TE: &[Meaning] = in_order(&[
    Meaning::new(
        "deflate",
        "The client takes content that is deflated on this connection.",
        "Hardly ever.",
        "RFC 9112, section 7.2",
    ),
    Meaning::new(
        "gzip",
        "The client takes content that is gzipped on this connection.",
        "Hardly ever.",
        "RFC 9112, section 7.2",
    ),
    Meaning::new(
        "trailers",
        "The client will not throw trailer fields away.",
        "Calls by gRPC, and the only value that HTTP/2 allows.",
        "RFC 9110, section 10.1.4",
    ),
]);

pub(super) static UPGRADE: &[Meaning] = in_order(&[
    Meaning::new(
        "h2c",
        "HTTP/2 without TLS. The current HTTP/2 no longer lets a connection be upgraded to it.",
        "Tools that try HTTP/2 without TLS.",
        "RFC 7540, section 3.2",
    ),
    Meaning::new(
        "TLS/1.0",
        "TLS, begun on a connection that was plain before.",
        "Printers; the web never took it up.",
        "RFC 2817",
    ),
    Meaning::new(
        "websocket",
        "The WebSocket protocol.",
        "The opening of every WebSocket over HTTP/1.1.",
        "RFC 6455, section 4.1",
    ),
]);

pub(super) static EXPECT: &[Meaning] = in_order(&[Meaning::new(
    "100-continue",
    "Send a 100 if the content is wanted, before it is sent.",
    "Large uploads; curl adds it by itself.",
    "RFC 9110, section 10.1.1",
)]);

pub(super) static FORWARDED: &[Meaning] = in_order(&[
    Meaning::new(
        "by",
        "The side of the proxy on which the request came in.",
        "Set-ups with several proxies.",
        "RFC 7239, section 5.1",
    ),
    Meaning::new(
        "for",
        "Who made the request to the proxy: an address, a name of its choosing, or `unknown`.",
        "Nearly every Forwarded field.",
        "RFC 7239, section 5.2",
    ),
    Meaning::new(
        "host",
        "The Host that the proxy was asked for.",
        "Proxies that change the Host.",
        "RFC 7239, section 5.3",
    ),
    Meaning::new(
        "proto",
        "The scheme by which the proxy was reached.",
        "Proxies that end the client's TLS.",
        "RFC 7239, section 5.4",
    ),
]);

pub(super) static ALT_SVC: &[Meaning] = in_order(&[
    Meaning::new(
        "clear",
        "Forget all the alternatives of this origin.",
        "A site that stops offering HTTP/3.",
        "RFC 7838, section 3",
    ),
    Meaning::new(
        "h2",
        "HTTP/2 over TLS.",
        "Sites that moved HTTP/2 to another place.",
        "RFC 9113, section 3.2",
    ),
    Meaning::new(
        "h3",
        "HTTP/3, which runs over QUIC.",
        "Nearly every Alt-Svc field.",
        "RFC 9114, section 3.1.1",
    ),
    Meaning::new(
        "ma",
        "For how many seconds the alternative may be used.",
        "Beside each alternative; a day if absent.",
        "RFC 7838, section 3.1",
    ),
    Meaning::new(
        "persist",
        "With `1`: keep the alternative when the network changes.",
        "Sites that are everywhere the same.",
        "RFC 7838, section 3.1",
    ),
]);

pub(super) static PRIORITY: &[Meaning] = in_order(&[
    Meaning::new(
        "i",
        "The response is useful as it comes in, bit by bit.",
        "Pages and progressive pictures.",
        "RFC 9218, section 4.2",
    ),
    Meaning::new(
        "u",
        "How urgent the response is, from 0, most, to 7, least; 3 if absent.",
        "Browsers that load styles before pictures.",
        "RFC 9218, section 4.1",
    ),
]);

pub(super) static PROXY_STATUS: &[Meaning] = in_order(&[
    Meaning::new(
        "details",
        "More about it, in the proxy's own words.",
        "Debugging one proxy.",
        "RFC 9209, section 2.1.5",
    ),
    Meaning::new(
        "error",
        "What went wrong, by a name from a list, such as `connection_refused`.",
        "Answers that the proxy made itself.",
        "RFC 9209, section 2.1.1",
    ),
    Meaning::new(
        "next-hop",
        "The server to which the proxy passed the request.",
        "Set-ups with several servers.",
        "RFC 9209, section 2.1.2",
    ),
    Meaning::new(
        "next-protocol",
        "The protocol that the proxy spoke with that server.",
        "Debugging protocols.",
        "RFC 9209, section 2.1.3",
    ),
    Meaning::new(
        "received-status",
        "The status that the server behind the proxy answered with.",
        "Where it differs from the status that the client gets.",
        "RFC 9209, section 2.1.4",
    ),
]);
