//! Names in the fields of APIs, WebSocket, WebDAV and the wishes of users.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static PREFER: &[Meaning] = in_order(&[
    Meaning::new(
        "depth-noroot",
        "Leave the target itself out of what a deep request lists.",
        "WebDAV.",
        "RFC 8144",
    ),
    Meaning::new(
        "handling",
        "Whether to be `strict` or `lenient` with mistakes in the request.",
        "APIs that can overlook small mistakes.",
        "RFC 7240, section 4.4",
    ),
    Meaning::new(
        "include",
        "Which parts of a container should come with it.",
        "Linked data.",
        "W3C Linked Data Platform 1.0, section 7.2",
    ),
    Meaning::new(
        "lenient",
        "With `handling`: do what can be done in spite of mistakes.",
        "APIs that can overlook small mistakes.",
        "RFC 7240, section 4.4",
    ),
    Meaning::new(
        "minimal",
        "With `return`: send back as little as possible.",
        "Clients that do not need the changed item.",
        "RFC 7240, section 4.2",
    ),
    Meaning::new(
        "odata.maxpagesize",
        "At most so many items a page.",
        "OData services.",
        "OASIS OData Version 4.0, Part 1",
    ),
    Meaning::new(
        "representation",
        "With `return`: send back the whole changed item.",
        "Clients that want to show it at once.",
        "RFC 7240, section 4.2",
    ),
    Meaning::new(
        "respond-async",
        "Answer at once with 202 if it would take long.",
        "APIs with long work.",
        "RFC 7240, section 4.1",
    ),
    Meaning::new(
        "return",
        "Whether to send back the changed item: `minimal` or `representation`.",
        "APIs that change items.",
        "RFC 7240, section 4.2",
    ),
    Meaning::new(
        "safe",
        "Leave out what may offend.",
        "Searching with a child's account.",
        "RFC 8674",
    ),
    Meaning::new(
        "strict",
        "With `handling`: refuse a request with mistakes.",
        "Clients that want to hear of their mistakes.",
        "RFC 7240, section 4.4",
    ),
    Meaning::new(
        "wait",
        "How many seconds the client is willing to wait for the result.",
        "Beside `respond-async`, and for long polling.",
        "RFC 7240, section 4.3",
    ),
]);

pub(super) static SERVER_TIMING: &[Meaning] = in_order(&[
    Meaning::new(
        "desc",
        "A description for people.",
        "Beside a metric with a short name.",
        "W3C Server Timing",
    ),
    Meaning::new(
        "dur",
        "How long it took, in milliseconds.",
        "Most metrics.",
        "W3C Server Timing",
    ),
]);

pub(super) static RATE_LIMIT: &[Meaning] = in_order(&[
    Meaning::new(
        "pk",
        "Whose quota it is: those with the same key share it.",
        "APIs that count by user or project.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    Meaning::new(
        "q",
        "How much the quota is.",
        "Every policy has it.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    Meaning::new(
        "qu",
        "What is counted, if not requests.",
        "APIs that count bytes.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    Meaning::new(
        "r",
        "How much of the quota is left.",
        "Every RateLimit field has it.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    Meaning::new(
        "t",
        "In how many seconds there will be more.",
        "Most RateLimit fields.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    Meaning::new(
        "w",
        "The stretch of time of the quota, in seconds.",
        "Most policies.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
]);

pub(super) static WEBSOCKET_EXTENSIONS: &[Meaning] = in_order(&[
    Meaning::new(
        "client_max_window_bits",
        "How far back the client's compression looks: two to the power of this, in bytes.",
        "Offers of `permessage-deflate`.",
        "RFC 7692, section 7.1.2.2",
    ),
    Meaning::new(
        "client_no_context_takeover",
        "The client compresses each message from scratch.",
        "Saving memory on the server.",
        "RFC 7692, section 7.1.1.2",
    ),
    Meaning::new(
        "permessage-deflate",
        "Each message may be compressed.",
        "Offered by every browser.",
        "RFC 7692, section 7",
    ),
    Meaning::new(
        "server_max_window_bits",
        "How far back the server's compression looks: two to the power of this, in bytes.",
        "Saving memory.",
        "RFC 7692, section 7.1.2.1",
    ),
    Meaning::new(
        "server_no_context_takeover",
        "The server compresses each message from scratch.",
        "Saving memory.",
        "RFC 7692, section 7.1.1.1",
    ),
]);

pub(super) static WEBSOCKET_VERSION: &[Meaning] = in_order(&[Meaning::new(
    "13",
    "The version of the standard, and the only one in use.",
    "Every WebSocket.",
    "RFC 6455, section 11.6",
)]);

pub(super) static DAV: &[Meaning] = in_order(&[
    Meaning::new(
        "1",
        "What every WebDAV server must do.",
        "Network drives.",
        "RFC 4918, section 18.1",
    ),
    Meaning::new(
        "2",
        "Locks as well.",
        "Network drives on which documents are edited.",
        "RFC 4918, section 18.2",
    ),
    Meaning::new(
        "3",
        "Everything of the newer WebDAV specification.",
        "Network drives.",
        "RFC 4918, section 18.3",
    ),
    Meaning::new(
        "access-control",
        "Rights of access.",
        "Calendar servers.",
        "RFC 3744, section 7.2",
    ),
    Meaning::new(
        "addressbook",
        "Address books, by CardDAV.",
        "Contacts.",
        "RFC 6352, section 6.1",
    ),
    Meaning::new(
        "calendar-access",
        "Calendars, by CalDAV.",
        "Calendars.",
        "RFC 4791, section 5.1",
    ),
    Meaning::new(
        "extended-mkcol",
        "A collection can be made together with its properties.",
        "Calendar servers.",
        "RFC 5689, section 3.1",
    ),
]);

pub(super) static DEPTH: &[Meaning] = in_order(&[
    Meaning::new(
        "0",
        "The target only.",
        "Asking for properties of one file.",
        "RFC 4918, section 10.2",
    ),
    Meaning::new(
        "1",
        "The target and its direct members.",
        "Listing a folder.",
        "RFC 4918, section 10.2",
    ),
    Meaning::new(
        "infinity",
        "The target and all that is below.",
        "Copying a folder. Many servers refuse to list so much.",
        "RFC 4918, section 10.2",
    ),
]);

pub(super) static OVERWRITE: &[Meaning] = in_order(&[
    Meaning::new(
        "F",
        "Do not replace what is at the destination.",
        "Careful copying.",
        "RFC 4918, section 10.6",
    ),
    Meaning::new(
        "T",
        "Replace what is at the destination; so it is without the field.",
        "Copying over something.",
        "RFC 4918, section 10.6",
    ),
]);

pub(super) static LOCK_TIMEOUT: &[Meaning] = in_order(&[Meaning::new(
    "Infinite",
    "As long as possible.",
    "Locks on a network drive.",
    "RFC 4918, section 10.7",
)]);

pub(super) static DNT: &[Meaning] = in_order(&[
    Meaning::new(
        "0",
        "The user agrees to be tracked.",
        "Hardly ever.",
        "W3C Tracking Preference Expression",
    ),
    Meaning::new(
        "1",
        "The user does not want to be tracked.",
        "Some browsers with that setting.",
        "W3C Tracking Preference Expression",
    ),
]);

pub(super) static GPC: &[Meaning] = in_order(&[Meaning::new(
    "1",
    "The user does not want personal data to be sold or shared.",
    "Browsers with that setting.",
    "W3C Global Privacy Control",
)]);

pub(super) static SAVE_DATA: &[Meaning] = in_order(&[Meaning::new(
    "on",
    "The user wants to use little data.",
    "Phones with data saving switched on.",
    "WICG Save Data API",
)]);

pub(super) static UPGRADE_INSECURE_REQUESTS: &[Meaning] = in_order(&[Meaning::new(
    "1",
    "The browser would rather be sent to an https page.",
    "Navigations of browsers.",
    "W3C Upgrade Insecure Requests",
)]);

pub(super) static EARLY_DATA: &[Meaning] = in_order(&[Meaning::new(
    "1",
    "The request came in TLS early data, so somebody could have replayed it.",
    "Gateways of sites with 0-RTT.",
    "RFC 8470, section 5.1",
)]);

pub(super) static ROBOTS: &[Meaning] = in_order(&[
    Meaning::new(
        "all",
        "No limits; so it is without the field.",
        "Rare.",
        "No specification, a convention of search engines",
    ),
    Meaning::new(
        "noarchive",
        "Show no kept copy of this page.",
        "Pages that change.",
        "No specification, a convention of search engines",
    ),
    Meaning::new(
        "nofollow",
        "Do not follow the links of this page.",
        "Pages with links by strangers.",
        "No specification, a convention of search engines",
    ),
    Meaning::new(
        "noindex",
        "Do not list this page.",
        "Files that should not be found.",
        "No specification, a convention of search engines",
    ),
    Meaning::new(
        "none",
        "The same as `noindex` and `nofollow`.",
        "Files that should not be found.",
        "No specification, a convention of search engines",
    ),
    Meaning::new(
        "nosnippet",
        "Show no excerpt of this page.",
        "Pages that should only be read whole.",
        "No specification, a convention of search engines",
    ),
]);

pub(super) static X_REQUESTED_WITH: &[Meaning] = in_order(&[Meaning::new(
    "XMLHttpRequest",
    "A script sent this, not a form.",
    "Requests of jQuery and other older libraries.",
    "No specification, a convention of script libraries",
)]);
