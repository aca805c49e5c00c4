//! Fields that steer caches, validators, and the conditions that are built on them.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    request(
        "A-IM",
        "Which manipulations of the answer the client takes, such as only the difference from what it has.",
        "Some feed readers.",
        "RFC 3229, section 10.5.3",
    ),
    response(
        "Age",
        "How many seconds ago the response was made or last confirmed by its origin, as a cache reckons.",
        "Responses that came out of a shared cache.",
        "RFC 9111, section 5.1",
    ),
    both(
        "Cache-Control",
        "Who may keep the response, for how long, and when to ask again.",
        "Most responses; in requests when the user reloads.",
        "RFC 9111, section 5.2",
    ),
    response(
        "Cache-Group-Invalidation",
        "Groups of kept responses that a cache should now think out of date.",
        "Answers to a write that changes many pages.",
        "RFC 9875, section 3",
    ),
    response(
        "Cache-Groups",
        "The groups that this response belongs to, so that caches can drop it together with others.",
        "Sites whose pages depend on the same data.",
        "RFC 9875, section 2",
    ),
    response(
        "Cache-Status",
        "What each cache on the way did with the request: hit, miss and why.",
        "Content delivery networks, and Roundtrip's practice API.",
        "RFC 9211, section 2",
    ),
    response(
        "CDN-Cache-Control",
        "Cache directives for content delivery networks only, which heed them in place of Cache-Control.",
        "Sites that let the network keep a page longer than browsers.",
        "RFC 9213, section 3",
    ),
    response(
        "Delta-Base",
        "The entity tag of the version that this difference is to be applied to.",
        "Answers with 226.",
        "RFC 3229, section 10.5.1",
    ),
    response(
        "ETag",
        "A name for this version of the representation: when the content changes, so does the tag.",
        "Most files, and the items of careful APIs.",
        "RFC 9110, section 8.8.3",
    ),
    response(
        "Expires",
        "The date until which the response stays fresh. `max-age` wins over it.",
        "Older servers; `0` means stale already.",
        "RFC 9111, section 5.3",
    ),
    request(
        "If-Match",
        "Do it only if the target's current entity tag is one of these.",
        "Saving, so that nobody else's change gets overwritten.",
        "RFC 9110, section 13.1.1",
    ),
    request(
        "If-Modified-Since",
        "Send the content only if it changed after this date.",
        "Reloading a page that came without an entity tag.",
        "RFC 9110, section 13.1.3",
    ),
    request(
        "If-None-Match",
        "Do it only if the target's entity tag is none of these; `*` means only if there is nothing yet.",
        "Reloading a page that is in the cache: the answer is then 304.",
        "RFC 9110, section 13.1.2",
    ),
    request(
        "If-Range",
        "Send the range only if the representation is still this version, and otherwise all of it.",
        "Resuming a download.",
        "RFC 9110, section 13.1.5",
    ),
    request(
        "If-Unmodified-Since",
        "Do it only if the target has not changed since this date.",
        "Saving, where there are dates but no entity tags.",
        "RFC 9110, section 13.1.4",
    ),
    response(
        "IM",
        "Which manipulations were applied to the answer.",
        "Answers with 226.",
        "RFC 3229, section 10.5.2",
    ),
    response(
        "Last-Modified",
        "When the representation last changed, as far as the server knows.",
        "Files.",
        "RFC 9110, section 8.8.2",
    ),
    response(
        "No-Vary-Search",
        "Which differences in the query of a URL do not matter to caches.",
        "Sites whose URLs carry tracking parameters.",
        "Internet-Draft draft-ietf-httpbis-no-vary-search",
    ),
    both(
        "Pragma",
        "`no-cache`, from before Cache-Control existed. It is deprecated, and in a response its meaning was never defined.",
        "Old programs, and browsers that reload without the cache.",
        "RFC 9111, section 5.4",
    ),
    response(
        "Surrogate-Control",
        "Cache directives for a reverse proxy or content delivery network, older than CDN-Cache-Control.",
        "Sites behind some content delivery networks.",
        "W3C Edge Architecture Specification",
    ),
    response(
        "Vary",
        "Which request fields had a part in choosing this response. A cache may reuse it only where they match.",
        "Compressed or translated pages, and CORS answers.",
        "RFC 9110, section 12.5.5",
    ),
    both(
        "Warning",
        "Notes about what happened to the message on its way. It is obsolete.",
        "Old caches that served something stale.",
        "RFC 9111, section 5.5",
    ),
    response(
        "X-Cache",
        "Whether a cache had the answer.",
        "Content delivery networks that do not send Cache-Status.",
        "No specification, a convention of caches",
    ),
];
