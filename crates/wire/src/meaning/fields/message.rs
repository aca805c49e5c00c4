//! Fields and pseudo-fields that say where a message goes, who sent it and what it asks of the other side.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    request(
        ":authority",
        "In HTTP/2 and HTTP/3: the host and port that the request is for, in place of the Host field.",
        "Nearly every HTTP/2 request.",
        "RFC 9113, section 8.3.1",
    ),
    request(
        ":method",
        "In HTTP/2 and HTTP/3: the method of the request.",
        "Every HTTP/2 request; HTTP/1.1 has it in the request line.",
        "RFC 9113, section 8.3.1",
    ),
    request(
        ":path",
        "In HTTP/2 and HTTP/3: the path and the query of the target.",
        "Every HTTP/2 request but a CONNECT; HTTP/1.1 has it in the request line.",
        "RFC 9113, section 8.3.1",
    ),
    request(
        ":protocol",
        "In HTTP/2: the protocol that an extended CONNECT wants to speak on its stream.",
        "The opening of a WebSocket over HTTP/2.",
        "RFC 8441, section 4",
    ),
    request(
        ":scheme",
        "In HTTP/2 and HTTP/3: the scheme of the target, `https` or `http`.",
        "Every HTTP/2 request but a CONNECT.",
        "RFC 9113, section 8.3.1",
    ),
    response(
        ":status",
        "In HTTP/2 and HTTP/3: the status code of the response.",
        "Every HTTP/2 response; HTTP/1.1 has it in the status line.",
        "RFC 9113, section 8.3.2",
    ),
    response(
        "Allow",
        "The methods that the target supports.",
        "Answers to OPTIONS, and every 405.",
        "RFC 9110, section 10.2.1",
    ),
    response(
        "Alt-Svc",
        "Other places, and other protocols, by which this origin can be reached as well.",
        "How a browser learns that a site speaks HTTP/3.",
        "RFC 7838, section 3",
    ),
    request(
        "Alt-Used",
        "The alternative server that the client is using for this request.",
        "Requests after the client followed an Alt-Svc field.",
        "RFC 7838, section 5",
    ),
    response(
        "Date",
        "When the message was made, by the clock of its sender.",
        "Nearly every response of a server that has a clock.",
        "RFC 9110, section 6.6.1",
    ),
    request(
        "Early-Data",
        "With the value 1: the request came in TLS early data, so somebody could have replayed it.",
        "Set by a gateway in front of a server, on sites with 0-RTT.",
        "RFC 8470, section 5.1",
    ),
    request(
        "Expect",
        "Something that the client needs of the server before it goes on.",
        "`100-continue`, before a large upload.",
        "RFC 9110, section 10.1.1",
    ),
    request(
        "From",
        "The mail address of the person who controls the program that sent the request.",
        "Well-behaved robots.",
        "RFC 9110, section 10.1.2",
    ),
    request(
        "Host",
        "The host, and the port where it is not the scheme's own, that the request is for.",
        "Every HTTP/1.1 request must have one, because many sites can share one address.",
        "RFC 9110, section 7.2",
    ),
    response(
        "Location",
        "The URL to go to instead, or the URL of what was just created.",
        "Redirects, and answers with 201.",
        "RFC 9110, section 10.2.2",
    ),
    request(
        "Max-Forwards",
        "How many more times an OPTIONS or TRACE may be passed on before somebody has to answer it.",
        "Tracing a chain of proxies.",
        "RFC 9110, section 7.6.2",
    ),
    both(
        "Priority",
        "How urgent a response is, and whether it is useful before all of it has come.",
        "Browsers on HTTP/2 and HTTP/3 that want styles before pictures.",
        "RFC 9218, section 5",
    ),
    request(
        "Referer",
        "The page that the request came from, as far as the referrer policy lets it be known. The misspelling is part of the standard.",
        "Following a link, and loading the parts of a page.",
        "RFC 9110, section 10.1.3",
    ),
    response(
        "Refresh",
        "After so many seconds, the browser loads this page again or goes to another.",
        "Simple status pages, and old-fashioned redirects.",
        "HTML standard, `Refresh` header",
    ),
    response(
        "Retry-After",
        "How long to wait before the next attempt, in seconds or as a date.",
        "Answers with 429 or 503, and some redirects.",
        "RFC 9110, section 10.2.3",
    ),
    response(
        "Server",
        "The software that made the response.",
        "Many servers name themselves; the careful leave out the version.",
        "RFC 9110, section 10.2.4",
    ),
    request(
        "User-Agent",
        "The program that sent the request, and often much history: browsers pretend to be one another so that old sites serve them.",
        "Nearly every request; some servers refuse those without.",
        "RFC 9110, section 10.1.5",
    ),
];
