//! Cookies (RFC 6265), the caller's own.

use super::shapes::{AnyPairs, SeenCookies};
use crate::endpoint::{Html, Json};

tools! {
    /// `GET /cookies`.
    Cookies = GET "/cookies" "cookies" {
        "The cookies of the request";
        example "/cookies" with "--cookie 'taste=sweet'";
        answers Json<SeenCookies>;
    }

    /// `GET /cookies/set`.
    SetCookies = GET "/cookies/set" "set_cookies" {
        "Sets the cookies that the query names, and redirects to /cookies";
        example "/cookies/set?taste=sweet&size=small" with "--location --cookie ''";
        pairs AnyPairs;
        answers Html as FOUND;
        fields "Location", "Set-Cookie";
        limits PAIRS;
        bounds "not with a name of Roundtrip's own";
        problems InvalidParameters;
    }

    /// `GET /cookies/set/{name}/{value}`.
    SetCookie = GET "/cookies/set/{name}/{value}" "set_cookie" {
        "Sets one cookie, and redirects to /cookies";
        example "/cookies/set/taste/sweet" with "--location --cookie ''";
        path SetCookiePath {
            /// The cookie's name.
            #[cfg_attr(
                feature = "openapi",
                param(pattern = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", example = "taste")
            )]
            name: String,
            /// Its value.
            #[cfg_attr(feature = "openapi", param(pattern = r"^[!#-+.-:<-\[\]-~-]+$", example = "sweet"))]
            value: String,
        }
        answers Html as FOUND;
        fields "Location", "Set-Cookie";
        bounds "not with a name of Roundtrip's own";
        problems InvalidParameters;
    }

    /// `GET /cookies/delete`.
    DeleteCookies = GET "/cookies/delete" "delete_cookies" {
        "Deletes the cookies that the query names, and redirects to /cookies";
        example "/cookies/delete?taste" with "--location --cookie 'taste=sweet'";
        pairs AnyPairs;
        answers Html as FOUND;
        fields "Location", "Set-Cookie";
        limits PAIRS;
        bounds "not with a name of Roundtrip's own";
        problems InvalidParameters;
    }
}
