//! Fields by which a site binds the browser: what a page may load and do, and where to report a breach.

use super::response;
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    response(
        "Clear-Site-Data",
        "Which of this site's data the browser should delete: cache, cookies, storage.",
        "Logging out.",
        "W3C Clear Site Data",
    ),
    response(
        "Content-Security-Policy",
        "What the page may load, run and connect to, and who may frame it. It limits what an injected script can do.",
        "Careful sites, Roundtrip among them.",
        "W3C Content Security Policy Level 3",
    ),
    response(
        "Content-Security-Policy-Report-Only",
        "Reports what such a policy would block, and blocks nothing.",
        "Trying a policy out before it counts.",
        "W3C Content Security Policy Level 3",
    ),
    response(
        "Expect-CT",
        "Demanded that certificates stand in public logs. It is obsolete, because browsers now do that for all.",
        "Sites that were set up some years ago.",
        "RFC 9163, section 2.1",
    ),
    response(
        "Feature-Policy",
        "The former name, with another syntax, of Permissions-Policy.",
        "Sites that were set up some years ago.",
        "W3C Permissions Policy",
    ),
    response(
        "Integrity-Policy",
        "Forbids the page to load scripts or styles that it gives no hash for to check them by.",
        "Sites that want all of those checked.",
        "W3C Subresource Integrity",
    ),
    response(
        "Integrity-Policy-Report-Only",
        "Reports what such an integrity policy would block, and blocks nothing.",
        "Trying the policy out.",
        "W3C Subresource Integrity",
    ),
    response(
        "NEL",
        "Asks the browser to report failed connections to this site later.",
        "Large sites that want to see failures that their own logs cannot.",
        "W3C Network Error Logging",
    ),
    response(
        "P3P",
        "A privacy policy in code. It failed, and browsers have dropped it.",
        "Not any more.",
        "W3C Platform for Privacy Preferences 1.0",
    ),
    response(
        "Permissions-Policy",
        "Which abilities of the browser, such as camera or location, the page and its frames may use.",
        "Careful sites.",
        "W3C Permissions Policy",
    ),
    response(
        "Permissions-Policy-Report-Only",
        "Reports what such a permissions policy would forbid, and forbids nothing.",
        "Trying the policy out.",
        "W3C Permissions Policy",
    ),
    response(
        "Public-Key-Pins",
        "Tied a site to certain keys. Browsers have dropped it, because mistakes locked sites out.",
        "Sites that were set up many years ago.",
        "RFC 7469, section 2.1",
    ),
    response(
        "Referrer-Policy",
        "How much of the page's URL the browser tells to those it requests from.",
        "Sites whose URLs say something private.",
        "W3C Referrer Policy",
    ),
    response(
        "Report-To",
        "Where to send reports, by an earlier version of the reporting rules.",
        "Sites that use network error logging, or serve older browsers.",
        "W3C Reporting API, first version",
    ),
    response(
        "Reporting-Endpoints",
        "The URLs, each with a name, to which the browser sends reports about this page.",
        "Sites with a policy that names one of them in `report-to`.",
        "W3C Reporting API",
    ),
    response(
        "Strict-Transport-Security",
        "From now on and for so many seconds, only reach this host by https.",
        "Nearly every serious https site. Over http it is ignored.",
        "RFC 6797, section 6.1",
    ),
    response(
        "X-Content-Type-Options",
        "`nosniff`: take the Content-Type at its word, and do not guess.",
        "Nearly every careful site.",
        "Fetch standard, `X-Content-Type-Options` header",
    ),
    response(
        "X-DNS-Prefetch-Control",
        "Whether the browser may look up the hosts of links ahead.",
        "Sites that want that off for privacy.",
        "No specification, a convention of browsers",
    ),
    response(
        "X-Download-Options",
        "`noopen`: kept Internet Explorer from opening a download in the site's name.",
        "Sites that were set up some years ago.",
        "No specification, a convention of Internet Explorer",
    ),
    response(
        "X-Frame-Options",
        "Whether other pages may show this one in a frame. `frame-ancestors` of a content security policy wins over it.",
        "Sites that guard against being overlaid to steal clicks.",
        "HTML standard, `X-Frame-Options` header",
    ),
    response(
        "X-Permitted-Cross-Domain-Policies",
        "Whether Flash and PDF documents may read data of this site.",
        "Sites that were set up some years ago.",
        "No specification, a convention of Adobe",
    ),
    response(
        "X-XSS-Protection",
        "Switched a filter of older browsers. Browsers have removed it, because it could be turned against sites.",
        "Sites that were set up some years ago.",
        "No specification, a convention of older browsers",
    ),
];
