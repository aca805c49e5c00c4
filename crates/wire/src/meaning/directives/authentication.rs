//! Names in the fields of authentication: the registered schemes, and the parameters of challenges and credentials.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static SCHEMES: &[Meaning] = in_order(&[
    Meaning::new(
        "Basic",
        "Name and password, joined by a colon and in Base64, which hides nothing. Only over TLS is it safe.",
        "Simple APIs, routers, and pages behind a password.",
        "RFC 7617, section 2",
    ),
    Meaning::new(
        "Bearer",
        "A token: whoever has it, gets in.",
        "Most APIs, after a login by OAuth.",
        "RFC 6750",
    ),
    Meaning::new(
        "Concealed",
        "A key's signature that does not let an outsider see that the target wants authentication.",
        "Services that hide what they are; rare.",
        "RFC 9729",
    ),
    Meaning::new(
        "Digest",
        "A hash of name, password and a value of the server, so that the password does not travel.",
        "Cameras, phones and older servers.",
        "RFC 7616",
    ),
    Meaning::new(
        "DPoP",
        "A token that works only together with a proof, in the DPoP field, that one holds its key.",
        "APIs that make stolen tokens useless.",
        "RFC 9449, section 7.1",
    ),
    Meaning::new(
        "GNAP",
        "A token that was granted by the protocol of that name.",
        "APIs with GNAP; rare.",
        "RFC 9635, section 7.2",
    ),
    Meaning::new(
        "HOBA",
        "A signature by a key that belongs to this one site, in place of a password.",
        "Hardly ever; it is an experiment.",
        "RFC 7486, section 3",
    ),
    Meaning::new(
        "Mutual",
        "Server and client each show that they know the password, which does not travel.",
        "Hardly ever; it is an experiment.",
        "RFC 8120",
    ),
    Meaning::new(
        "Negotiate",
        "Kerberos or NTLM, as a network of Windows machines uses them. It authenticates the connection, against the rules of HTTP.",
        "Company networks.",
        "RFC 4559",
    ),
    Meaning::new(
        "OAuth",
        "A request signed by version 1.0 of OAuth.",
        "A few older APIs.",
        "RFC 5849, section 3.5.1",
    ),
    Meaning::new(
        "PrivateToken",
        "A token that proves something, for instance that one is no robot, without saying who one is.",
        "Sites that spare known devices their puzzles.",
        "RFC 9577, section 2",
    ),
    Meaning::new(
        "SCRAM-SHA-1",
        "Both sides show, by salted hashes, that they know the password, which does not travel.",
        "Hardly ever.",
        "RFC 7804",
    ),
    Meaning::new(
        "SCRAM-SHA-256",
        "The same as SCRAM-SHA-1 with a stronger hash.",
        "Hardly ever.",
        "RFC 7804",
    ),
    Meaning::new(
        "vapid",
        "A signed statement of the server that sends push messages.",
        "Web push.",
        "RFC 8292, section 3",
    ),
]);

pub(super) static SHARED_PARAMETERS: &[Meaning] = in_order(&[
    Meaning::new(
        "algorithm",
        "Digest: the hash that is used.",
        "`SHA-256`, or `MD5` with old software.",
        "RFC 7616, sections 3.3 and 3.4",
    ),
    Meaning::new(
        "nonce",
        "Digest: a value of the server that goes into the hash, so that it cannot be replayed.",
        "The Digest scheme, both ways.",
        "RFC 7616, sections 3.3 and 3.4",
    ),
    Meaning::new(
        "opaque",
        "Digest: a value of the server that the client sends back as it is.",
        "The Digest scheme, both ways.",
        "RFC 7616, sections 3.3 and 3.4",
    ),
    Meaning::new(
        "qop",
        "Digest: whether the hash covers the content too.",
        "Mostly `auth`, which means it does not.",
        "RFC 7616, sections 3.3 and 3.4",
    ),
    Meaning::new(
        "realm",
        "The part of the server that the credentials are good for; a browser may show it to the user.",
        "Most challenges.",
        "RFC 9110, section 11.5",
    ),
    Meaning::new(
        "userhash",
        "Digest: whether the name is hashed too, with `true`.",
        "Servers and clients that hide the name.",
        "RFC 7616, sections 3.3 and 3.4",
    ),
]);

pub(super) static CHALLENGE_PARAMETERS: &[Meaning] = in_order(&[
    Meaning::new(
        "charset",
        "Basic: with `UTF-8`, how name and password are turned into bytes.",
        "Names with letters outside ASCII.",
        "RFC 7617, section 2.1",
    ),
    Meaning::new(
        "domain",
        "Digest: the URLs that the same credentials are good for.",
        "Challenges of the Digest scheme.",
        "RFC 7616, section 3.3",
    ),
    Meaning::new(
        "error",
        "Bearer: what is wrong with the token, such as `invalid_token`.",
        "A 401 after a token expired.",
        "RFC 6750, section 3",
    ),
    Meaning::new(
        "error_description",
        "Bearer: what is wrong, for the developer.",
        "A 401 after a token expired.",
        "RFC 6750, section 3",
    ),
    Meaning::new(
        "error_uri",
        "Bearer: a page that explains what is wrong.",
        "Some APIs.",
        "RFC 6750, section 3",
    ),
    Meaning::new(
        "scope",
        "Bearer: what the token would have to allow.",
        "A 403 for a token that allows too little.",
        "RFC 6750, section 3",
    ),
    Meaning::new(
        "stale",
        "Digest: with `true`, the password was right and only the nonce was too old.",
        "Challenges of the Digest scheme.",
        "RFC 7616, section 3.3",
    ),
]);

pub(super) static CREDENTIALS_PARAMETERS: &[Meaning] = in_order(&[
    Meaning::new(
        "cnonce",
        "Digest: a random value of the client.",
        "Credentials of the Digest scheme.",
        "RFC 7616, section 3.4",
    ),
    Meaning::new(
        "nc",
        "Digest: how often the client has used this nonce.",
        "Credentials of the Digest scheme.",
        "RFC 7616, section 3.4",
    ),
    Meaning::new(
        "response",
        "Digest: the hash that proves the password.",
        "Credentials of the Digest scheme.",
        "RFC 7616, section 3.4",
    ),
    Meaning::new(
        "uri",
        "Digest: the target that the hash was made for.",
        "Credentials of the Digest scheme.",
        "RFC 7616, section 3.4",
    ),
    Meaning::new(
        "username",
        "Digest: who is asking.",
        "Credentials of the Digest scheme.",
        "RFC 7616, section 3.4",
    ),
]);

pub(super) static AUTHENTICATION_INFO: &[Meaning] = in_order(&[
    Meaning::new(
        "nextnonce",
        "Digest: the nonce for the next request.",
        "Servers that change the nonce often.",
        "RFC 7616, section 3.5",
    ),
    Meaning::new(
        "rspauth",
        "Digest: proof that the server knows the password too.",
        "Digest authentication.",
        "RFC 7616, section 3.5",
    ),
]);
