//! Content codings (RFC 9110, section 8.4.1), whatever the request accepts.

use super::shapes::Coded;
use crate::endpoint::{Html, Json};

tools! {
    /// `GET /gzip`.
    Gzip = GET "/gzip" "gzip" {
        "What was seen of the request, in gzip (RFC 1952)";
        example "/gzip" with "--compressed";
        answers Json<Coded>;
        fields "Content-Encoding";
    }

    /// `GET /deflate`.
    Deflate = GET "/deflate" "deflate" {
        "The same in deflate, which is zlib (RFC 1950)";
        example "/deflate" with "--compressed";
        answers Json<Coded>;
        fields "Content-Encoding";
    }

    /// `GET /brotli`.
    Brotli = GET "/brotli" "brotli" {
        "The same in Brotli (RFC 7932)";
        example "/brotli" with "--compressed";
        answers Json<Coded>;
        fields "Content-Encoding";
    }

    /// `GET /zstd`.
    Zstd = GET "/zstd" "zstd" {
        "The same in Zstandard (RFC 8878)";
        example "/zstd" with "--compressed";
        answers Json<Coded>;
        fields "Content-Encoding";
    }

    /// `GET /encoding/utf8`.
    Utf8 = GET "/encoding/utf8" "utf8" {
        "A page of many scripts in UTF-8";
        example "/encoding/utf8";
        answers Html;
    }
}
