//! Fields of WebSocket, of event streams and other long-lived answers, of service workers, push and RPC.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    response(
        "grpc-message",
        "What went wrong, in words, percent-encoded.",
        "The trailer of a gRPC call that failed.",
        "gRPC, protocol over HTTP/2",
    ),
    response(
        "grpc-status",
        "How the call ended: 0 is success, whatever the HTTP status was.",
        "The trailer of every gRPC call.",
        "gRPC, protocol over HTTP/2",
    ),
    request(
        "grpc-timeout",
        "How long the caller is willing to wait, such as `5S`.",
        "Calls by gRPC with a deadline.",
        "gRPC, protocol over HTTP/2",
    ),
    request(
        "Last-Event-ID",
        "The id of the last event that the client got, so that the server goes on after it.",
        "An event stream that broke and is opened again.",
        "HTML standard, server-sent events",
    ),
    request(
        "Ping-From",
        "The page on which the link was that somebody followed.",
        "The request that a browser sends for a link with a `ping` attribute.",
        "HTML standard, hyperlink auditing",
    ),
    request(
        "Ping-To",
        "Where the link led that somebody followed.",
        "The request that a browser sends for a link with a `ping` attribute.",
        "HTML standard, hyperlink auditing",
    ),
    request(
        "Sec-Speculation-Tags",
        "The tags of the rules that made the browser load this page ahead.",
        "Pages that the browser loads ahead.",
        "HTML standard, speculative loading",
    ),
    response(
        "Sec-WebSocket-Accept",
        "A hash of the client's key, which shows that the server understood the handshake.",
        "The answer that opens a WebSocket.",
        "RFC 6455, section 11.3.3",
    ),
    both(
        "Sec-WebSocket-Extensions",
        "Extensions that the client offers and the server picks from, such as compression.",
        "The opening of a WebSocket.",
        "RFC 6455, section 11.3.2",
    ),
    request(
        "Sec-WebSocket-Key",
        "A random value that the server must turn into Sec-WebSocket-Accept. It is no secret, only a check.",
        "The request that opens a WebSocket.",
        "RFC 6455, section 11.3.1",
    ),
    both(
        "Sec-WebSocket-Protocol",
        "The languages that the client could speak over the socket, and the one that the server chose.",
        "The opening of a WebSocket, if the two need to agree on one.",
        "RFC 6455, section 11.3.4",
    ),
    both(
        "Sec-WebSocket-Version",
        "The version of the protocol, which is 13; a server that refuses lists those it knows.",
        "The request that opens a WebSocket.",
        "RFC 6455, section 11.3.5",
    ),
    request(
        "Service-Worker",
        "`script`: the browser is fetching the script of a service worker.",
        "Registering or updating a service worker.",
        "W3C Service Workers",
    ),
    response(
        "Service-Worker-Allowed",
        "The widest path that a service worker from this script may control.",
        "Sites whose script lies deeper than the pages that it serves.",
        "W3C Service Workers",
    ),
    request(
        "Service-Worker-Navigation-Preload",
        "The browser fetches the page while the service worker is still starting; mostly `true`.",
        "Sites whose service worker asked for it.",
        "W3C Service Workers",
    ),
    response(
        "Speculation-Rules",
        "Where the rules are by which the browser may load likely next pages ahead.",
        "Sites that want the next page to open at once.",
        "HTML standard, speculative loading",
    ),
    request(
        "Topic",
        "A push message replaces an earlier one of the same topic that was not delivered yet.",
        "A server that sends to a push service.",
        "RFC 8030, section 5.4",
    ),
    both(
        "TTL",
        "For how many seconds the push service should keep the message for a device that is away.",
        "A server that sends to a push service.",
        "RFC 8030, section 5.2",
    ),
    request(
        "Urgency",
        "How much the message is worth waking the device for.",
        "A server that sends to a push service.",
        "RFC 8030, section 5.3",
    ),
    response(
        "X-Accel-Buffering",
        "`no`: asks nginx to pass the answer on at once and not to collect it.",
        "Event streams behind nginx.",
        "No specification, a convention of nginx",
    ),
];
