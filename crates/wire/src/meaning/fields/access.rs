//! Fields about who is asking: credentials, cookies, tokens and signatures.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    both(
        "Accept-Signature",
        "Which signature the sender would like to get, and over what.",
        "Services that ask their callers to sign.",
        "RFC 9421, section 5.1",
    ),
    response(
        "Authentication-Control",
        "How a client should behave around authentication, for instance where to go after a logout.",
        "Hardly ever; it is an experiment.",
        "RFC 8053, section 4",
    ),
    response(
        "Authentication-Info",
        "What the server adds once authentication succeeded, such as the next nonce.",
        "Digest authentication.",
        "RFC 9110, section 11.6.3",
    ),
    request(
        "Authorization",
        "The credentials of whoever sends the request.",
        "Calls of an API, mostly with a bearer token.",
        "RFC 9110, section 11.6.2",
    ),
    request(
        "Client-Cert",
        "The certificate that the client showed, passed on by the proxy that ended its TLS.",
        "Servers behind a gateway that demands client certificates.",
        "RFC 9440, section 2.2",
    ),
    request(
        "Client-Cert-Chain",
        "The certificates that vouch for the client's, passed on by the proxy that ended its TLS.",
        "Servers behind a gateway that demands client certificates.",
        "RFC 9440, section 2.3",
    ),
    request(
        "Cookie",
        "The cookies that the browser holds for this site and path. Their attributes do not travel back.",
        "Every request to a site that has set cookies before.",
        "RFC 6265, section 4.2",
    ),
    request(
        "Cookie2",
        "Belonged to a kind of cookie that never spread. It is obsolete.",
        "Not any more.",
        "RFC 2965",
    ),
    request(
        "DPoP",
        "A signed proof that the sender holds the key that the token is bound to.",
        "APIs that make stolen tokens useless.",
        "RFC 9449, section 4.1",
    ),
    response(
        "DPoP-Nonce",
        "A value that the next DPoP proof has to contain.",
        "APIs that make stolen tokens useless.",
        "RFC 9449, section 8",
    ),
    response(
        "Optional-WWW-Authenticate",
        "An offer to authenticate on a page that can also be had without.",
        "Hardly ever; it is an experiment.",
        "RFC 8053, section 3",
    ),
    response(
        "Proxy-Authenticate",
        "Which authentication schemes the proxy takes.",
        "Answers with 407.",
        "RFC 9110, section 11.7.1",
    ),
    response(
        "Proxy-Authentication-Info",
        "What the proxy adds once authentication succeeded.",
        "Proxies with digest authentication.",
        "RFC 9110, section 11.7.3",
    ),
    request(
        "Proxy-Authorization",
        "The credentials for the proxy, which keeps them to itself.",
        "Company networks with a proxy.",
        "RFC 9110, section 11.7.2",
    ),
    response(
        "Replay-Nonce",
        "A number that the client's next signed request has to contain, so that it cannot be replayed.",
        "Getting a certificate by ACME, as Let's Encrypt does.",
        "RFC 8555, section 6.5.1",
    ),
    response(
        "Set-Cookie",
        "A cookie for the browser to keep and to send back, with its limits. Each cookie has a field line of its own.",
        "Logging in, and sites that want to recognise you.",
        "RFC 6265, section 4.1",
    ),
    response(
        "Set-Cookie2",
        "Belonged to a kind of cookie that never spread. It is obsolete.",
        "Not any more.",
        "RFC 2965",
    ),
    response(
        "Set-Login",
        "Tells the browser whether the user is logged in here, for federated login.",
        "Providers of logins.",
        "W3C Login Status API",
    ),
    both(
        "Signature",
        "Signatures over chosen parts of the message.",
        "Signed webhooks and requests between services.",
        "RFC 9421, section 4.2",
    ),
    both(
        "Signature-Input",
        "What each signature covers, and by which key and when it was made.",
        "Beside every Signature field.",
        "RFC 9421, section 4.1",
    ),
    request(
        "Webhook-Id",
        "The id of this webhook message: the same when it is sent again.",
        "Webhooks of services that follow Standard Webhooks.",
        "Standard Webhooks, webhook headers",
    ),
    request(
        "Webhook-Signature",
        "A signature over the id, the time and the body of a webhook message.",
        "Webhooks of services that follow Standard Webhooks.",
        "Standard Webhooks, webhook headers",
    ),
    request(
        "Webhook-Timestamp",
        "When this attempt to deliver the webhook message was made, in seconds since 1970.",
        "Webhooks of services that follow Standard Webhooks.",
        "Standard Webhooks, webhook headers",
    ),
    response(
        "WWW-Authenticate",
        "Which authentication schemes the target takes, and for what realm.",
        "Answers with 401; a browser may then ask for name and password.",
        "RFC 9110, section 11.6.1",
    ),
    request(
        "X-API-Key",
        "A key that names the caller of an API.",
        "Simple APIs.",
        "No specification, a convention of APIs",
    ),
    request(
        "X-CSRF-Token",
        "A secret of the page, which shows that the request comes from the site itself.",
        "Forms and scripts of web frameworks.",
        "No specification, a convention of web frameworks",
    ),
    request(
        "X-Hub-Signature",
        "A keyed hash of the body, which shows that the message comes from the hub.",
        "WebSub notifications, and older webhooks of GitHub.",
        "W3C WebSub",
    ),
    request(
        "X-Hub-Signature-256",
        "A keyed SHA-256 hash of the body, which shows that the webhook comes from GitHub.",
        "Webhooks of GitHub and of services that copy them.",
        "No specification, a convention of GitHub",
    ),
];
