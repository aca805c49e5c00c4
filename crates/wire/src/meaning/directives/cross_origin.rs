//! Names in the fields by which browsers and servers deal with requests from one site to another.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static ALLOW_ORIGIN: &[Meaning] = in_order(&[
    Meaning::new(
        "*",
        "Pages of every origin may read the response, as long as the request carried no credentials.",
        "Public APIs and fonts.",
        "Fetch standard, CORS protocol",
    ),
    Meaning::new(
        "null",
        "Pages without an origin of their own, such as sandboxed frames. Anybody can make one, so it protects nothing.",
        "Mostly by mistake.",
        "Fetch standard, CORS protocol",
    ),
]);

pub(super) static ALLOW_CREDENTIALS: &[Meaning] = in_order(&[Meaning::new(
    "true",
    "The page may read the response although the request carried credentials. Only this spelling counts.",
    "Cross-origin calls by a logged-in user.",
    "Fetch standard, CORS protocol",
)]);

pub(super) static CORS_LISTS: &[Meaning] = in_order(&[Meaning::new(
    "*",
    "All of them, if the request carries no credentials. The Authorization field of a request must still be named.",
    "Public APIs.",
    "Fetch standard, CORS protocol",
)]);

pub(super) static TIMING_ALLOW_ORIGIN: &[Meaning] = in_order(&[Meaning::new(
    "*",
    "Pages of every origin may see the detailed timing.",
    "Public files, and Roundtrip's practice API.",
    "W3C Resource Timing",
)]);

pub(super) static ORIGIN: &[Meaning] = in_order(&[Meaning::new(
    "null",
    "The page has no origin of its own, or the browser does not want to name it.",
    "Sandboxed frames, pages opened from a file, and some redirects.",
    "Fetch standard, `Origin` header",
)]);

pub(super) static EMBEDDER_POLICY: &[Meaning] = in_order(&[
    Meaning::new(
        "credentialless",
        "Resources of other origins are loaded without cookies, and need not agree.",
        "Pages that want to be isolated and embed much.",
        "HTML standard, embedder policies",
    ),
    Meaning::new(
        "report-to",
        "The name of the endpoint that gets reports.",
        "Trying the policy out.",
        "HTML standard, embedder policies",
    ),
    Meaning::new(
        "require-corp",
        "Resources of other origins must agree, by CORS or by Cross-Origin-Resource-Policy.",
        "Pages that want shared memory and precise timers.",
        "HTML standard, embedder policies",
    ),
    Meaning::new(
        "unsafe-none",
        "No demand; so it is without the field.",
        "Switching the policy off.",
        "HTML standard, embedder policies",
    ),
]);

pub(super) static OPENER_POLICY: &[Meaning] = in_order(&[
    Meaning::new(
        "noopener-allow-popups",
        "Cut off from the page that opened it, whatever its origin, but in touch with windows that it opens.",
        "Pages of one origin that should not reach each other.",
        "HTML standard, opener policies",
    ),
    Meaning::new(
        "report-to",
        "The name of the endpoint that gets reports.",
        "Trying the policy out.",
        "HTML standard, opener policies",
    ),
    Meaning::new(
        "same-origin",
        "Only windows of the same origin with the same policy stay in touch.",
        "Pages that want to be isolated.",
        "HTML standard, opener policies",
    ),
    Meaning::new(
        "same-origin-allow-popups",
        "The same, but it stays in touch with windows that it opens, if these set no policy.",
        "Pages that open a login or a payment in a window.",
        "HTML standard, opener policies",
    ),
    Meaning::new(
        "unsafe-none",
        "No demand; so it is without the field.",
        "Switching the policy off.",
        "HTML standard, opener policies",
    ),
]);

pub(super) static RESOURCE_POLICY: &[Meaning] = in_order(&[
    Meaning::new(
        "cross-origin",
        "Every page may embed it.",
        "Public pictures and scripts.",
        "Fetch standard, `Cross-Origin-Resource-Policy` header",
    ),
    Meaning::new(
        "same-origin",
        "Only pages of the same origin may embed it.",
        "Private files.",
        "Fetch standard, `Cross-Origin-Resource-Policy` header",
    ),
    Meaning::new(
        "same-site",
        "Only pages of the same site may embed it, subdomains included.",
        "Files that the subdomains of a site share.",
        "Fetch standard, `Cross-Origin-Resource-Policy` header",
    ),
]);

pub(super) static FETCH_DEST: &[Meaning] = in_order(&[
    Meaning::new(
        "audio",
        "For an `audio` element.",
        "Sound on a page.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "audioworklet",
        "The script of an audio worklet.",
        "Pages that make sound by script.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "document",
        "A page for a window or tab.",
        "Following a link.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "embed",
        "For an `embed` element.",
        "Embedded documents.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "empty",
        "For a script, or nothing that the browser itself displays.",
        "Calls by `fetch`, event streams and beacons.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "font",
        "A font for a style sheet.",
        "Pages with web fonts.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "frame",
        "A page for a `frame` element.",
        "Very old sites.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "iframe",
        "A page for an `iframe` element.",
        "Pages inside pages.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "image",
        "A picture.",
        "Pages with pictures.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "json",
        "A JSON module of a script.",
        "Scripts that import JSON.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "manifest",
        "The manifest of a web application.",
        "Applications that can be installed.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "object",
        "For an `object` element.",
        "Embedded documents.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "paintworklet",
        "The script of a paint worklet.",
        "Pages that paint by script in styles.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "report",
        "A report of the browser about a page.",
        "Breaches of a policy.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "script",
        "A script.",
        "Nearly every page.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "serviceworker",
        "The script of a service worker.",
        "Applications that work offline.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "sharedworker",
        "The script of a shared worker.",
        "Applications in several tabs.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "style",
        "A style sheet.",
        "Nearly every page.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "track",
        "Subtitles or chapters.",
        "Video with subtitles.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "video",
        "For a `video` element.",
        "Video on a page.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "webidentity",
        "A request of the browser to a provider of logins.",
        "Federated login that the browser mediates.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "worker",
        "The script of a worker.",
        "Pages that compute in the background.",
        "Fetch standard, request destination",
    ),
    Meaning::new(
        "xslt",
        "A transformation for an XML page.",
        "XML pages with a style sheet of their own.",
        "Fetch standard, request destination",
    ),
]);

pub(super) static FETCH_MODE: &[Meaning] = in_order(&[
    Meaning::new(
        "cors",
        "Across origins, if the server agrees by CORS.",
        "Calls by `fetch`, fonts and module scripts.",
        "Fetch standard, request mode",
    ),
    Meaning::new(
        "navigate",
        "To show a page.",
        "Following a link or entering an address.",
        "Fetch standard, request mode",
    ),
    Meaning::new(
        "no-cors",
        "Across origins without asking, and a script cannot read the answer.",
        "Pictures, styles and classic scripts.",
        "Fetch standard, request mode",
    ),
    Meaning::new(
        "same-origin",
        "Only within the origin; otherwise it fails.",
        "Worker scripts.",
        "Fetch standard, request mode",
    ),
    Meaning::new(
        "websocket",
        "To open a WebSocket.",
        "The opening of a WebSocket.",
        "Fetch standard, request mode",
    ),
]);

pub(super) static FETCH_SITE: &[Meaning] = in_order(&[
    Meaning::new(
        "cross-site",
        "Another site caused the request.",
        "Embedded content, links from other sites, and forged requests.",
        "W3C Fetch Metadata, `Sec-Fetch-Site`",
    ),
    Meaning::new(
        "none",
        "No page caused it: the user did.",
        "A bookmark, or an address that was entered.",
        "W3C Fetch Metadata, `Sec-Fetch-Site`",
    ),
    Meaning::new(
        "same-origin",
        "A page of the same origin caused it.",
        "A site that calls its own API.",
        "W3C Fetch Metadata, `Sec-Fetch-Site`",
    ),
    Meaning::new(
        "same-site",
        "A page of the same site caused it, but of another subdomain or port.",
        "A site and its subdomains.",
        "W3C Fetch Metadata, `Sec-Fetch-Site`",
    ),
]);

pub(super) static FETCH_USER: &[Meaning] = in_order(&[Meaning::new(
    "?1",
    "Yes: a person caused this navigation.",
    "Following a link or entering an address.",
    "W3C Fetch Metadata, `Sec-Fetch-User`",
)]);

pub(super) static SEC_PURPOSE: &[Meaning] = in_order(&[
    Meaning::new(
        "anonymous-client-ip",
        "Beside `prefetch`: through a proxy that hides the user's address.",
        "Pages that are loaded ahead from another site.",
        "HTML standard, speculative loading",
    ),
    Meaning::new(
        "prefetch",
        "The browser loads this ahead and may never show it.",
        "Likely next pages.",
        "Fetch standard, `Sec-Purpose` header",
    ),
    Meaning::new(
        "prerender",
        "Beside `prefetch`: the page is also made ready, hidden.",
        "Very likely next pages.",
        "HTML standard, speculative loading",
    ),
]);

pub(super) static STORAGE_ACCESS: &[Meaning] = in_order(&[
    Meaning::new(
        "active",
        "The embedded page has its cookies.",
        "Embedded content whose use the user agreed to.",
        "W3C Storage Access Headers",
    ),
    Meaning::new(
        "inactive",
        "The embedded page may have its cookies, but does not use that right here.",
        "Embedded content whose use the user agreed to before.",
        "W3C Storage Access Headers",
    ),
    Meaning::new(
        "none",
        "The embedded page has no cookies, and no right to them.",
        "Most embedded content in browsers that keep sites apart.",
        "W3C Storage Access Headers",
    ),
]);
