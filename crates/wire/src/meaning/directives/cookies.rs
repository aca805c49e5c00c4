//! Names in `Set-Cookie`: the attributes of a cookie, and the values of `SameSite`.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static SET_COOKIE: &[Meaning] = in_order(&[
    Meaning::new(
        "Domain",
        "The cookie also goes to all subdomains of this host. Without it, only to the host that set it.",
        "Sites that share a login between subdomains.",
        "RFC 6265, section 4.1.2.3",
    ),
    Meaning::new(
        "Expires",
        "The date on which the browser forgets the cookie. Max-Age wins over it.",
        "Cookies that outlive the browser's session.",
        "RFC 6265, section 4.1.2.1",
    ),
    Meaning::new(
        "HttpOnly",
        "Scripts cannot read the cookie, so an injected script cannot steal it.",
        "Every session cookie should have it.",
        "RFC 6265, section 4.1.2.6",
    ),
    Meaning::new(
        "Lax",
        "With SameSite: sent within the site, and when the user navigates here from another site by a link.",
        "What Chromium browsers assume where SameSite is absent.",
        "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 4.1.2.7",
    ),
    Meaning::new(
        "Max-Age",
        "In how many seconds the browser forgets the cookie; 0 deletes it.",
        "Cookies that outlive the browser's session, and logging out.",
        "RFC 6265, section 4.1.2.2",
    ),
    Meaning::new(
        "None",
        "With SameSite: also sent with requests that other sites cause. Browsers demand Secure beside it.",
        "Embedded content and logins across sites.",
        "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 4.1.2.7",
    ),
    Meaning::new(
        "Partitioned",
        "The browser keeps a separate copy of the cookie for each site that embeds this one.",
        "Embedded chats and maps that must not follow the user around.",
        "Internet-Draft draft-cutler-httpbis-partitioned-cookies",
    ),
    Meaning::new(
        "Path",
        "The cookie goes only to this path and to what is below it.",
        "Mostly `/`, the whole host.",
        "RFC 6265, section 4.1.2.4",
    ),
    Meaning::new(
        "SameSite",
        "Whether the cookie goes along with requests that other sites cause.",
        "The browser's guard against forged requests.",
        "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 4.1.2.7",
    ),
    Meaning::new(
        "Secure",
        "The cookie goes only over secure connections, which is https.",
        "Every cookie of an https site should have it.",
        "RFC 6265, section 4.1.2.5",
    ),
    Meaning::new(
        "Strict",
        "With SameSite: never sent with a request that another site caused, not even by a link.",
        "Cookies that allow changes of an account.",
        "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 4.1.2.7",
    ),
]);
