//! Answers that take their time, and answers that come in pieces.

use super::shapes::{AnyPairs, Echo, Line};
use crate::endpoint::{Json, MediaType, NoContent, Raw};

/// `application/octet-stream`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OctetStream;

impl MediaType for OctetStream {
    const NAME: &'static str = "application/octet-stream";
}

/// `text/event-stream` (HTML standard, server-sent events).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventStream;

impl MediaType for EventStream {
    const NAME: &'static str = "text/event-stream";
}

/// JSON, a line a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonLines;

impl MediaType for JsonLines {
    const NAME: &'static str = "application/x-ndjson";
}

tools! {
    /// `/delay/{seconds}`.
    Delay = ANY "/delay/{seconds}" "delay" {
        "Answers after so many seconds, with what it saw of the request";
        example "/delay/1.5";
        path DelayPath {
            /// How long to wait, in seconds; fractions are fine.
            seconds: f64,
        }
        answers Json<Echo>;
        limits DELAY;
        problems InvalidParameters, BadRequest, ContentTooLarge;
    }

    /// `GET /drip`.
    Drip = GET "/drip" "drip" {
        "A body whose bytes drip over a time, after a delay";
        example "/drip?numbytes=5&duration=2&delay=0.5" with "--no-buffer";
        query DripQuery {
            /// How many bytes; 10 unless said.
            numbytes: u64,
            /// Over how many seconds; 2 unless said.
            duration: f64,
            /// After how many seconds; at once unless said.
            delay: f64,
            /// The status code; 200 unless said.
            code: u64,
        }
        answers Raw<OctetStream>, or "default" "With the status code that was asked for";
        limits DRIP_BYTES, DURATION, FIRST_DELAY, CODE;
        problems InvalidParameters;
    }

    /// `GET /stream/{n}`.
    Stream = GET "/stream/{n}" "stream" {
        "So many lines of JSON, each a piece of its own";
        example "/stream/3";
        path StreamPath {
            /// How many lines.
            n: u64,
        }
        pairs AnyPairs;
        answers Json<Line>;
        limits LINES;
        problems InvalidParameters;
    }

    /// `GET /bytes/{n}`.
    Bytes = GET "/bytes/{n}" "bytes" {
        "So many bytes of chance; the same ones for the same seed, and the same as httpbin's";
        example "/bytes/1024?seed=7" with "--output -";
        path BytesPath {
            /// How many bytes.
            n: u64,
        }
        query BytesQuery {
            /// With a seed, the bytes are the same each time.
            seed: i64,
        }
        answers Raw<OctetStream>;
        limits BYTES;
        problems InvalidParameters;
    }

    /// `GET /stream-bytes/{n}`.
    StreamBytes = GET "/stream-bytes/{n}" "stream_bytes" {
        "The same bytes in pieces, without a Content-Length";
        example "/stream-bytes/1024?seed=7&chunk_size=100" with "--output -";
        path StreamBytesPath {
            /// How many bytes.
            n: u64,
        }
        query StreamBytesQuery {
            /// With a seed, the bytes are the same each time.
            seed: i64,
            /// The size of the pieces; 10,240 unless said.
            chunk_size: u64,
        }
        answers Raw<OctetStream>;
        limits BYTES, CHUNK_SIZE;
        problems InvalidParameters;
        http2 "A piece is one DATA frame or several.";
    }

    /// `GET /sse`.
    Sse = GET "/sse" "sse" {
        "A stream of events for EventSource, each with an id; it goes on behind Last-Event-ID";
        example "/sse?count=5&duration=3" with "--no-buffer";
        query SseQuery {
            /// How many events; 10 unless said.
            count: u64,
            /// Over how many seconds; 5 unless said.
            duration: f64,
            /// After how many seconds; at once unless said.
            delay: f64,
            /// How much of the time between two events is up to chance, from 0 to 1; nothing unless said.
            jitter: f64,
        }
        answers Raw<EventStream>;
        limits EVENTS, DURATION, FIRST_DELAY, JITTER;
        problems InvalidParameters;
    }

    /// `GET /jsonl`.
    Jsonl = GET "/jsonl" "jsonl" {
        "The same as lines of JSON";
        example "/jsonl?count=5&duration=3" with "--no-buffer";
        query JsonlQuery {
            /// How many lines; 10 unless said.
            count: u64,
            /// Over how many seconds; 5 unless said.
            duration: f64,
            /// After how many seconds; at once unless said.
            delay: f64,
            /// How much of the time between two lines is up to chance, from 0 to 1; nothing unless said.
            jitter: f64,
        }
        answers Raw<JsonLines>;
        limits EVENTS, DURATION, FIRST_DELAY, JITTER;
        problems InvalidParameters;
    }

    /// `GET /websocket/echo`.
    WebSocketEcho = GET "/websocket/echo" "websocket_echo" {
        "A WebSocket (RFC 6455) that sends each message back";
        example "/websocket/echo" with "--include --no-buffer --http1.1 --header 'Connection: Upgrade' --header 'Upgrade: websocket' --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='";
        query WebSocketQuery {
            /// The largest message that is taken, in bytes; 1 MiB unless said.
            max_message_size: u64,
            /// The largest frame that is taken, in bytes; 1 MiB unless said.
            max_fragment_size: u64,
        }
        answers NoContent as SWITCHING_PROTOCOLS;
        fields "Sec-WebSocket-Accept", "Upgrade";
        limits MESSAGE, FRAGMENT, WEBSOCKET_IDLE, WEBSOCKET_LIFE;
        problems BadRequest, UpgradeRequired, InvalidParameters;
        http2 "The server does not offer extended CONNECT (RFC 8441), so the answer is a problem.";
    }
}
