//! Redirects.

use crate::endpoint::{Html, NoContent};

tools! {
    /// `GET /redirect/{n}`.
    Redirect = GET "/redirect/{n}" "redirect" {
        "Redirects n times, then ends at /get";
        example "/redirect/3" with "--location";
        path RedirectPath {
            /// How many times.
            n: u64,
        }
        query RedirectQuery {
            /// `true` for absolute URLs in Location.
            absolute: String,
        }
        answers Html as FOUND;
        fields "Location";
        limits REDIRECTS;
        problems InvalidParameters;
    }

    /// `GET /relative-redirect/{n}`.
    RelativeRedirect = GET "/relative-redirect/{n}" "relative_redirect" {
        "The same with relative references in Location";
        example "/relative-redirect/3" with "--location";
        path RelativeRedirectPath {
            /// How many times.
            n: u64,
        }
        answers Html as FOUND;
        fields "Location";
        limits REDIRECTS;
        problems InvalidParameters;
    }

    /// `GET /absolute-redirect/{n}`.
    AbsoluteRedirect = GET "/absolute-redirect/{n}" "absolute_redirect" {
        "The same with absolute URLs in Location";
        example "/absolute-redirect/3" with "--location";
        path AbsoluteRedirectPath {
            /// How many times.
            n: u64,
        }
        answers Html as FOUND;
        fields "Location";
        limits REDIRECTS;
        problems InvalidParameters;
    }

    /// `/redirect-to`.
    RedirectTo = ANY "/redirect-to" "redirect_to" {
        "Redirects to the URL that you name";
        example "/redirect-to?url=/get&status_code=307" with "--location";
        query RedirectToQuery {
            /// Where to; it is needed.
            #[cfg_attr(
                feature = "openapi",
                param(value_type = String, required = true, pattern = r"^[^\x00-\x1F\x7F-\x9F]+$", example = "/get")
            )]
            url: String,
            /// The status code; 302 unless said.
            status_code: u64,
        }
        answers NoContent as FOUND, or "3XX" "With the status code that was asked for";
        fields "Location";
        limits REDIRECT_CODE;
        problems InvalidParameters;
    }
}
