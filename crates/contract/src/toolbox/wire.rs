//! Effects on the bytes themselves.
//!
//! Over HTTP/1.1 they are played by the connection in place of the HTTP library; over HTTP/2, whose frames the library alone
//! writes, each says what it does instead.

use super::{shapes::AnyPairs, stream::OctetStream};
use crate::endpoint::{Json, NoContent, Raw, Text};

tools! {
    /// `GET /early-hints`.
    EarlyHints = GET "/early-hints" "early_hints" {
        "103 (Early Hints, RFC 8297) with Link fields, then after a wait the answer";
        example "/early-hints?link=%3C/image/svg%3E;%20rel=preload;%20as=image&wait=1" with "--verbose";
        query EarlyHintsQuery {
            /// A value of Link for the hints; may come several times.
            link: String,
            /// How many seconds to wait before the answer; half a second unless said.
            wait: f64,
        }
        answers Json<serde_json::Value>;
        fields "Link";
        limits HINT_WAIT, PAIRS;
        problems InvalidParameters;
        http2 "The library gives no way to send an interim response there, so only the answer comes, and says so.";
    }

    /// `GET /chunks`.
    Chunks = GET "/chunks" "chunks" {
        "A chunked body with the boundaries that you state (RFC 9112, section 7.1), and a time between the chunks";
        example "/chunks?sizes=1,5,16&delay=0.2" with "--raw";
        query ChunksQuery {
            /// The sizes of the chunks, with commas between; `1,5,16` unless said.
            #[cfg_attr(feature = "openapi", param(example = "1,5,16"))]
            sizes: String,
            /// How many seconds between two chunks; none unless said.
            delay: f64,
            /// A chunk extension for each of them (RFC 9112, section 7.1.1): `name` or `name=value`.
            extension: String,
        }
        answers Raw<OctetStream>;
        limits CHUNK, CHUNKS, ALL_BYTES, ALL_SECONDS;
        problems InvalidParameters;
        http2 "There are no chunks there: each is one DATA frame or several, and extensions do not exist.";
    }

    /// `GET /trailers`.
    Trailers = GET "/trailers" "trailers" {
        "A body followed by the trailer fields that the query names (RFC 9110, section 6.5)";
        example "/trailers?X-Checksum=abc&X-Took=5ms" with "--raw --include --header 'TE: trailers'";
        pairs AnyPairs;
        answers Json<serde_json::Value>;
        fields "Trailer";
        limits PAIRS;
        bounds "not those that a trailer may not have";
        problems InvalidParameters;
    }

    /// `GET /slow-headers`.
    SlowHeaders = GET "/slow-headers" "slow_headers" {
        "A head that comes byte by byte over so many seconds";
        example "/slow-headers?seconds=2" with "--include --no-buffer";
        query SlowHeadersQuery {
            /// Over how many seconds; 2 unless said.
            seconds: f64,
        }
        answers Text;
        limits HEAD_SECONDS;
        problems InvalidParameters;
        http2 "A head is one block of frames there, which comes whole at the end of that time.";
    }

    /// `GET /truncate`.
    Truncate = GET "/truncate" "truncate" {
        "Declares more bytes than it sends, and closes the connection";
        example "/truncate?declared=100&sent=50";
        query TruncateQuery {
            /// The Content-Length; 100 unless said.
            declared: u64,
            /// The bytes that are sent; half of it unless said.
            sent: u64,
        }
        answers Raw<OctetStream>;
        limits DECLARED, SENT;
        problems InvalidParameters;
        http2 "The stream ends after too few bytes, which makes the response malformed (RFC 9113, section 8.1.1).";
    }

    /// `/close`.
    Close = ANY "/close" "close" {
        "Closes the connection without an answer, or after so many bytes of one";
        example "/close";
        query CloseQuery {
            /// How many bytes of the answer's content come before, with its head; without it not even the head does.
            sent: u64,
        }
        answers NoContent;
        limits SENT;
        problems InvalidParameters;
        http2 "The stream is reset with RST_STREAM; the connection stays.";
    }

    /// `/reset`.
    Reset = ANY "/reset" "reset" {
        "Resets the connection (a TCP segment with RST) without an answer, or after so many bytes of one";
        example "/reset";
        query ResetQuery {
            /// How many bytes of the answer's content come before, with its head; without it not even the head does.
            sent: u64,
        }
        answers NoContent;
        limits SENT;
        problems InvalidParameters;
        http2 "The stream is reset with RST_STREAM; the connection stays.";
    }
}
