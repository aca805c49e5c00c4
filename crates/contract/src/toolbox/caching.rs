//! Caching (RFC 9111), conditional requests and ranges (RFC 9110, sections 13 and 14).

use super::{shapes::Asked, stream::OctetStream};
use crate::endpoint::{Json, Raw};

tools! {
    /// `GET /cache`.
    Cache = GET "/cache" "cache" {
        "An answer with an entity tag and a date, and 304 for who has it already";
        example "/cache" with "--header 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT'";
        answers Json<Asked>, maybe not_modified;
        fields "ETag", "Last-Modified";
        problems PreconditionFailed;
    }

    /// `GET /cache/{seconds}`.
    CacheFor = GET "/cache/{seconds}" "cache_for" {
        "An answer that caches may keep for so many seconds";
        example "/cache/60";
        path CacheForPath {
            /// For how many seconds.
            seconds: u64,
        }
        answers Json<Asked>;
        fields "Cache-Control";
        limits CACHE;
        problems InvalidParameters;
    }

    /// `GET /etag/{etag}`.
    Etag = GET "/etag/{etag}" "etag" {
        "An answer with that entity tag, which heeds If-Match and If-None-Match";
        example "/etag/abc" with "--header 'If-None-Match: \"abc\"'";
        path EtagPath {
            /// The entity tag, with its quotes or without.
            #[cfg_attr(
                feature = "openapi",
                param(pattern = r#"^((W/)?"[^\x00-\x20"\x7F]*"|[^\x00-\x20"\x7F]+)$"#, example = "abc")
            )]
            etag: String,
        }
        answers Json<Asked>, maybe not_modified;
        fields "ETag";
        problems InvalidParameters, PreconditionFailed;
    }

    /// `GET /range/{n}`.
    Range = GET "/range/{n}" "range" {
        "The alphabet over and over, of which a Range may ask for a part, the end, or several parts";
        example "/range/26" with "--header 'Range: bytes=0-4,-3'";
        path RangePath {
            /// How many bytes there are.
            n: u64,
        }
        query RangeQuery {
            /// The size of the pieces that the body is sent in; 10,240 unless said.
            chunk_size: u64,
            /// Over how many seconds it is sent; at once unless said.
            duration: f64,
        }
        answers Raw<OctetStream>, maybe not_modified;
        fields "Accept-Ranges", "Content-Range", "ETag";
        limits RANGE, RANGES, CHUNK_SIZE, DURATION;
        problems InvalidParameters, PreconditionFailed, RangeNotSatisfiable;
    }
}
