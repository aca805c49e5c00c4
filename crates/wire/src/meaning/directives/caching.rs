//! Names in the fields that steer and describe caches.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static CACHE_CONTROL: &[Meaning] = in_order(&[
    Meaning::new(
        "immutable",
        "The content will not change while it is fresh, so even a reload need not ask.",
        "Files whose names contain a hash of their content.",
        "RFC 8246, section 2",
    ),
    Meaning::new(
        "max-age",
        "In a response: for how many seconds it is fresh. In a request: how old the answer may be.",
        "Most responses that may be kept.",
        "RFC 9111, sections 5.2.1.1 and 5.2.2.1",
    ),
    Meaning::new(
        "max-stale",
        "The client takes a response that is stale, by no more than so many seconds if a number is given.",
        "Requests on a poor connection; rare.",
        "RFC 9111, section 5.2.1.2",
    ),
    Meaning::new(
        "min-fresh",
        "The client wants a response that stays fresh for at least so many seconds more.",
        "Requests; rare.",
        "RFC 9111, section 5.2.1.3",
    ),
    Meaning::new(
        "must-revalidate",
        "Once it is stale, no cache may use the response without asking the origin.",
        "Content that must not be shown out of date.",
        "RFC 9111, section 5.2.2.2",
    ),
    Meaning::new(
        "must-understand",
        "Only a cache that knows the status code and what it demands may keep the response.",
        "New status codes, together with `no-store` for all other caches.",
        "RFC 9111, section 5.2.2.3",
    ),
    Meaning::new(
        "no-cache",
        "A cache may keep it, but must ask the origin each time before using it. In a request: do not answer from a cache without asking.",
        "Pages that change often, and a reload without the cache.",
        "RFC 9111, sections 5.2.1.4 and 5.2.2.4",
    ),
    Meaning::new(
        "no-store",
        "No cache may keep any part of this exchange.",
        "Pages with private or secret content.",
        "RFC 9111, sections 5.2.1.5 and 5.2.2.5",
    ),
    Meaning::new(
        "no-transform",
        "Nobody on the way may change the content, for instance recompress a picture.",
        "Files that must arrive exactly as they are.",
        "RFC 9111, sections 5.2.1.6 and 5.2.2.6",
    ),
    Meaning::new(
        "only-if-cached",
        "Answer from the cache or not at all, which is then a 504.",
        "Requests that must not reach the network; rare.",
        "RFC 9111, section 5.2.1.7",
    ),
    Meaning::new(
        "private",
        "Only the browser of this one user may keep it, and no shared cache.",
        "Pages for a logged-in user.",
        "RFC 9111, section 5.2.2.7",
    ),
    Meaning::new(
        "proxy-revalidate",
        "Like `must-revalidate`, for shared caches only.",
        "Rare.",
        "RFC 9111, section 5.2.2.8",
    ),
    Meaning::new(
        "public",
        "Any cache may keep it, even where it otherwise could not, as with a request that had credentials.",
        "Files that are the same for all.",
        "RFC 9111, section 5.2.2.9",
    ),
    Meaning::new(
        "s-maxage",
        "For how many seconds it is fresh in a shared cache, which heeds this before `max-age`.",
        "Pages behind a content delivery network.",
        "RFC 9111, section 5.2.2.10",
    ),
    Meaning::new(
        "stale-if-error",
        "For so many seconds a cache may use the stale response if asking again ends in an error.",
        "Sites that would rather show something old than nothing.",
        "RFC 5861, section 4",
    ),
    Meaning::new(
        "stale-while-revalidate",
        "For so many seconds a cache may use the stale response while it asks for a new one beside it.",
        "Pages that should always come at once.",
        "RFC 5861, section 3",
    ),
]);

pub(super) static PRAGMA: &[Meaning] = in_order(&[Meaning::new(
    "no-cache",
    "Do not answer from a cache without asking the origin.",
    "Browsers that reload without the cache.",
    "RFC 9111, section 5.4",
)]);

pub(super) static VARY: &[Meaning] = in_order(&[Meaning::new(
    "*",
    "The choice depended on more than the request's fields, so a cache can never tell whether the response fits.",
    "Responses that no cache should reuse.",
    "RFC 9110, section 12.5.5",
)]);

pub(super) static CACHE_STATUS: &[Meaning] = in_order(&[
    Meaning::new(
        "bypass",
        "Why it was passed on: the cache was set not to handle this request.",
        "Beside `fwd`.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "collapsed",
        "The request waited for another one that was already on its way for the same thing.",
        "Caches under load.",
        "RFC 9211, section 2.6",
    ),
    Meaning::new(
        "detail",
        "More about it, in the cache's own words.",
        "Debugging one cache.",
        "RFC 9211, section 2.8",
    ),
    Meaning::new(
        "fwd",
        "The cache passed the request on, and why.",
        "Whenever the cache could not answer alone.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "fwd-status",
        "The status that the next server answered with.",
        "Where it differs from the status that the client gets.",
        "RFC 9211, section 2.3",
    ),
    Meaning::new(
        "hit",
        "The cache answered without asking any other server.",
        "The good case.",
        "RFC 9211, section 2.1",
    ),
    Meaning::new(
        "key",
        "What the cache files the response under.",
        "Debugging why two requests share an answer or do not.",
        "RFC 9211, section 2.7",
    ),
    Meaning::new(
        "method",
        "Why it was passed on: requests with this method always are.",
        "Writes, such as POST.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "miss",
        "Why it was passed on: the cache had nothing that fits.",
        "The first request for something.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "partial",
        "Why it was passed on: the cache had only a part of what was asked for.",
        "Range requests.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "request",
        "Why it was passed on: the cache had it, but the request demanded a new answer.",
        "A reload.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "stale",
        "Why it was passed on: what the cache had was stale.",
        "A response past its `max-age`.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "stored",
        "The cache kept the answer.",
        "Beside `fwd=miss`.",
        "RFC 9211, section 2.5",
    ),
    Meaning::new(
        "ttl",
        "For how many seconds the response is still fresh here; negative when it is stale.",
        "Hits.",
        "RFC 9211, section 2.4",
    ),
    Meaning::new(
        "uri-miss",
        "Why it was passed on: the cache had nothing for this URL.",
        "The first request for something.",
        "RFC 9211, section 2.2",
    ),
    Meaning::new(
        "vary-miss",
        "Why it was passed on: the cache knows the URL, but not with these request fields.",
        "The first visitor with another language or coding.",
        "RFC 9211, section 2.2",
    ),
]);

pub(super) static VALIDATOR: &[Meaning] = in_order(&[Meaning::new(
    "*",
    "Any current representation at all.",
    "`If-None-Match: *` creates only what is not there yet; `If-Match: *` changes only what is.",
    "RFC 9110, sections 13.1.1 and 13.1.2",
)]);
