//! Names in the other fields by which a site binds the browser: transport security, referrers, frames, stored data.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static STRICT_TRANSPORT_SECURITY: &[Meaning] = in_order(&[
    Meaning::new(
        "includeSubDomains",
        "The rule is for all subdomains as well.",
        "Sites whose subdomains all speak https.",
        "RFC 6797, section 6.1.2",
    ),
    Meaning::new(
        "max-age",
        "For how many seconds from now the rule holds; 0 ends it.",
        "Every field of this name has it.",
        "RFC 6797, section 6.1.1",
    ),
    Meaning::new(
        "preload",
        "The owner agrees that browsers ship with this rule built in.",
        "Sites on the browsers' list.",
        "No specification, a convention of the browsers' preload list",
    ),
]);

pub(super) static REFERRER_POLICY: &[Meaning] = in_order(&[
    Meaning::new(
        "no-referrer",
        "Tell nothing.",
        "Sites whose URLs are secret.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "no-referrer-when-downgrade",
        "Tell the URL, but not when going from https to http.",
        "What browsers did by default in former years.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "origin",
        "Tell only scheme, host and port.",
        "Sites whose paths say something private.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "origin-when-cross-origin",
        "Tell the URL within the origin, and only the origin to others.",
        "Sites that look at their own paths.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "same-origin",
        "Tell the URL within the origin, and nothing to others.",
        "Sites that look at their own paths.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "strict-origin",
        "Tell only the origin, and nothing when going from https to http.",
        "Careful sites.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "strict-origin-when-cross-origin",
        "Tell the URL within the origin, only the origin to others, and nothing when going from https to http.",
        "What browsers do by default.",
        "W3C Referrer Policy, referrer policies",
    ),
    Meaning::new(
        "unsafe-url",
        "Tell the URL to everybody, even without encryption.",
        "It should not be used.",
        "W3C Referrer Policy, referrer policies",
    ),
]);

pub(super) static CLEAR_SITE_DATA: &[Meaning] = in_order(&[
    Meaning::new(
        "\"*\"",
        "Everything, also what later versions will name.",
        "Logging out of all.",
        "W3C Clear Site Data",
    ),
    Meaning::new(
        "\"cache\"",
        "What the browser has cached of this origin.",
        "After a mistake in a Cache-Control field.",
        "W3C Clear Site Data",
    ),
    Meaning::new(
        "\"clientHints\"",
        "Which client hints the site asked for.",
        "Rare.",
        "W3C Clear Site Data",
    ),
    Meaning::new(
        "\"cookies\"",
        "The cookies of this site, its subdomains included, and credentials that the browser keeps.",
        "Logging out.",
        "W3C Clear Site Data",
    ),
    Meaning::new(
        "\"executionContexts\"",
        "Reloads the open pages of this origin. Browsers hardly support it.",
        "Rare.",
        "W3C Clear Site Data",
    ),
    Meaning::new(
        "\"storage\"",
        "What scripts stored: local storage, databases, service workers.",
        "Logging out.",
        "W3C Clear Site Data",
    ),
]);

pub(super) static FRAME_OPTIONS: &[Meaning] = in_order(&[
    Meaning::new(
        "ALLOW-FROM",
        "Was to let one other page frame this one. Browsers have dropped it.",
        "Sites that were set up some years ago.",
        "RFC 7034, section 2.1",
    ),
    Meaning::new(
        "DENY",
        "No page may show this one in a frame.",
        "Login pages.",
        "HTML standard, `X-Frame-Options` header",
    ),
    Meaning::new(
        "SAMEORIGIN",
        "Only pages of the same origin may show this one in a frame.",
        "Sites that frame their own pages.",
        "HTML standard, `X-Frame-Options` header",
    ),
]);

pub(super) static CONTENT_TYPE_OPTIONS: &[Meaning] = in_order(&[Meaning::new(
    "nosniff",
    "Take the Content-Type at its word; refuse scripts and styles of another type.",
    "Nearly every careful site.",
    "Fetch standard, `X-Content-Type-Options` header",
)]);

pub(super) static EXPECT_CT: &[Meaning] = in_order(&[
    Meaning::new(
        "enforce",
        "Refuse connections whose certificate is not in public logs.",
        "Sites that were set up some years ago.",
        "RFC 9163, section 2.1.2",
    ),
    Meaning::new(
        "max-age",
        "For how many seconds the rule holds.",
        "Sites that were set up some years ago.",
        "RFC 9163, section 2.1.3",
    ),
    Meaning::new(
        "report-uri",
        "The URL that gets reports.",
        "Sites that were set up some years ago.",
        "RFC 9163, section 2.1.1",
    ),
]);

pub(super) static XSS_PROTECTION: &[Meaning] = in_order(&[
    Meaning::new(
        "0",
        "Switch the filter off.",
        "Careful sites, because the filter itself could be abused.",
        "No specification, a convention of older browsers",
    ),
    Meaning::new(
        "1",
        "Switch the filter on.",
        "Sites that were set up some years ago.",
        "No specification, a convention of older browsers",
    ),
    Meaning::new(
        "mode",
        "With `block`: show nothing at all when the filter finds something.",
        "Sites that were set up some years ago.",
        "No specification, a convention of older browsers",
    ),
]);
