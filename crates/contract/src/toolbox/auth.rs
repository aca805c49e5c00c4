//! Credentials (RFC 9110, section 11; RFC 7617, RFC 6750, RFC 7616).

use super::shapes::{Authenticated, Borne};
use crate::endpoint::Json;

tools! {
    /// `GET /basic-auth/{user}/{password}`.
    BasicAuth = GET "/basic-auth/{user}/{password}" "basic_auth" {
        "Wants that user and that password by Basic (RFC 7617), and answers 401 until it gets them";
        example "/basic-auth/ada/secret" with "--user ada:secret";
        path BasicAuthPath {
            /// The user.
            user: String,
            /// The password.
            password: String,
        }
        answers Json<Authenticated>;
        problems Unauthorized;
    }

    /// `GET /hidden-basic-auth/{user}/{password}`.
    HiddenBasicAuth = GET "/hidden-basic-auth/{user}/{password}" "hidden_basic_auth" {
        "The same with 404 instead of 401, so that nobody learns that there is something";
        example "/hidden-basic-auth/ada/secret" with "--user ada:secret";
        path HiddenBasicAuthPath {
            /// The user.
            user: String,
            /// The password.
            password: String,
        }
        answers Json<Authenticated>;
        problems NotFound;
    }

    /// `GET /bearer`.
    Bearer = GET "/bearer" "bearer" {
        "Wants any token by Bearer (RFC 6750), and answers with it";
        example "/bearer" with "--oauth2-bearer abcd1234";
        answers Json<Borne>;
        problems Unauthorized;
    }

    /// `GET /digest-auth/{qop}/{user}/{password}`.
    DigestAuth = GET "/digest-auth/{qop}/{user}/{password}" "digest_auth" {
        "Wants that user and that password by Digest (RFC 7616) with MD5";
        example "/digest-auth/auth/ada/secret" with "--digest --user ada:secret";
        path DigestAuthPath {
            /// The quality of protection: `auth`, `auth-int`; anything else offers both.
            qop: String,
            /// The user.
            user: String,
            /// The password.
            password: String,
        }
        query DigestAuthQuery {
            /// `true` to want the cookie of the challenge back.
            #[serde(rename = "require-cookie")]
            require_cookie: String,
        }
        answers Json<Authenticated>;
        problems Unauthorized, Forbidden;
    }

    /// `GET /digest-auth/{qop}/{user}/{password}/{algorithm}`.
    DigestAuthAlgorithm = GET "/digest-auth/{qop}/{user}/{password}/{algorithm}" "digest_auth_algorithm" {
        "The same with another algorithm: SHA-256, SHA-512-256, SHA-512 (which httpbin has) or MD5";
        example "/digest-auth/auth/ada/secret/SHA-256" with "--digest --user ada:secret";
        path DigestAuthAlgorithmPath {
            /// The quality of protection: `auth`, `auth-int`; anything else offers both.
            qop: String,
            /// The user.
            user: String,
            /// The password.
            password: String,
            /// `MD5`, `SHA-256`, `SHA-512-256` or `SHA-512`.
            #[cfg_attr(feature = "openapi", param(pattern = "^([Mm][Dd]5|[Ss][Hh][Aa]-(256|512-256|512))$"))]
            algorithm: String,
        }
        query DigestAuthAlgorithmQuery {
            /// `true` to want the cookie of the challenge back.
            #[serde(rename = "require-cookie")]
            require_cookie: String,
        }
        answers Json<Authenticated>;
        problems Unauthorized, Forbidden, InvalidParameters;
    }

    /// `GET /digest-auth/{qop}/{user}/{password}/{algorithm}/{stale_after}`.
    DigestAuthStale = GET "/digest-auth/{qop}/{user}/{password}/{algorithm}/{stale_after}" "digest_auth_stale" {
        "The same with a nonce that is stale after so many uses, as a cookie counts them";
        example "/digest-auth/auth/ada/secret/MD5/2" with "--digest --user ada:secret --cookie ''";
        path DigestAuthStalePath {
            /// The quality of protection: `auth`, `auth-int`; anything else offers both.
            qop: String,
            /// The user.
            user: String,
            /// The password.
            password: String,
            /// `MD5`, `SHA-256`, `SHA-512-256` or `SHA-512`.
            #[cfg_attr(feature = "openapi", param(pattern = "^([Mm][Dd]5|[Ss][Hh][Aa]-(256|512-256|512))$"))]
            algorithm: String,
            /// After how many uses a nonce is stale; `never` for never.
            #[cfg_attr(feature = "openapi", param(pattern = "^(never|[0-9]|[1-9][0-9]{1,2}|1000)$"))]
            stale_after: String,
        }
        query DigestAuthStaleQuery {
            /// `true` to want the cookie of the challenge back.
            #[serde(rename = "require-cookie")]
            require_cookie: String,
        }
        answers Json<Authenticated>;
        limits STALE_AFTER;
        problems Unauthorized, Forbidden, InvalidParameters;
    }
}
