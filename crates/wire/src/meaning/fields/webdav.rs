//! Fields of WebDAV and its relatives: network drives, calendars, versions.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    response(
        "DASL",
        "Which search languages the target supports.",
        "Answers to OPTIONS of a WebDAV server with search.",
        "RFC 5323",
    ),
    response(
        "DAV",
        "Which classes of WebDAV the target supports.",
        "Answers to OPTIONS of a WebDAV server.",
        "RFC 4918, section 10.1",
    ),
    request(
        "Depth",
        "Whether the request is about the target only, its members too, or all that is below.",
        "Listing, copying and locking on a network drive.",
        "RFC 4918, section 10.2",
    ),
    request(
        "Destination",
        "The URL to copy or move to.",
        "COPY and MOVE on a network drive.",
        "RFC 4918, section 10.3",
    ),
    request(
        "If",
        "Conditions on locks and entity tags, which also hand in the lock's token.",
        "Saving a document that one has locked.",
        "RFC 4918, section 10.4",
    ),
    request(
        "If-Schedule-Tag-Match",
        "Do it only if the scheduling state of this event is still the same.",
        "Calendar programs that change a meeting.",
        "RFC 6638",
    ),
    request(
        "Label",
        "Which labelled version the request is about.",
        "WebDAV servers that keep versions.",
        "RFC 3253, section 8.3",
    ),
    both(
        "Lock-Token",
        "The token of the lock that was just made, or is to be released.",
        "LOCK and UNLOCK on a network drive.",
        "RFC 4918, section 10.5",
    ),
    request(
        "Ordering-Type",
        "Which order the new collection is to keep.",
        "WebDAV servers whose collections have an order; rare.",
        "RFC 3648",
    ),
    request(
        "Overwrite",
        "Whether COPY or MOVE may replace what is at the destination: `T` or `F`.",
        "Copying and moving on a network drive.",
        "RFC 4918, section 10.6",
    ),
    request(
        "Position",
        "Where in the order of its collection the new member belongs.",
        "WebDAV servers whose collections have an order; rare.",
        "RFC 3648",
    ),
    response(
        "Schedule-Tag",
        "Changes when the scheduling of an event changes, but not with every answer of a guest.",
        "Calendar servers.",
        "RFC 6638",
    ),
    request(
        "Timeout",
        "How long the client would like the lock to last.",
        "LOCK on a network drive.",
        "RFC 4918, section 10.7",
    ),
];
