//! Fields by which browsers and servers deal with requests from one site to another.

use super::{request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    response(
        "Access-Control-Allow-Credentials",
        "With `true`: the page may read the response although the request carried cookies or other credentials.",
        "Cross-origin calls by a logged-in user.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Access-Control-Allow-Headers",
        "Which request fields the page of another origin may set.",
        "Answers to a preflight.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Access-Control-Allow-Methods",
        "Which methods the page of another origin may use.",
        "Answers to a preflight.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Access-Control-Allow-Origin",
        "Which origin's pages may read this response; `*` means those of all.",
        "APIs that pages of other sites may call. Without it the browser withholds the answer.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Access-Control-Expose-Headers",
        "Which response fields the page of another origin may read besides the few that it always may.",
        "APIs whose ETag, Link or own fields scripts need.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Access-Control-Max-Age",
        "For how many seconds the browser may remember the answer to a preflight.",
        "Answers to a preflight.",
        "Fetch standard, CORS protocol",
    ),
    request(
        "Access-Control-Request-Headers",
        "Which fields the request that follows would carry.",
        "A preflight, which the browser sends by itself.",
        "Fetch standard, CORS protocol",
    ),
    request(
        "Access-Control-Request-Method",
        "Which method the request that follows would use.",
        "A preflight, which the browser sends by itself.",
        "Fetch standard, CORS protocol",
    ),
    response(
        "Cross-Origin-Embedder-Policy",
        "Whether the page loads only what its own origin agreed to have embedded.",
        "Pages that want shared memory and precise timers.",
        "HTML standard, embedder policies",
    ),
    response(
        "Cross-Origin-Embedder-Policy-Report-Only",
        "Reports what such an embedder policy would block, and blocks nothing.",
        "Trying the policy out.",
        "HTML standard, embedder policies",
    ),
    response(
        "Cross-Origin-Opener-Policy",
        "Whether windows of other origins that opened this page, or were opened by it, can still reach it.",
        "Pages that want to be alone in their process.",
        "HTML standard, opener policies",
    ),
    response(
        "Cross-Origin-Opener-Policy-Report-Only",
        "Reports what such an opener policy would cut, and cuts nothing.",
        "Trying the policy out.",
        "HTML standard, opener policies",
    ),
    response(
        "Cross-Origin-Resource-Policy",
        "Which sites may embed this resource where no CORS is used.",
        "Pictures and files that others should not embed.",
        "Fetch standard, `Cross-Origin-Resource-Policy` header",
    ),
    request(
        "Origin",
        "The scheme, host and port of the page that caused the request, without its path.",
        "Cross-origin requests, POST requests, and WebSocket handshakes. A script cannot forge it.",
        "Fetch standard, `Origin` header",
    ),
    response(
        "Origin-Agent-Cluster",
        "Asks the browser to keep this origin apart from others of the same site.",
        "Sites that want to be isolated from their subdomains.",
        "HTML standard, origin-keyed agent clusters",
    ),
    request(
        "Sec-Fetch-Dest",
        "What the browser will use the response as: a document, an image, a script.",
        "Nearly every browser request to an https or loopback address. A script cannot forge it.",
        "W3C Fetch Metadata, `Sec-Fetch-Dest`",
    ),
    request(
        "Sec-Fetch-Mode",
        "How the browser makes the request: as a navigation, with CORS, without.",
        "Nearly every browser request to an https or loopback address. A script cannot forge it.",
        "W3C Fetch Metadata, `Sec-Fetch-Mode`",
    ),
    request(
        "Sec-Fetch-Site",
        "How the page that caused the request is related to the server: same origin, same site, another site, or no page at all.",
        "Nearly every browser request to an https or loopback address. A script cannot forge it.",
        "W3C Fetch Metadata, `Sec-Fetch-Site`",
    ),
    request(
        "Sec-Fetch-Storage-Access",
        "Whether an embedded page has its own cookies at hand: `none`, `inactive` or `active`.",
        "Cross-site requests with credentials, in some browsers.",
        "W3C Storage Access Headers",
    ),
    request(
        "Sec-Fetch-User",
        "With `?1`: a person caused this navigation, by a click or a key.",
        "Following a link or entering an address.",
        "W3C Fetch Metadata, `Sec-Fetch-User`",
    ),
    request(
        "Sec-Purpose",
        "Why the browser makes the request, if it is not for use at once: `prefetch`.",
        "Pages that the browser loads ahead.",
        "Fetch standard, `Sec-Purpose` header",
    ),
    response(
        "Timing-Allow-Origin",
        "Which origins' pages may see the detailed timing of loading this resource.",
        "Without it a browser hides the phases of cross-origin requests behind zeros.",
        "W3C Resource Timing, `Timing-Allow-Origin`",
    ),
    request(
        "X-Requested-With",
        "Mostly `XMLHttpRequest`: a script sent this, not a form. Another site's page can set it only after a preflight.",
        "Requests of jQuery and other older libraries.",
        "No specification, a convention of script libraries",
    ),
];
