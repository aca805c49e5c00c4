//! Content of many media types, and pages that are for crawlers, forms and browsers.

use crate::endpoint::{Html, Json, MediaType, Raw, Text};

/// `application/xml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationXml;

impl MediaType for ApplicationXml {
    const NAME: &'static str = "application/xml";
}

/// Any kind of image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyImage;

impl MediaType for AnyImage {
    const NAME: &'static str = "image/*";
}

/// Whatever the caller names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyContent;

impl MediaType for AnyContent {
    const NAME: &'static str = "*/*";
}

tools! {
    /// `GET /html`.
    HtmlPage = GET "/html" "html" {
        "A page of HTML";
        example "/html";
        answers Html;
    }

    /// `GET /xml`.
    XmlDocument = GET "/xml" "xml" {
        "A document of XML";
        example "/xml";
        answers Raw<ApplicationXml>;
    }

    /// `GET /json`.
    JsonDocument = GET "/json" "json" {
        "A document of JSON";
        example "/json";
        answers Json<serde_json::Value>;
    }

    /// `GET /image`.
    Image = GET "/image" "image" {
        "An image of the kind that Accept likes best";
        example "/image" with "--header 'Accept: image/webp' --output -";
        answers Raw<AnyImage>;
        problems NotAcceptable;
    }

    /// `GET /image/{kind}`.
    ImageOf = GET "/image/{kind}" "image_of" {
        "An image of that kind: png, jpeg, webp or svg";
        example "/image/svg";
        path ImagePath {
            /// `png`, `jpeg`, `webp` or `svg`.
            #[cfg_attr(feature = "openapi", param(pattern = "^(png|jpeg|webp|svg)$"))]
            kind: String,
        }
        answers Raw<AnyImage>;
        problems NotFound;
    }

    /// `GET /links/{n}`.
    Links = GET "/links/{n}" "links" {
        "Redirects to the first of n pages that link to each other";
        example "/links/5" with "--location";
        path LinksPath {
            /// How many pages.
            n: u64,
        }
        answers Html as FOUND;
        fields "Location";
        limits LINKS;
        problems InvalidParameters;
    }

    /// `GET /links/{n}/{i}`.
    LinksPage = GET "/links/{n}/{i}" "links_page" {
        "One of n pages that link to each other";
        example "/links/5/2";
        path LinksPagePath {
            /// How many pages.
            n: u64,
            /// Which of them, counted from 0.
            i: u64,
        }
        answers Html;
        limits LINKS, LINK;
        problems InvalidParameters;
    }

    /// `GET /base64/{*value}`.
    Base64 = GET "/base64/{*value}" "base64" {
        "What the value is in Base64 (RFC 4648), decoded; either alphabet, with padding or without";
        example "/base64/UmVhZCBldmVyeSBieXRlLg==";
        path Base64Path {
            /// Base64 of either alphabet.
            #[cfg_attr(feature = "openapi", param(example = "UmVhZCBldmVyeSBieXRlLg=="))]
            value: String,
        }
        query Base64Query {
            /// The media type of the answer; HTML unless said.
            #[serde(rename = "content-type")]
            content_type: String,
        }
        answers Raw<AnyContent>;
        problems InvalidParameters;
    }

    /// `GET /base64/decode/{*value}`.
    Base64Decode = GET "/base64/decode/{*value}" "base64_decode" {
        "The same";
        example "/base64/decode/UmVhZCBldmVyeSBieXRlLg==";
        path Base64DecodePath {
            /// Base64 of either alphabet.
            #[cfg_attr(feature = "openapi", param(example = "UmVhZCBldmVyeSBieXRlLg=="))]
            value: String,
        }
        query Base64DecodeQuery {
            /// The media type of the answer; HTML unless said.
            #[serde(rename = "content-type")]
            content_type: String,
        }
        answers Raw<AnyContent>;
        problems InvalidParameters;
    }

    /// `GET /base64/encode/{*value}`.
    Base64Encode = GET "/base64/encode/{*value}" "base64_encode" {
        "The value in Base64, in the alphabet that is safe in URLs";
        example "/base64/encode/Read%20every%20byte.";
        path Base64EncodePath {
            /// Any text.
            value: String,
        }
        answers Text;
    }

    /// `GET /forms/post`.
    FormsPost = GET "/forms/post" "forms_post" {
        "A form that posts to /post";
        example "/forms/post";
        answers Html;
    }

    /// `GET /robots.txt`.
    Robots = GET "/robots.txt" "robots" {
        "What crawlers are asked to leave alone (RFC 9309)";
        example "/robots.txt";
        answers Text;
    }

    /// `GET /deny`.
    Deny = GET "/deny" "deny" {
        "What they are asked to leave alone";
        example "/deny";
        answers Text;
    }

    /// `GET /no-cors`: answers without the fields that let a page of another origin read the answer.
    NoCors = GET "/no-cors" "no_cors" {
        "Answers without CORS fields, so that a browser keeps the answer from the page";
        example "/no-cors";
        answers Html;
    }
}
